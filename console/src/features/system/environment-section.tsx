import { Button, Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isConflict, type Versioned } from '../../app/api.ts'
import { Conflict } from '../../ui/conflict.tsx'
import { fieldIssue } from '../../ui/field-issue.ts'
import { Form } from '../../ui/form.tsx'
import { useSay } from '../../ui/said.tsx'
import { Section } from '../../ui/section.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { Shown } from '../../ui/shown.tsx'
import { ZoneOptions } from '../../ui/zone-options.tsx'
import { type Environment, environmentQuery, useChangeEnvironment } from './environment.ts'

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 280px), 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
  },
})

/** What the environment is called, and in which time zone its dates are meant; nothing before it has been configured. */
export function EnvironmentSection() {
  const { t } = useTranslation()
  const query = useQuery(environmentQuery)
  if (query.data === null) return null
  return (
    <Section title={t('system.environment.title')}>
      <Text>{t('system.environment.lead')}</Text>
      <Shown query={query}>{(latest) => latest && <Fields latest={latest} />}</Shown>
    </Section>
  )
}

function Fields({ latest }: { readonly latest: Versioned<Environment> }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const say = useSay()
  // What was there as somebody began; what somebody else saves meanwhile is met on saving.
  const [seen, setSeen] = useState(latest)
  const [taken, setTaken] = useState(0)
  const [sent, setSent] = useState<Environment>()
  const { mutate, isPending, error, reset } = useChangeEnvironment()
  const conflict = isConflict(error)
  const save = (over: Versioned<Environment>, change: Environment) => {
    setSent(change)
    mutate(
      { change, seen: over },
      {
        onSuccess: ({ warnings, consequences }) => {
          setSeen({ ...over, value: change })
          say([t('system.environment.saved'), ...consequences, ...warnings].join(' '))
        },
      },
    )
  }
  const { name, timeZone } = seen.value
  return (
    <>
      <SendingFailed error={conflict ? null : error} />
      <Form
        key={taken}
        onSend={({ name: called = '', timeZone: zone = timeZone }) =>
          save(seen, { name: called.trim(), timeZone: zone })
        }
      >
        <div className={styles.fields}>
          <Field label={t('system.environment.name')} required {...fieldIssue(error, 'name')}>
            <Input name="name" defaultValue={name} maxLength={100} />
          </Field>
          <Field label={t('schedule.zone')} hint={t('system.environment.zoneHint')} {...fieldIssue(error, 'timeZone')}>
            <Select name="timeZone" defaultValue={timeZone}>
              <ZoneOptions zone={timeZone} />
            </Select>
          </Field>
        </div>
        <div>
          <Button type="submit" disabledFocusable={isPending}>
            {t('app.save')}
          </Button>
        </div>
      </Form>
      {conflict && sent && (
        <Conflict
          mine={sent}
          theirs={latest.value}
          onClose={reset}
          onTakeTheirs={() => {
            setSeen(latest)
            setTaken(taken + 1)
            reset()
          }}
          onKeepMine={() => save(latest, sent)}
        />
      )}
    </>
  )
}

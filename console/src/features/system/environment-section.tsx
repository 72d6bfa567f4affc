import { Button, Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Versioned } from '../../app/api.ts'
import { Conflict } from '../../ui/conflict.tsx'
import { fieldIssue } from '../../ui/field-issue.ts'
import { Form } from '../../ui/form.tsx'
import { useSay } from '../../ui/said.tsx'
import { Section } from '../../ui/section.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { Shown } from '../../ui/shown.tsx'
import { useSavedOver } from '../../ui/use-saved-over.ts'
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
  const queries = useQueryClient()
  // The form is made anew for what somebody else saved, and stays with its focus for what it saved itself.
  const [taken, setTaken] = useState(0)
  const { seen, see, save, isPending, error, failure, conflict } = useSavedOver({
    latest,
    mutation: useChangeEnvironment(),
    told: (change: Environment, over) => ({ change, seen: over }),
    askAgain: () => void queries.invalidateQueries(environmentQuery),
    onSaved: ({ saved, sentences }) => {
      see(saved)
      say([t('system.environment.saved'), ...sentences].join(' '))
    },
  })
  const { name, timeZone } = seen.value
  return (
    <>
      <SendingFailed error={failure} />
      <Form
        key={taken}
        onSend={({ name: called = '', timeZone: zone = timeZone }) => save({ name: called.trim(), timeZone: zone })}
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
          <Button type="submit" appearance="primary" disabledFocusable={isPending}>
            {t('app.save')}
          </Button>
        </div>
      </Form>
      {conflict && (
        <Conflict
          mine={conflict.mine}
          theirs={conflict.theirs.value}
          onClose={conflict.close}
          onTakeTheirs={() => {
            see(conflict.theirs)
            setTaken(taken + 1)
          }}
          onKeepMine={conflict.keepMine}
        />
      )}
    </>
  )
}

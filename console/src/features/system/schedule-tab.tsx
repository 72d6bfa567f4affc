import { Button, Checkbox, Field, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RefreshSchedule } from '../../../../src/contract/schedule.ts'
import type { Versioned } from '../../app/api.ts'
import { useFormats } from '../../app/formats.ts'
import { Conflict } from '../../ui/conflict.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useSay } from '../../ui/said.tsx'
import { Section } from '../../ui/section.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { Shown } from '../../ui/shown.tsx'
import { Unsaved } from '../../ui/unsaved.tsx'
import { useSavedOver } from '../../ui/use-saved-over.ts'
import { TimesFields } from '../schedules/times-fields.tsx'
import { WeekdayFields } from '../schedules/weekday-fields.tsx'
import { ZoneField } from '../schedules/zone-field.tsx'
import { useDisplayNames } from '../status/display-names.ts'
import { OwnSchedules } from './own-schedules.tsx'
import { lookQuery, type SystemSchedule, systemScheduleQuery, useSaveSchedule } from './schedule.ts'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
})

/** When everything is refreshed by itself, what a change would do before it is saved, and what has times of its own. */
export function ScheduleTab() {
  const { t, i18n } = useTranslation()
  const query = useQuery(systemScheduleQuery(i18n.language))
  return (
    <>
      <Section title={t('system.schedule.title')}>
        <Text>{t('system.schedule.lead')}</Text>
        <Shown query={query}>{(seen) => <Editor seen={seen} />}</Shown>
      </Section>
      <OwnSchedules />
    </>
  )
}

const first: RefreshSchedule = { repeat: 'daily', times: ['06:00'] }

function Editor({ seen: latest }: { readonly seen: Versioned<SystemSchedule> }) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const say = useSay()
  const queries = useQueryClient()
  const { me } = useRouteContext({ from: '/signed-in' })
  const [schedule, setSchedule] = useState(latest.value.schedule)
  const goOnFrom = (version: Versioned<SystemSchedule>) => {
    see(version)
    setSchedule(version.value.schedule)
  }
  const { seen, see, save, isPending, failure, conflict } = useSavedOver({
    latest,
    mutation: useSaveSchedule(),
    told: (wanted: RefreshSchedule | null, { version }) => ({ schedule: wanted, version }),
    askAgain: () => void queries.invalidateQueries({ queryKey: ['system-schedule', i18n.language] }),
    onSaved: (saved) => {
      goOnFrom(saved)
      say(t('system.schedule.saved'))
    },
  })
  const mayChange = me.role === 'administrator'
  const changed = JSON.stringify(schedule) !== JSON.stringify(seen.value.schedule)
  const whole = schedule === null || (schedule.repeat === 'daily' ? true : (schedule.days ?? []).length > 0)
  const kind = schedule === null || schedule.active === false ? 'off' : (schedule.repeat ?? 'weekly')
  const choose = (value: string) => {
    if (value === 'off')
      return setSchedule(seen.value.schedule === null ? null : { ...(schedule ?? first), active: false })
    const { active: _active, days: _days, ...rest } = schedule ?? first
    setSchedule(
      value === 'daily'
        ? { ...rest, repeat: 'daily' }
        : { ...rest, repeat: 'weekly', days: schedule?.days ?? ['monday'] },
    )
  }
  return (
    <div className={styles.form}>
      <Unsaved changed={changed} />
      {!mayChange && <Notice>{t('system.schedule.only')}</Notice>}
      {seen.value.missed && (
        <Notice intent="warning">
          <Missed at={seen.value.missed.at} />
        </Notice>
      )}
      <SendingFailed error={failure} />
      <Field label={t('system.schedule.when')}>
        <RadioGroup layout="horizontal" value={kind} disabled={!mayChange} onChange={(_, { value }) => choose(value)}>
          {(['off', 'weekly', 'daily'] as const).map((each) => (
            <Radio key={each} value={each} label={t(`system.schedule.kinds.${each}`)} />
          ))}
        </RadioGroup>
      </Field>
      {schedule !== null && kind !== 'off' && (
        <>
          {kind === 'weekly' && (
            <WeekdayFields
              days={schedule.days ?? []}
              disabled={!mayChange}
              onChange={(days) => setSchedule({ ...schedule, days })}
            />
          )}
          <TimesFields
            times={schedule.times}
            disabled={!mayChange}
            onChange={(times) => setSchedule({ ...schedule, times })}
          />
          <ZoneField
            zone={schedule.timeZone}
            disabled={!mayChange}
            onChange={(timeZone) => {
              const { timeZone: _, ...rest } = schedule
              setSchedule(timeZone === undefined ? rest : { ...rest, timeZone })
            }}
          />
          <Checkbox
            label={t('system.schedule.makeUp')}
            checked={schedule.missed !== 'skip'}
            disabled={!mayChange}
            onChange={(_, { checked }) => {
              const { missed: _missed, ...rest } = schedule
              setSchedule(checked === true ? rest : { ...rest, missed: 'skip' })
            }}
          />
        </>
      )}
      {changed ? (
        whole && mayChange && <Look schedule={schedule} />
      ) : (
        <Times sentence={seen.value.sentence} next={seen.value.next} />
      )}
      {mayChange && (
        <div>
          <Button
            appearance="primary"
            disabled={!changed || !whole}
            disabledFocusable={isPending}
            onClick={() => save(schedule)}
          >
            {t('app.save')}
          </Button>
        </div>
      )}
      {conflict && (
        <Conflict
          mine={conflict.mine}
          theirs={conflict.theirs.value.schedule}
          onClose={conflict.close}
          onTakeTheirs={() => goOnFrom(conflict.theirs)}
          onKeepMine={conflict.keepMine}
        />
      )}
    </div>
  )
}

function Missed({ at }: { readonly at: string }) {
  const { t } = useTranslation()
  const { moment } = useFormats()
  return t('system.schedule.missed', { at: moment(at) })
}

function Times({ sentence, next }: { readonly sentence: string; readonly next: readonly string[] }) {
  const { t } = useTranslation()
  const { moment } = useFormats()
  return (
    <Text>
      {sentence}
      {next.length > 0 && `. ${t('system.schedule.next')}: ${next.map((at) => moment(at)).join(' · ')}`}
    </Text>
  )
}

/** What the schedule in the fields would do, and what it would stop, while nothing is saved. */
function Look({ schedule }: { readonly schedule: RefreshSchedule | null }) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const nameOf = useDisplayNames()
  const settled = useDeferredValue(schedule)
  const { data, error } = useQuery(lookQuery(settled, i18n.language))
  if (error) return <SendingFailed error={error} />
  if (!data) return null
  return (
    <>
      <Text role="status">
        {t('system.schedule.would')} {data.active ? '' : t('system.schedule.never')}
      </Text>
      {data.active && <Times sentence={data.sentence} next={data.next} />}
      {data.stops.length > 0 && (
        <Notice intent="warning" title={t('system.schedule.stopsTitle')}>
          <ul className={styles.list}>
            {data.stops.map(({ kind, name }) => (
              <li key={`${kind} ${name}`}>{t(`system.schedule.stops.${kind}`, { name: nameOf(kind, name) })}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  )
}

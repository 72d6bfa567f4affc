import { Checkbox, Field, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { MonthDay, SegmentSchedule, Weekday } from '../../../../src/contract/schedule.ts'
import { RefreshIsOffNow } from '../schedules/refresh-is-off.tsx'
import { dayName, weekdays } from './day-names.ts'

const useStyles = makeStyles({
  group: { border: 0, margin: 0, padding: 0 },
  legend: { padding: 0 },
  days: { display: 'flex', flexWrap: 'wrap' },
  month: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(64px, 1fr))' },
  wide: { gridColumn: 'span 2' },
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

const monthDays: readonly MonthDay[] = [...Array.from({ length: 31 }, (_, at) => at + 1), 'last']

type Way = 'every' | 'weekly' | 'monthly' | 'manual'

/** On which days' system refreshes a segment takes part; null for every one. */
export function ScheduleField({
  schedule,
  onChange,
}: {
  readonly schedule: SegmentSchedule | null
  readonly onChange: (schedule: SegmentSchedule | null) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const way: Way = schedule === null ? 'every' : schedule === 'manual' ? 'manual' : schedule.repeat
  return (
    <div className={styles.whole}>
      <Field
        label={t('segments.schedule.when')}
        hint={
          <>
            {t('segments.schedule.hint')} <RefreshIsOffNow />
          </>
        }
      >
        <RadioGroup value={way} onChange={(_, { value }) => onChange(fresh(value as Way))}>
          {(['every', 'weekly', 'monthly', 'manual'] as const).map((each) => (
            <Radio key={each} value={each} label={t(`segments.schedule.${each}`)} />
          ))}
        </RadioGroup>
      </Field>
      {schedule !== null && schedule !== 'manual' && <Days schedule={schedule} onChange={onChange} />}
    </div>
  )
}

/** Whether days are chosen where there have to be some. */
export function isWholeSchedule(schedule: SegmentSchedule | null): boolean {
  return schedule === null || schedule === 'manual' || schedule.days.length > 0
}

function Days({
  schedule,
  onChange,
}: {
  readonly schedule: Exclude<SegmentSchedule, 'manual'>
  readonly onChange: (schedule: SegmentSchedule) => void
}) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const isOneOf = (day: Weekday | MonthDay) => schedule.days.some((each) => each === day)
  return (
    // Not a Field, which would give its one name to every box within it.
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{t('segments.schedule.days')}</legend>
      {schedule.repeat === 'weekly' ? (
        <div className={styles.days}>
          {weekdays.map((day, at) => (
            <Checkbox
              key={day}
              label={dayName(at, i18n.language)}
              checked={isOneOf(day)}
              onChange={(_, { checked }) =>
                onChange({ repeat: 'weekly', days: kept<Weekday>(weekdays, schedule.days, day, checked === true) })
              }
            />
          ))}
        </div>
      ) : (
        <div className={styles.month}>
          {monthDays.map((day) => (
            <Checkbox
              key={day}
              className={day === 'last' ? styles.wide : undefined}
              label={day === 'last' ? t('segments.schedule.last') : String(day)}
              checked={isOneOf(day)}
              onChange={(_, { checked }) =>
                onChange({ repeat: 'monthly', days: kept<MonthDay>(monthDays, schedule.days, day, checked === true) })
              }
            />
          ))}
        </div>
      )}
      {schedule.days.length === 0 && <Text role="alert">{t('segments.schedule.noDays')}</Text>}
    </fieldset>
  )
}

function fresh(way: Way): SegmentSchedule | null {
  switch (way) {
    case 'every':
      return null
    case 'manual':
      return 'manual'
    case 'weekly':
      return { repeat: 'weekly', days: ['monday'] }
    case 'monthly':
      return { repeat: 'monthly', days: [1] }
    default:
      return way satisfies never
  }
}

/** The days chosen with one put in or taken out, in the order of the calendar. */
function kept<T>(all: readonly T[], chosen: readonly T[], day: T, on: boolean): T[] {
  return all.filter((each) => (each === day ? on : chosen.includes(each)))
}

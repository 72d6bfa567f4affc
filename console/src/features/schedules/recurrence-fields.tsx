import { Checkbox, Dropdown, Field, Input, makeStyles, Option, Select, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { MonthDay, OwnSchedule } from '../../../../src/contract/schedule.ts'
import { TimesFields } from './times-fields.tsx'
import { WeekdayFields } from './weekday-fields.tsx'
import { ZoneField } from './zone-field.tsx'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  short: { maxWidth: '220px' },
})

const repeats = ['hourly', 'daily', 'weekly', 'monthly'] as const
const everyHours = [1, 2, 3, 4, 6, 8, 12] as const
const monthDays: readonly MonthDay[] = [...Array.from({ length: 31 }, (_, at) => at + 1), 'last']

type Extras = Pick<OwnSchedule, 'active' | 'timeZone' | 'missed'>

/** The times at which something comes back by itself, in the words in which people tell them. */
export function RecurrenceFields({
  schedule,
  onChange,
  disabled = false,
}: {
  readonly schedule: OwnSchedule
  readonly onChange: (schedule: OwnSchedule) => void
  readonly disabled?: boolean
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const extras = extrasOf(schedule)
  return (
    <div className={styles.whole}>
      <Field label={t('schedule.repeat')} className={styles.short}>
        <Select
          value={schedule.repeat}
          disabled={disabled}
          onChange={(_, { value }) => onChange({ ...firstOf(value, schedule), ...extras })}
        >
          {repeats.map((repeat) => (
            <option key={repeat} value={repeat}>
              {t(`schedule.repeats.${repeat}`)}
            </option>
          ))}
        </Select>
      </Field>
      {schedule.repeat === 'hourly' && (
        <>
          <Field label={t('schedule.everyHours')} className={styles.short}>
            <Select
              value={String(schedule.everyHours ?? 1)}
              disabled={disabled}
              onChange={(_, { value }) => onChange({ ...schedule, everyHours: Number(value) })}
            >
              {everyHours.map((hours) => (
                <option key={hours} value={hours}>
                  {t('schedule.hours', { count: hours })}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={t('schedule.minute')} className={styles.short}>
            <Input
              type="number"
              min={0}
              max={59}
              disabled={disabled}
              value={String(schedule.minute ?? 0)}
              onChange={(_, { value }) => onChange({ ...schedule, minute: Number(value) })}
            />
          </Field>
        </>
      )}
      {schedule.repeat === 'weekly' && (
        <WeekdayFields
          days={schedule.days}
          disabled={disabled}
          onChange={(days) => onChange({ ...schedule, days: [...days] })}
        />
      )}
      {schedule.repeat === 'monthly' && (
        <Field label={t('schedule.monthDays')} className={styles.short}>
          <Dropdown
            multiselect
            disabled={disabled}
            selectedOptions={schedule.days.map(String)}
            value={schedule.days.map((day) => (day === 'last' ? t('schedule.lastDay') : String(day))).join(', ')}
            onOptionSelect={(_, { selectedOptions }) =>
              onChange({ ...schedule, days: monthDays.filter((day) => selectedOptions.includes(String(day))) })
            }
          >
            {monthDays.map((day) => (
              <Option key={day} value={String(day)}>
                {day === 'last' ? t('schedule.lastDay') : String(day)}
              </Option>
            ))}
          </Dropdown>
        </Field>
      )}
      {schedule.repeat !== 'hourly' && (
        <TimesFields
          times={schedule.times}
          disabled={disabled}
          onChange={(times) => onChange({ ...schedule, times: [...times] })}
        />
      )}
      <ZoneField
        zone={schedule.timeZone}
        disabled={disabled}
        onChange={(timeZone) => {
          const { timeZone: _, ...rest } = schedule
          onChange(timeZone === undefined ? rest : { ...rest, timeZone })
        }}
      />
      <Checkbox
        label={t('schedule.makeUp')}
        checked={schedule.missed !== 'skip'}
        disabled={disabled}
        onChange={(_, { checked }) => {
          const { missed: _missed, ...rest } = schedule
          onChange(checked === true ? rest : { ...rest, missed: 'skip' })
        }}
      />
    </div>
  )
}

function extrasOf({ active, timeZone, missed }: OwnSchedule): Extras {
  return {
    ...(active !== undefined && { active }),
    ...(timeZone !== undefined && { timeZone }),
    ...(missed !== undefined && { missed }),
  }
}

/** What comes back otherwise keeps the times of the day that it had. */
function firstOf(repeat: string, before: OwnSchedule): OwnSchedule {
  const times = before.repeat === 'hourly' ? ['06:00'] : before.times
  switch (repeat) {
    case 'hourly':
      return { repeat }
    case 'weekly':
      return { repeat, days: ['monday'], times }
    case 'monthly':
      return { repeat, days: [1], times }
    default:
      return { repeat: 'daily', times }
  }
}

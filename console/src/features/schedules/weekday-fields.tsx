import { Checkbox, Label, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { type Weekday, weekdays } from '../../../../src/contract/schedule.ts'

const useStyles = makeStyles({
  whole: { border: 0, margin: 0, padding: 0, minWidth: 0 },
  days: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM },
})

/** The days of the week on which something comes back. */
export function WeekdayFields({
  days,
  onChange,
  disabled = false,
}: {
  readonly days: readonly Weekday[]
  readonly onChange: (days: readonly Weekday[]) => void
  readonly disabled?: boolean
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <fieldset className={styles.whole}>
      <legend>
        <Label>{t('schedule.days')}</Label>
      </legend>
      <div className={styles.days}>
        {weekdays.map((day) => (
          <Checkbox
            key={day}
            label={t(`schedule.weekdays.${day}`)}
            checked={days.includes(day)}
            disabled={disabled}
            onChange={(_, { checked }) =>
              onChange(weekdays.filter((each) => (each === day ? checked === true : days.includes(each))))
            }
          />
        ))}
      </div>
      {days.length === 0 && <Text role="alert">{t('schedule.oneDay')}</Text>}
    </fieldset>
  )
}

import { Checkbox, makeStyles, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { type Weekday, weekdays } from '../../../../src/contract/schedule.ts'
import { Group } from '../../ui/group.tsx'

const useStyles = makeStyles({
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
    <Group label={t('schedule.days')} validationMessage={days.length === 0 ? t('schedule.oneDay') : undefined}>
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
    </Group>
  )
}

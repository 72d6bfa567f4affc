import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'

const useStyles = makeStyles({
  times: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalS },
  time: { display: 'flex', alignItems: 'flex-end', gap: tokens.spacingHorizontalS },
})

/** So many times a day at most (feature map, T1). */
const mostTimes = 4

/** The times of the day at which something begins, `06:30`; at least one and at most four. */
export function TimesFields({
  times,
  onChange,
  disabled = false,
}: {
  readonly times: readonly string[]
  readonly onChange: (times: readonly string[]) => void
  readonly disabled?: boolean
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <div className={styles.times}>
      {times.map((time, at) => (
        // A time has nothing that tells it from the others but its place.
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <div key={at} className={styles.time}>
          <Field label={times.length === 1 ? t('schedule.time') : t('schedule.timeOf', { at: at + 1 })}>
            <Input
              type="time"
              value={time}
              disabled={disabled}
              onChange={(_, { value }) => onChange(times.with(at, value))}
            />
          </Field>
          {times.length > 1 && !disabled && (
            <Button
              appearance="subtle"
              icon={<DeleteRegular />}
              aria-label={t('schedule.removeTime', { time })}
              onClick={() => onChange(times.toSpliced(at, 1))}
            />
          )}
        </div>
      ))}
      {times.length < mostTimes && !disabled && (
        <Button
          appearance="subtle"
          icon={<AddRegular />}
          onClick={() => onChange([...times, times.includes('12:00') ? '18:00' : '12:00'])}
        >
          {t('schedule.addTime')}
        </Button>
      )}
    </div>
  )
}

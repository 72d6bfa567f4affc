import { Field, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { ExportSchedule, OwnSchedule } from '../../../../src/contract/schedule.ts'
import { RecurrenceFields } from './recurrence-fields.tsx'
import { RefreshIsOffNow, useRefreshIsOff } from './refresh-is-off.tsx'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

const firstOwn: OwnSchedule = { repeat: 'daily', times: ['06:00'] }

/** When an export runs by itself: along with the system refresh, at times of its own, or never. */
export function ScheduleFields({
  schedule,
  onChange,
  disabled = false,
}: {
  readonly schedule: ExportSchedule
  readonly onChange: (schedule: ExportSchedule) => void
  readonly disabled?: boolean
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const refreshIsOff = useRefreshIsOff()
  const kind = typeof schedule === 'string' ? schedule : schedule.active === false ? 'stopped' : 'own'
  const own = typeof schedule === 'string' ? firstOwn : schedule
  const choose = (value: string) => {
    const { active: _, ...times } = own
    if (value === 'system refresh' || value === 'off') onChange(value)
    else if (value === 'stopped') onChange({ ...times, active: false })
    else onChange(times)
  }
  return (
    <div className={styles.whole}>
      <Field
        label={t('schedule.runs')}
        {...(kind === 'system refresh' && refreshIsOff && { hint: <RefreshIsOffNow /> })}
      >
        <RadioGroup value={kind} disabled={disabled} onChange={(_, { value }) => choose(value)}>
          <Radio value="system refresh" label={t('schedule.withRefresh')} />
          <Radio value="own" label={t('schedule.own')} />
          <Radio value="off" label={t('schedule.off')} />
          {kind === 'stopped' && <Radio value="stopped" label={t('schedule.stopped')} />}
        </RadioGroup>
      </Field>
      {kind !== 'system refresh' && kind !== 'off' && (
        <RecurrenceFields schedule={own} onChange={onChange} disabled={disabled} />
      )}
    </div>
  )
}

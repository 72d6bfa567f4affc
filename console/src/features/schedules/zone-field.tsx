import { Field, makeStyles, Select } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'

const useStyles = makeStyles({ short: { maxWidth: '320px' } })

const zones = Intl.supportedValuesOf('timeZone')

/** The time zone of times of the day; undefined for the environment's. */
export function ZoneField({
  zone,
  onChange,
  disabled = false,
}: {
  readonly zone: string | undefined
  readonly onChange: (zone: string | undefined) => void
  readonly disabled?: boolean
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <Field label={t('schedule.zone')} className={styles.short}>
      <Select value={zone ?? ''} disabled={disabled} onChange={(_, { value }) => onChange(value || undefined)}>
        <option value="">{t('schedule.zoneOfEnvironment')}</option>
        {zone !== undefined && !zones.includes(zone) && <option value={zone}>{zone}</option>}
        {zones.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </Select>
    </Field>
  )
}

import { Field, makeStyles, Select } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { ZoneOptions } from '../../ui/zone-options.tsx'

const useStyles = makeStyles({ short: { maxWidth: '320px' } })

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
        <ZoneOptions zone={zone} />
      </Select>
    </Field>
  )
}

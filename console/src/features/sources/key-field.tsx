import { Field, Select } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import type { Look } from './look.ts'

/** Which column tells the rows apart, and how well it does. */
export function KeyField({
  look,
  value,
  onChange,
}: {
  readonly look: Look
  readonly value: string | undefined
  readonly onChange: (key: string) => void
}) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const bad = look.key ? look.key.blank + look.key.repeated : 0
  const known = value !== undefined && look.key !== null
  return (
    <Field
      label={t('sources.new.key')}
      hint={t('sources.new.keyHint')}
      required
      {...(known && {
        validationState: bad > 0 ? ('warning' as const) : ('success' as const),
        validationMessage:
          bad > 0 ? t('sources.new.keyBad', { count: bad, rows: number(bad) }) : t('sources.new.keyGood'),
      })}
    >
      <Select value={value ?? ''} onChange={(_, chosen) => onChange(chosen.value)}>
        <option value="" disabled>
          {t('sources.new.keyChoose')}
        </option>
        {look.columns.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  )
}

import { Input, Select } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { FieldMapping } from '../../../../../src/contract/definitions.ts'

/** Chooses a column of the profiles; where they were never read it is written. What a mapping computes is shown and kept. */
export function ColumnSelect({
  columns,
  value,
  onChange,
  empty,
  disabled,
  ...named
}: {
  readonly columns: readonly string[]
  readonly value: FieldMapping | undefined
  readonly onChange: (column: string | undefined) => void
  /** What no column means. */
  readonly empty?: string
  readonly disabled: boolean
  readonly 'aria-label'?: string
}) {
  const { t } = useTranslation()
  const written = textOf(value)
  const isOther = value !== undefined && written !== '' && !(typeof value === 'string' && columns.includes(value))
  if (columns.length === 0 && (value === undefined || typeof value === 'string')) {
    return (
      <Input
        {...named}
        // Whoever may only look is told what no column means, as the choice of one would tell it.
        value={written || (disabled ? (empty ?? '') : '')}
        {...(empty !== undefined && { placeholder: empty })}
        disabled={disabled}
        onChange={(_, told) => onChange(told.value === '' && empty !== undefined ? undefined : told.value)}
      />
    )
  }
  return (
    <Select
      {...named}
      value={written}
      disabled={disabled}
      onChange={(_, told) => {
        if (told.value !== written) onChange(told.value === '' ? undefined : told.value)
      }}
    >
      {(empty !== undefined || written === '') && <option value="">{empty ?? t('setUpExport.chooseColumn')}</option>}
      {isOther && <option value={written}>{written}</option>}
      {columns.map((column) => (
        <option key={column} value={column}>
          {column}
        </option>
      ))}
    </Select>
  )
}

/** A mapping in a line: the column, or what is computed of which rows. */
function textOf(mapping: FieldMapping | undefined): string {
  if (mapping === undefined) return ''
  if (typeof mapping === 'string') return mapping
  if (Array.isArray(mapping)) return mapping.join('.')
  const { where: _where, path: _path, ...rest } = mapping as Record<string, unknown>
  return Object.entries(rest)
    .map(([what, of]) => `${what} ${[of].flat().join('.')}`)
    .join(', ')
}

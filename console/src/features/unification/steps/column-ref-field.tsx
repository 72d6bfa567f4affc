import { Field, Select } from '@fluentui/react-components'
import { useUnifying } from './unifying.ts'

/** A column with its source, or the two apart where the column has dots in its name. */
type Ref = string | readonly [string, string]

/** Chooses a column of any source. */
export function ColumnRefField({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: Ref
  readonly onChange: (ref: string | [string, string]) => void
}) {
  const { sources } = useUnifying()
  const written = typeof value === 'string' ? value : value.join('.')
  const refs = sources.flatMap(({ name, columns }) => columns.map((column) => [name, column] as const))
  return (
    <Field label={label}>
      <Select
        value={written}
        onChange={(_, { value: chosen }) => {
          const ref = refs.find((each) => each.join('.') === chosen)
          if (ref) onChange(ref[1].includes('.') ? [...ref] : chosen)
        }}
      >
        {!refs.some((ref) => ref.join('.') === written) && <option>{written}</option>}
        {refs.map((ref) => (
          <option key={ref.join('.')}>{ref.join('.')}</option>
        ))}
      </Select>
    </Field>
  )
}

import { makeStyles } from '@fluentui/react-components'
import { DataTable } from '../../ui/data-table.tsx'
import { widthOf } from '../../ui/width-of.ts'

const useStyles = makeStyles({
  cell: { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
})

/** More columns than this are read nowhere else on one screen; the rest is in the list of columns. */
const mostColumns = 60

/** Rows as they are, each column as wide as is readable. */
export function SampleRows({
  label,
  columns,
  rows,
}: {
  readonly label: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}) {
  const styles = useStyles()
  const shown = columns.slice(0, mostColumns)
  const widths = shown.map(({ name }) => widthOf([name, ...rows.map((row) => cellText(row[name]))]))
  const numbered = rows.map((row, at) => ({ row, at }))
  return (
    <DataTable
      label={label}
      columns={shown.map(({ name, type }, index) => ({
        key: name,
        header: name,
        width: `${widths[index]}px`,
        kind: type === 'number' ? ('number' as const) : ('text' as const),
        cell: ({ row }: (typeof numbered)[number]) => {
          const text = cellText(row[name])
          return (
            <span className={styles.cell} title={text}>
              {text}
            </span>
          )
        },
      }))}
      rows={numbered}
      keyOf={({ at }) => String(at)}
      minWidth={`${widths.reduce((sum, width) => sum + width, 0)}px`}
    />
  )
}

/** A value as it is stored, though of a fraction no more decimals than somebody looks at; what has parts as JSON. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' && !Number.isInteger(value) && Math.abs(value) >= 0.001) {
    return String(Number(value.toFixed(6)))
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

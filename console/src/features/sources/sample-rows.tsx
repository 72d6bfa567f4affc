import { makeStyles } from '@fluentui/react-components'
import { useCellText } from '../../app/use-cell-text.ts'
import { Breakable } from '../../ui/breakable.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { widthOf } from '../../ui/width-of.ts'
import type { Column } from './sources.ts'

const useStyles = makeStyles({
  cell: {
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    // Where each value has a line of its own it may have several.
    '@media (max-width: 720px)': { whiteSpace: 'normal' },
  },
})

/** More columns than this are read nowhere else on one screen; the rest is in the list of columns. */
const mostColumns = 60

/** Rows, each column as wide as is readable. */
export function SampleRows({
  label,
  columns,
  rows,
}: {
  readonly label: string
  readonly columns: readonly Column[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}) {
  const styles = useStyles()
  const cellText = useCellText()
  const shown = columns.slice(0, mostColumns)
  const widths = shown.map((column) => widthOf([column.name, ...rows.map((row) => cellText(row[column.name], column))]))
  const numbered = rows.map((row, at) => ({ row, at }))
  return (
    <DataTable
      label={label}
      columns={shown.map((column, index) => ({
        key: column.name,
        header: column.name,
        width: `${widths[index]}px`,
        kind: column.type === 'number' ? ('number' as const) : ('text' as const),
        cell: ({ row }: (typeof numbered)[number]) => {
          const text = cellText(row[column.name], column)
          return (
            <span className={styles.cell} title={text}>
              <Breakable>{text}</Breakable>
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

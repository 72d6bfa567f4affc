import {
  Checkbox,
  makeStyles,
  mergeClasses,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

const useStyles = makeStyles({
  scroll: {
    overflow: 'auto',
    maxHeight: 'min(70vh, 900px)',
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  table: { tableLayout: 'fixed' },
  head: { position: 'sticky', top: 0, zIndex: 1, backgroundColor: tokens.colorNeutralBackground1 },
  check: { width: '44px' },
  // The words of a header stand in an element of their own, which fills it.
  number: { textAlign: 'right', fontVariantNumeric: 'tabular-nums', '& > *': { justifyContent: 'flex-end' } },
  gap: { padding: 0, border: 0 },
  cell: { overflowWrap: 'anywhere' },
})

export type Column<T> = {
  /** What is sorted by it, and what tells the columns apart. */
  readonly key: string
  readonly header: string
  /** CSS width; the columns without one share what is left. */
  readonly width?: string
  readonly kind?: 'text' | 'number'
  readonly cell: (row: T) => ReactNode
  readonly sortable?: boolean
}

type Selection = {
  readonly chosen: ReadonlySet<string>
  readonly choose: (chosen: ReadonlySet<string>) => void
  /** What a checkbox is called to those who do not see its row. */
  readonly nameOf: (key: string) => string
}

/** Above so many rows only those in sight are drawn. */
const manyRows = 100

/**
 * Rows under their headers, sorted by clicking a header and chosen by checkbox where asked for. However many rows there are, only
 * those in sight are in the page. `sort` is a column's key, with `-` before it when descending, as the API has it.
 */
export function DataTable<T>({
  label,
  columns,
  rows,
  keyOf,
  sort,
  onSort,
  selection,
  minWidth = '720px',
  onEnd,
}: {
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly keyOf: (row: T) => string
  readonly sort?: string | undefined
  readonly onSort?: (sort: string) => void
  readonly selection?: Selection
  readonly minWidth?: string
  /** Told when the last rows come in sight, so that more can be asked for. */
  readonly onEnd?: () => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const scroll = useRef<HTMLElement>(null)
  const many = rows.length > manyRows
  const virtual = useVirtualizer({
    count: many ? rows.length : 0,
    getScrollElement: () => scroll.current,
    estimateSize: () => 44,
    overscan: 12,
    getItemKey: (index) => keyOf(rows[index] as T),
  })
  const inSight = virtual.getVirtualItems()
  const shown = many
    ? inSight.map(({ index }) => ({ index, row: rows[index] as T }))
    : rows.map((row, index) => ({ index, row }))
  const above = many ? (inSight[0]?.start ?? 0) : 0
  const below = many ? virtual.getTotalSize() - (inSight.at(-1)?.end ?? 0) : 0
  const isEndInSight = (inSight.at(-1)?.index ?? -1) >= rows.length - 1
  useEffect(() => {
    if (many && isEndInSight) onEnd?.()
  }, [many, isEndInSight, onEnd])
  const across = columns.length + (selection ? 1 : 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={scroll} className={styles.scroll} aria-label={label} tabIndex={0}>
      <Table
        className={styles.table}
        style={{ minWidth }}
        sortable={onSort !== undefined}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        size="medium"
      >
        <TableHeader className={styles.head}>
          <TableRow aria-rowindex={1}>
            {selection && (
              <TableHeaderCell className={styles.check} sortable={false}>
                <Checkbox
                  aria-label={t('app.chooseAll')}
                  checked={allChosen(rows, keyOf, selection)}
                  onChange={(_, { checked }) =>
                    selection.choose(checked === true ? new Set(rows.map(keyOf)) : new Set())
                  }
                />
              </TableHeaderCell>
            )}
            {columns.map(({ key, header, width, kind, sortable = true }) => (
              <TableHeaderCell
                key={key}
                className={kind === 'number' ? styles.number : undefined}
                style={width === undefined ? undefined : { width, boxSizing: 'border-box' }}
                sortable={onSort !== undefined && sortable}
                {...(sort === key && { sortDirection: 'ascending' as const })}
                {...(sort === `-${key}` && { sortDirection: 'descending' as const })}
                {...(onSort && sortable && { onClick: () => onSort(sort === key ? `-${key}` : key) })}
              >
                {header}
              </TableHeaderCell>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          <Gap across={across} height={above} />
          {shown.map(({ index, row }) => (
            <TableRow
              key={keyOf(row)}
              aria-rowindex={index + 2}
              data-index={index}
              {...(many && { ref: virtual.measureElement })}
            >
              {selection && (
                <TableCell className={styles.check}>
                  <Checkbox
                    aria-label={selection.nameOf(keyOf(row))}
                    checked={selection.chosen.has(keyOf(row))}
                    onChange={(_, { checked }) =>
                      selection.choose(toggled(selection.chosen, keyOf(row), checked === true))
                    }
                  />
                </TableCell>
              )}
              {columns.map(({ key, kind, cell }) => (
                <TableCell key={key} className={mergeClasses(styles.cell, kind === 'number' && styles.number)}>
                  {cell(row)}
                </TableCell>
              ))}
            </TableRow>
          ))}
          <Gap across={across} height={below} />
        </TableBody>
      </Table>
    </section>
  )
}

/** The room of the rows that are not drawn. */
function Gap({ across, height }: { readonly across: number; readonly height: number }) {
  const styles = useStyles()
  if (height <= 0) return null
  return (
    <tr aria-hidden>
      <td className={styles.gap} colSpan={across} style={{ height }} />
    </tr>
  )
}

function allChosen<T>(rows: readonly T[], keyOf: (row: T) => string, { chosen }: Selection): boolean | 'mixed' {
  const count = rows.filter((row) => chosen.has(keyOf(row))).length
  return count === 0 ? false : count === rows.length ? true : 'mixed'
}

function toggled(chosen: ReadonlySet<string>, key: string, on: boolean): ReadonlySet<string> {
  const next = new Set(chosen)
  if (on) next.add(key)
  else next.delete(key)
  return next
}

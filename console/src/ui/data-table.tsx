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
import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useMedia } from '../app/use-media.ts'
import { NarrowTools } from './narrow-tools.tsx'
import { scrollEdges, scrollEdgesAndEnd } from './scroll-edges.ts'
import { useScrollKeys } from './use-scroll-keys.ts'

const isNarrow = '(max-width: 720px)'
const narrow = `@media ${isNarrow}`

// Out of sight, yet read out.
const unseen = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
} as const

const useStyles = makeStyles({
  scroll: {
    overflow: 'auto',
    ...scrollEdges,
    // Seen in high contrast, where grounds are all alike.
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  // What scrolls within what scrolls looks whole where it ends between two rows, so it has a frame.
  box: {
    maxHeight: 'min(70vh, 900px)',
    ...scrollEdgesAndEnd,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  // On a narrow screen each row is a block, with its cells under each other and what they are called beside them.
  table: { tableLayout: 'fixed', minWidth: 'var(--table-width)', [narrow]: { display: 'block', minWidth: 0 } },
  head: {
    position: 'sticky',
    top: 0,
    zIndex: 1,
    backgroundColor: tokens.colorNeutralBackground1,
    [narrow]: unseen,
  },
  header: { paddingBlock: tokens.spacingVerticalXXS },
  body: { [narrow]: { display: 'block' } },
  row: {
    // What is around the table ends it.
    ':last-child': { borderBottomStyle: 'none' },
    [narrow]: { display: 'block', position: 'relative', paddingBlock: tokens.spacingVerticalS },
  },
  checked: { [narrow]: { paddingLeft: '44px' } },
  check: {
    width: '44px',
    [narrow]: { display: 'block', position: 'absolute', left: 0, top: 0, height: 'auto', padding: 0 },
  },
  checkAll: { width: '44px' },
  // The words of a header stand in an element of their own, which fills it.
  number: {
    textAlign: 'right',
    fontVariantNumeric: 'tabular-nums',
    '& > *': { justifyContent: 'flex-end' },
    // Away from what stands at the left of the next column.
    paddingRight: tokens.spacingHorizontalL,
    [narrow]: { textAlign: 'left', paddingRight: tokens.spacingHorizontalS },
  },
  gap: { padding: 0, border: 0 },
  cell: {
    overflowWrap: 'anywhere',
    paddingBlock: tokens.spacingVerticalXS,
    [narrow]: {
      // What it is called and what it is stand beside each other where a long word of the one leaves room for the other.
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      columnGap: tokens.spacingHorizontalS,
      height: 'auto',
      // Their headers are read out by themselves, so these words are for the eyes alone.
      '::before': {
        content: 'attr(data-header) / ""',
        color: tokens.colorNeutralForeground2,
        boxSizing: 'border-box',
        width: '40%',
        minWidth: 'min-content',
        maxWidth: '100%',
        overflowWrap: 'normal',
      },
      // What has nothing in it, be it a text that is none.
      ':has(> :empty)': { display: 'none' },
      ':has(> * > span:only-child:empty)': { display: 'none' },
    },
  },
  content: {
    minWidth: 0,
    // What is pressed begins at the line of what it is called, however many lines it has.
    [narrow]: { flex: '1 1 55%', '& > button': { verticalAlign: 'top' } },
  },
  // What is long has the whole width, below what it is called.
  long: { [narrow]: { display: 'block', '::before': { display: 'block', width: 'auto' } } },
  // What a row is about comes first, and needs no word of what it is.
  first: {
    [narrow]: {
      display: 'block',
      fontWeight: tokens.fontWeightSemibold,
      '& a, & button, & > * > span:only-child': { fontWeight: tokens.fontWeightSemibold },
      '::before': { content: 'none' },
    },
  },
  coming: { height: '12px', borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralStencil1 },
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
  /** Of values that are too long to stand beside their header on a narrow screen. */
  readonly long?: boolean
}

type Selection = {
  readonly chosen: ReadonlySet<string>
  readonly choose: (chosen: ReadonlySet<string>) => void
  /** What a checkbox is called to those who do not see its row. */
  readonly nameOf: (key: string) => string
}

/** What a table shows: an array, or a long list whose rows are asked for as they come in sight and undefined until then. */
export type Rows<T> = Pick<readonly T[], 'length' | 'at'>

/** Of a row of one line, in pixels; the height of others is measured as they are drawn. */
const rowHeight = 44

/** Above so many rows only those in sight are drawn. */
const manyRows = 100

/** So near to its end, in pixels, a table that is scrolled asks for more. */
const nearEnd = 15 * rowHeight

/** Of a table that asks for more as it is scrolled, so few rows are all there are; and so many do not make a telephone's page endless. */
const fewRows = 25

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
  onSight,
  onEnd,
}: {
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: Rows<T>
  readonly keyOf: (row: T) => string
  readonly sort?: string | undefined
  readonly onSort?: (sort: string) => void
  readonly selection?: Selection
  readonly minWidth?: string
  /** Told which rows are in sight, the first and the last of them, so that they can be asked for. */
  readonly onSight?: (first: number, last: number) => void
  /** Told, again and again, that it is scrolled near to its end, so that more can be asked for. */
  readonly onEnd?: () => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const scroll = useRef<HTMLElement>(null)
  const many = rows.length > manyRows
  const virtual = useVirtualizer({
    count: many ? rows.length : 0,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const inSight = virtual.getVirtualItems()
  const [first, last] = [inSight[0], inSight.at(-1)]
  const shown = many ? inSight.map(({ index }) => index) : Array.from({ length: rows.length }, (_, index) => index)
  const above = many ? (first?.start ?? 0) : 0
  const below = many ? virtual.getTotalSize() - (last?.end ?? 0) : 0
  const [from, to] = [first?.index ?? -1, last?.index ?? -1]
  useEffect(() => {
    if (from >= 0) onSight?.(from, to)
  }, [from, to, onSight])
  const { onKey, stay } = useScrollKeys(many)
  const across = columns.length + (selection ? 1 : 0)
  const hasTools = useMedia(isNarrow)
  const isWhole = rows.length <= (onEnd || hasTools ? fewRows : manyRows)
  const all = selection && {
    chosen: allChosen(rows, keyOf, selection),
    choose: (every: boolean) => selection.choose(every ? new Set(keysOf(rows, keyOf)) : new Set()),
  }
  const sorting = onSort && { columns: columns.filter(({ sortable = true }) => sortable), sort, onSort }
  return (
    <section
      ref={scroll}
      className={mergeClasses(styles.scroll, !isWhole && styles.box)}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        if (scrollHeight - scrollTop - clientHeight < nearEnd) onEnd?.()
      }}
      onKeyDown={onKey}
      onWheel={stay}
      onPointerDown={stay}
    >
      {hasTools && (all || sorting) && <NarrowTools all={all} sorting={sorting} />}
      {/* The roles stand here in words, since what is laid out otherwise on a narrow screen has none for those who listen. */}
      <Table
        className={styles.table}
        style={{ '--table-width': minWidth } as CSSProperties}
        role="table"
        sortable={onSort !== undefined && !hasTools}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        size="medium"
      >
        <TableHeader className={styles.head} role="rowgroup">
          <TableRow aria-rowindex={1} role="row">
            {all && (
              <TableHeaderCell className={styles.checkAll} sortable={false} role="columnheader">
                {!hasTools && (
                  <Checkbox
                    aria-label={t('app.chooseAll')}
                    checked={all.chosen}
                    onChange={(_, { checked }) => all.choose(checked === true)}
                  />
                )}
              </TableHeaderCell>
            )}
            {columns.map(({ key, header, width, kind, sortable = true }) => (
              <TableHeaderCell
                key={key}
                role="columnheader"
                className={mergeClasses(styles.header, kind === 'number' && styles.number)}
                style={width === undefined ? undefined : { width, boxSizing: 'border-box' }}
                sortable={onSort !== undefined && sortable && !hasTools}
                {...(sort === key && { sortDirection: 'ascending' as const })}
                {...(sort === `-${key}` && { sortDirection: 'descending' as const })}
                {...(onSort && sortable && !hasTools && { onClick: () => onSort(sort === key ? `-${key}` : key) })}
              >
                {header}
              </TableHeaderCell>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody className={styles.body} role="rowgroup">
          <Gap across={across} height={above} />
          {shown.map((index) => {
            const row = rows.at(index)
            const place = {
              'aria-rowindex': index + 2,
              'data-index': index,
              ...(many && { ref: virtual.measureElement }),
            }
            if (row === undefined) {
              return (
                <TableRow key={`to come ${index}`} role="row" {...place} aria-busy>
                  <TableCell role="cell" colSpan={across}>
                    <div className={styles.coming} />
                  </TableCell>
                </TableRow>
              )
            }
            const key = keyOf(row)
            return (
              <TableRow
                key={key}
                role="row"
                className={mergeClasses(styles.row, selection && styles.checked)}
                {...place}
              >
                {selection && (
                  <TableCell className={styles.check} role="cell">
                    <Checkbox
                      aria-label={selection.nameOf(key)}
                      checked={selection.chosen.has(key)}
                      onChange={(_, { checked }) => selection.choose(toggled(selection.chosen, key, checked === true))}
                    />
                  </TableCell>
                )}
                {columns.map((column, at) => (
                  <TableCell
                    key={column.key}
                    role="cell"
                    data-header={column.header}
                    className={mergeClasses(
                      styles.cell,
                      column.kind === 'number' && styles.number,
                      column.long && styles.long,
                      at === 0 && styles.first,
                    )}
                  >
                    {/* One thing, so that it stands beside its header as one. */}
                    <div className={styles.content}>{column.cell(row)}</div>
                  </TableCell>
                ))}
              </TableRow>
            )
          })}
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

function keysOf<T>(rows: Rows<T>, keyOf: (row: T) => string): string[] {
  return Array.from({ length: rows.length }, (_, index) => rows.at(index)).flatMap((row) =>
    row === undefined ? [] : [keyOf(row)],
  )
}

function allChosen<T>(rows: Rows<T>, keyOf: (row: T) => string, { chosen }: Selection): boolean | 'mixed' {
  const count = keysOf(rows, keyOf).filter((key) => chosen.has(key)).length
  return count === 0 ? false : count === rows.length ? true : 'mixed'
}

function toggled(chosen: ReadonlySet<string>, key: string, on: boolean): ReadonlySet<string> {
  const next = new Set(chosen)
  if (on) next.add(key)
  else next.delete(key)
  return next
}

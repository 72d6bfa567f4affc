import type { ColumnRef } from './column.ts'

/** One column, or several: what `suppress` says. */
export type ColumnList = ColumnRef | readonly ColumnRef[]

/**
 * Whether it is one column by itself. A list of two texts is a table and its column (`[purchases, 'Total.Price']`), unless the first of
 * them names a table itself.
 */
export function isOneColumn(list: ColumnList): list is ColumnRef {
  if (typeof list === 'string') return true
  const [first, second] = list
  return list.length === 2 && typeof first === 'string' && typeof second === 'string' && !first.includes('.')
}

/** The columns, one by one. */
export function columnsIn(list: ColumnList | undefined): readonly ColumnRef[] {
  if (list === undefined) return []
  return isOneColumn(list) ? [list] : list
}

/** The columns as people would write them: none left out, one by itself where it is one text. */
export function columnListOf(columns: readonly ColumnRef[]): ColumnList | undefined {
  const [first, ...others] = columns
  if (first === undefined) return undefined
  return others.length === 0 && typeof first === 'string' ? first : columns
}

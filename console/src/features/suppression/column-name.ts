import type { ColumnRef } from '../../../../src/contract/column.ts'

/** How people read a column of a table. */
export function columnName(ref: ColumnRef): string {
  const [table, column] = partsOf(ref)
  return column === '' ? table : `${table} › ${column}`
}

/** A column as it is written in files and at the API. */
export function refOf(table: string, column: string): ColumnRef {
  return column.includes('.') ? [table, column] : `${table}.${column}`
}

/** Its table and its own name. */
export function partsOf(ref: ColumnRef): readonly [table: string, column: string] {
  if (typeof ref !== 'string') return ref
  const dot = ref.indexOf('.')
  return dot > 0 ? [ref.slice(0, dot), ref.slice(dot + 1)] : [ref, '']
}

import type { ColumnRef } from '../../../../src/contract/column.ts'

/** How people read a column of a table. */
export function columnName(ref: ColumnRef): string {
  const [table, column] = typeof ref === 'string' ? partsOf(ref) : ref
  return column === '' ? table : `${table} › ${column}`
}

/** A column as it is written in files and at the API. */
export function refOf(table: string, column: string): ColumnRef {
  return column.includes('.') ? [table, column] : `${table}.${column}`
}

function partsOf(text: string): readonly [table: string, column: string] {
  const dot = text.indexOf('.')
  return dot > 0 ? [text.slice(0, dot), text.slice(dot + 1)] : [text, '']
}

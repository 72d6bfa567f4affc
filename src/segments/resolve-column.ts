import { type Catalogue, type Column, profileTable, type Table } from '../contract/catalogue.ts'
import type { ColumnRef } from '../contract/column.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'

export type Resolved = { readonly table: string; readonly column: Column }

/** The table of a name; the source behind the profiles is the Customer table. */
export function findTable(catalogue: Catalogue, name: string): Table | undefined {
  if (name === profileTable || catalogue.profileAliases.includes(name)) return catalogue.profile
  return catalogue.tables.find((table) => table.name === name)
}

/**
 * The column that a reference means; `home` is the table of bare names. Answers a sentence instead when there is none:
 * which table it was looked for in, and the nearest name.
 */
export function resolveColumn(catalogue: Catalogue, ref: ColumnRef, home: string = profileTable): Resolved | string {
  const [tableName, columnName] = split(catalogue, ref, home)
  const table = findTable(catalogue, tableName)
  if (!table) {
    const known = catalogue.tables.map(({ name }) => name)
    return said`there is no table "${tableName}".${didYouMean(tableName, known)} Known tables: ${known.join(', ')}`
  }
  const column = table.columns.find(({ name }) => name === columnName)
  if (!column) {
    const where = table === catalogue.profile ? said`the profile` : said`table "${table.name}"`
    return said`${where} has no column "${columnName}".${didYouMean(
      columnName,
      table.columns.map(({ name }) => name),
    )}`
  }
  return { table: table === catalogue.profile ? profileTable : table.name, column }
}

/** What stands before the first dot counts as a table only where there is a table of that name. */
function split(catalogue: Catalogue, ref: ColumnRef, home: string): readonly [string, string] {
  if (typeof ref !== 'string') return ref
  const dot = ref.indexOf('.')
  if (dot <= 0) return [home, ref]
  const [table, column] = [ref.slice(0, dot), ref.slice(dot + 1)]
  const inHome = findTable(catalogue, home)?.columns.some(({ name }) => name === ref)
  return !findTable(catalogue, table) && inHome ? [home, ref] : [table, column]
}

/** The name under which a table stands in paths and results: `profile` for all names of the Customer table. */
export function tableNamed(catalogue: Catalogue, name: string): string {
  return findTable(catalogue, name) === catalogue.profile ? profileTable : name
}

import { queryOptions } from '@tanstack/react-query'
import type { ColumnRef, ValueType } from '../../../../../src/contract/column.ts'
import { ask } from '../../../app/api.ts'

/** The Customer table's name in columns and paths. */
export const profileTable = 'profile'

export type TableColumn = {
  readonly name: string
  readonly type: ValueType
  readonly dateKind?: 'day' | 'local' | 'instant'
}

export type CatalogueTable = {
  readonly name: string
  readonly source: string
  readonly rows: number | null
  readonly columns: readonly TableColumn[]
  readonly relationships: readonly string[]
}

/** What rules may name: the Customer table first, and those that a relationship leads to. */
export const catalogueQuery = queryOptions({
  queryKey: ['tables', 'for rules'],
  queryFn: async ({ signal }): Promise<readonly CatalogueTable[]> => {
    const { items } = await ask<{ items: CatalogueTable[] }>('GET', '/tables?limit=500', { signal })
    const profile = items.filter(({ name }) => name === profileTable)
    return [...profile, ...items.filter(({ name, relationships }) => name !== profileTable && relationships.length > 0)]
  },
  staleTime: 60_000,
})

export type ColumnValues = {
  readonly rows: number
  readonly filled: number
  readonly distinct: number
  readonly items: readonly { readonly value: string; readonly rows: number }[]
  readonly quantiles: readonly { readonly share: number; readonly value: number }[]
}

/** The values of a column with a text in them, the most frequent first. */
export const valuesQuery = (table: string, column: string, search: string, limit = 50) =>
  queryOptions({
    queryKey: ['tables', table, 'values', column, search, limit],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ column, limit: String(limit), ...(search && { search }) })
      return ask<ColumnValues>('GET', `/tables/${encodeURIComponent(table)}/values?${query}`, { signal })
    },
    staleTime: 60_000,
  })

export type WayTo = { readonly relationships: readonly string[]; readonly tables: readonly string[] }

/** The ways from the customers that pass these tables. */
export const waysQuery = (tables: readonly string[]) =>
  queryOptions({
    queryKey: ['relationship paths', tables],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ to: tables.join(',') })
      return (await ask<{ items: readonly WayTo[] }>('GET', `/relationship-paths?${query}`, { signal })).items
    },
    enabled: tables.length > 0,
    staleTime: 60_000,
  })

/** The table and the column that a reference means; `home` is the table of bare names, as the server has it. */
export function splitColumn(
  tables: readonly CatalogueTable[],
  ref: ColumnRef,
  home: string,
): { readonly table: string; readonly column: string } {
  const named = (name: string) =>
    tables.find((table) => table.name === name || (isProfile(table) && table.source === name))
  if (typeof ref !== 'string') return { table: named(ref[0])?.name ?? ref[0], column: ref[1] }
  const dot = ref.indexOf('.')
  if (dot <= 0) return { table: home, column: ref }
  const before = named(ref.slice(0, dot))
  const inHome = named(home)?.columns.some(({ name }) => name === ref)
  if (!before && inHome) return { table: home, column: ref }
  return { table: before?.name ?? ref.slice(0, dot), column: ref.slice(dot + 1) }
}

/** How a column of a table is written where bare names are those of `home`. */
export function joinColumn(table: string, column: string, home: string): ColumnRef {
  if (column.includes('.')) return [table, column]
  return table === home ? column : `${table}.${column}`
}

/** The column itself; undefined for one that is not there. */
export function findColumn(
  tables: readonly CatalogueTable[],
  ref: ColumnRef | null,
  home: string,
): (TableColumn & { readonly table: string }) | undefined {
  if (ref === null) return undefined
  const { table, column } = splitColumn(tables, ref, home)
  const found = tables.find(({ name }) => name === table)?.columns.find(({ name }) => name === column)
  return found && { ...found, table }
}

function isProfile({ name }: CatalogueTable): boolean {
  return name === profileTable
}

import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask, askVersioned, ifMatch, once, ProblemError } from '../../app/api.ts'
import { live } from '../../app/live.ts'
import type { Column, Use } from '../sources/sources.ts'

export type Table = {
  readonly name: string
  /** `unification`: how profiles were made of sources. */
  readonly kind: 'source' | 'profile' | 'unification'
  /** The source behind it; `profile` where several were unified. */
  readonly source: string
  readonly key: string | null
  readonly rows: number | null
  readonly columns: readonly Column[]
  readonly relationships: readonly string[]
  readonly usedBy: readonly Use[]
}

/** The one source whose rows a table has; null for the Customer table of several that were unified. */
export function sourceOf({ source }: Table): string | null {
  return source === 'profile' ? null : source
}

/** The Customer table, which the others belong to, and then the others by name. */
export const tablesQuery = queryOptions({
  queryKey: ['tables'],
  queryFn: async ({ signal }) => {
    const { items } = await ask<{ items: Table[] }>('GET', '/tables?limit=500', { signal })
    return items.toSorted((one, other) => Number(other.kind === 'profile') - Number(one.kind === 'profile'))
  },
  ...live({ of: ['source', 'profiles', 'relationship', 'segment'], every: 60_000 }),
})

export const tableQuery = (name: string) =>
  queryOptions({
    queryKey: ['tables', name],
    queryFn: ({ signal }) => ask<Table>('GET', `/tables/${encodeURIComponent(name)}`, { signal }),
  })

export const tableRowsQuery = (name: string) =>
  queryOptions({
    queryKey: ['tables', name, 'rows'],
    queryFn: async ({ signal }) => {
      type Rows = { readonly items: readonly Readonly<Record<string, unknown>>[] }
      return (await ask<Rows>('GET', `/tables/${encodeURIComponent(name)}/rows?limit=100`, { signal })).items
    },
  })

/** A column as it is written, or as its table and its name where that has dots in it. */
type Ref = string | readonly [table: string, column: string]

export type RelationshipDefinition = { readonly from: Ref; readonly to: Ref }

export type Relationship = {
  readonly name: string
  readonly version: string
  readonly definition: RelationshipDefinition
}

export const relationshipsQuery = queryOptions({
  queryKey: ['relationships'],
  queryFn: async ({ signal }): Promise<readonly Relationship[]> => {
    try {
      return (await ask<{ items: Relationship[] }>('GET', '/relationships?limit=500', { signal })).items
    } catch (thrown) {
      if (thrown instanceof ProblemError && thrown.code === 'definitions_missing') return []
      throw thrown
    }
  },
})

export const relationshipQuery = (name: string) =>
  queryOptions({
    queryKey: ['relationships', name],
    queryFn: ({ signal }) => askVersioned<Relationship>('GET', pathOf(name), { signal }),
  })

/** One end of a relationship. */
export type End = { readonly table: string; readonly column: string }

/** What a column that is written means; the source behind the Customer table is that table. */
export function endOf(ref: Ref, tables: readonly Table[]): End {
  const dot = typeof ref === 'string' ? ref.indexOf('.') : -1
  const [table, column] =
    typeof ref === 'string' ? (dot < 0 ? ['profile', ref] : [ref.slice(0, dot), ref.slice(dot + 1)]) : ref
  const isCustomers = tables.some(({ kind, source }) => kind === 'profile' && source === table)
  return { table: isCustomers ? 'profile' : table, column }
}

export function refOf({ table, column }: End): Ref {
  return column.includes('.') ? [table, column] : `${table}.${column}`
}

export type Saving = {
  readonly name: string
  readonly definition: RelationshipDefinition
  /** What was seen of the one that is changed; undefined for a new one. */
  readonly version?: string | null
}

export function useSaveRelationship() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ name, definition, version }: Saving) =>
      version === undefined
        ? ask('POST', '/relationships', { body: { name, definition }, headers: once() })
        : ask('PUT', pathOf(name), { body: definition, headers: ifMatch(version) }),
    onSettled: () => queries.invalidateQueries(),
  })
}

export function useRemoveRelationship() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ name, version }: Relationship) => ask('DELETE', pathOf(name), { headers: ifMatch(`"${version}"`) }),
    onSettled: () => queries.invalidateQueries(),
  })
}

function pathOf(name: string): string {
  return `/relationships/${encodeURIComponent(name)}`
}

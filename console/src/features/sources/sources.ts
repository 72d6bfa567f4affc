import { queryOptions } from '@tanstack/react-query'
import { ask, askVersioned, ProblemError } from '../../app/api.ts'
import { live } from '../../app/live.ts'
import type { Outcome } from '../status/status.ts'

export const declaredTypes = ['text', 'number', 'integer', 'date', 'datetime', 'boolean'] as const

/** What a column was declared to be where the type found is not the one meant. */
export type Declared = { readonly type: (typeof declaredTypes)[number]; readonly format?: string }

/** A source as it is declared: files by path, or a database by a connection string. */
export type SourceDefinition = {
  readonly key: string
  readonly columns?: Readonly<Record<string, Declared>>
  readonly maxCorrupt?: number
  readonly file?: string | readonly string[]
  readonly format?: string
  readonly delimiter?: string
  readonly quote?: string
  readonly encoding?: string
  readonly postgres?: string
  readonly table?: string
  readonly query?: string
  readonly maxAge?: string
}

export type Column = {
  readonly name: string
  readonly type: 'string' | 'number' | 'date' | 'boolean'
  readonly dateKind?: 'day' | 'local' | 'instant'
}

export type Notice = { readonly code: string; readonly column?: string; readonly message: string }

/** What needs a table or a column. */
export type Use = {
  readonly section: 'environment' | 'sources' | 'profiles' | 'relationships' | 'segments' | 'connections' | 'exports'
  readonly name: string
}

export type Source = {
  readonly name: string
  readonly managedBy: string | null
  readonly definition: SourceDefinition
  readonly kind: 'file' | 'postgres'
  readonly uploaded: boolean
  readonly usedBy: readonly Use[]
  readonly state: {
    readonly status: string
    readonly rows: number | null
    readonly columns: number | null
    readonly corrupt: number
    readonly corruptReasons: Readonly<Record<string, number>>
    readonly refreshedAt: string | null
    readonly checkedAt: string | null
    readonly durationMs: number | null
    readonly files: readonly { readonly path: string; readonly size: number }[]
    readonly notices: readonly Notice[]
    readonly error: { readonly code: string; readonly message: string; readonly at: string } | null
  }
}

const sorts = ['name', 'rows', 'corrupt', 'refreshedAt'] as const
export type SourceSort = (typeof sorts)[number] | `-${(typeof sorts)[number]}`

export function isSourceSort(text: unknown): text is SourceSort {
  return typeof text === 'string' && sorts.some((sort) => text === sort || text === `-${sort}`)
}

/** What is told of a source: itself, its refresh, and what uses it. */
const everythingOfSources = ['source', 'refresh', 'profiles', 'relationship', 'segment'] as const

/** The sources there are; none while nothing has been configured. */
export const sourcesQuery = ({ search, sort = 'name' }: { readonly search?: string; readonly sort?: SourceSort }) =>
  queryOptions({
    queryKey: ['sources', 'list', search, sort],
    queryFn: async ({ signal }): Promise<readonly Source[]> => {
      const query = new URLSearchParams({ sort, limit: '500', ...(search && { search }) })
      try {
        return (await ask<{ items: Source[] }>('GET', `/sources?${query}`, { signal })).items
      } catch (thrown) {
        if (thrown instanceof ProblemError && thrown.code === 'definitions_missing') return []
        throw thrown
      }
    },
    ...live({ of: everythingOfSources, every: 5_000 }),
    placeholderData: (before) => before,
  })

export const sourceQuery = (name: string) =>
  queryOptions({
    queryKey: ['sources', name],
    queryFn: ({ signal }) => askVersioned<Source>('GET', pathOf(name), { signal }),
    ...live({ of: everythingOfSources, every: 5_000 }),
  })

export type ColumnProfile = Column & {
  readonly rows: number
  readonly nulls: number
  readonly distinct: number
  readonly min: string | null
  readonly max: string | null
  readonly top: readonly { readonly value: string; readonly rows: number }[]
}

/** What the values of each column are like. It is computed when it is asked for, so anew only when the rows are other ones. */
export const columnProfilesQuery = (name: string, refreshedAt: string | null) =>
  queryOptions({
    queryKey: ['sources', name, 'columns', refreshedAt],
    queryFn: async ({ signal }) =>
      (await ask<{ items: ColumnProfile[] }>('GET', `${pathOf(name)}/columns`, { signal })).items,
    staleTime: Number.POSITIVE_INFINITY,
  })

export type Task = Outcome & {
  readonly counts: Readonly<Record<string, number>>
  readonly refresh: string
  readonly startedAt: string | null
  readonly finishedAt: string | null
  readonly tookMs: number | null
}

export const refreshesOfSourceQuery = (name: string) =>
  queryOptions({
    queryKey: ['sources', name, 'refreshes'],
    queryFn: async ({ signal }) =>
      (await ask<{ items: Task[] }>('GET', `/refreshes/tasks/source/${encodeURIComponent(name)}?limit=50`, { signal }))
        .items,
    ...live({ of: ['source', 'refresh'], every: 5_000 }),
  })

export function pathOf(name: string): string {
  return `/sources/${encodeURIComponent(name)}`
}

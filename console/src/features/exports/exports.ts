import { queryOptions } from '@tanstack/react-query'
import type { ExportDefinition } from '../../../../src/contract/definitions.ts'
import { ask, askVersioned, ProblemError } from '../../app/api.ts'
import { live } from '../../app/live.ts'

export type { ExportDefinition }

export type ExportStanding = {
  readonly status: string
  readonly reason: string | null
  readonly message: string | null
  readonly inStep: boolean | null
}

export type SegmentExport = {
  readonly name: string
  readonly displayName: string
  /** What a change of it must name as the version it was made upon, in quotes as an ETag. */
  readonly version: string
  readonly connection: { readonly name: string; readonly displayName: string; readonly type: string } | null
  /** Null before it has delivered to what its definition names. */
  readonly list: { readonly id: string; readonly name: string } | null
  readonly permission: 'edit' | 'view'
  readonly standing: ExportStanding
  readonly lastRun: { readonly id: string; readonly status: string; readonly trigger: string } | null
  readonly refreshedAt: string | null
  readonly next: string | null
  readonly schedule: string
  readonly managedBy: string | null
  readonly definition: ExportDefinition
}

/** Whether an export goes along with the system refresh, as it does unless it says otherwise or goes nowhere. */
export function followsRefresh({ connection, definition: { schedule = 'system refresh' } }: SegmentExport): boolean {
  return connection !== null && schedule === 'system refresh'
}

export const exportSorts = ['displayName', 'connection', 'status', 'refreshedAt', 'next', 'permission'] as const
type Sort = (typeof exportSorts)[number]
export type ExportSort = Sort | `-${Sort}`

/** What the list of exports is asked for; `connection` is a name, empty for those without one. */
export type ExportsAsked = {
  readonly search?: string | undefined
  readonly sort?: ExportSort | undefined
  readonly connection?: string | undefined
  readonly status?: string | undefined
}

export function isSort(text: unknown): text is ExportSort {
  return typeof text === 'string' && exportSorts.some((sort) => text === sort || text === `-${sort}`)
}

type PageOfExports = { readonly items: readonly SegmentExport[]; readonly next: string | null }

/** The exports there are; none while nothing has been configured. */
export const exportsQuery = ({ search, sort = 'displayName', connection, status }: ExportsAsked = {}) =>
  queryOptions({
    queryKey: ['exports', { search, sort, connection, status }],
    queryFn: async ({ signal }): Promise<readonly SegmentExport[]> => {
      const asked = {
        sort,
        limit: '500',
        ...(search && { search }),
        ...(connection !== undefined && { connection }),
        ...(status && { status }),
      }
      const found: SegmentExport[] = []
      let cursor: string | null = null
      try {
        do {
          const query: URLSearchParams = new URLSearchParams({ ...asked, ...(cursor && { cursor }) })
          const page: PageOfExports = await ask<PageOfExports>('GET', `/exports?${query}`, { signal })
          found.push(...page.items)
          cursor = page.next
        } while (cursor !== null)
        return found
      } catch (thrown) {
        if (thrown instanceof ProblemError && thrown.code === 'definitions_missing') return []
        throw thrown
      }
    },
    ...live({ of: ['export', 'run', 'environment', 'connection'], every: 5_000 }),
    placeholderData: (before) => before,
  })

/** One export with the version that a change of it must name. */
export const exportQuery = (name: string) =>
  queryOptions({
    queryKey: ['export', name],
    queryFn: ({ signal }) => askVersioned<SegmentExport>('GET', exportPath(name), { signal }),
  })

export function exportPath(name: string): string {
  return `/exports/${encodeURIComponent(name)}`
}

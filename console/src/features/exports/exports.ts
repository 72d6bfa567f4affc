import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask, once, ProblemError } from '../../app/api.ts'
import type { Run } from '../runs/runs.ts'

export type SegmentExport = {
  readonly name: string
  readonly displayName: string
  readonly connection: { readonly name: string; readonly displayName: string } | null
  readonly permission: 'edit' | 'view'
  readonly lastRun: { readonly id: string; readonly status: string } | null
  readonly refreshedAt: string | null
  readonly managedBy: string | null
  readonly definition: { readonly segments: readonly string[]; readonly list: string }
}

const sorts = ['displayName', 'connection', 'status', 'refreshedAt'] as const
export type ExportSort = (typeof sorts)[number]

export type ExportsAsked = { readonly search?: string; readonly sort?: ExportSort | `-${ExportSort}` }

export function isSort(text: unknown): text is ExportSort | `-${ExportSort}` {
  return typeof text === 'string' && sorts.some((sort) => text === sort || text === `-${sort}`)
}

/** The exports there are; none while nothing has been configured. */
export const exportsQuery = ({ search, sort = 'displayName' }: ExportsAsked) =>
  queryOptions({
    queryKey: ['exports', search, sort],
    queryFn: async ({ signal }): Promise<readonly SegmentExport[]> => {
      const query = new URLSearchParams({ sort, limit: '500', ...(search && { search }) })
      try {
        return (await ask<{ items: SegmentExport[] }>('GET', `/exports?${query}`, { signal })).items
      } catch (thrown) {
        if (thrown instanceof ProblemError && thrown.code === 'definitions_missing') return []
        throw thrown
      }
    },
    refetchInterval: 5_000,
    placeholderData: (before) => before,
  })

export function useStartRun() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (name: string) =>
      ask<Run>('POST', `/exports/${encodeURIComponent(name)}/runs`, {
        body: { kind: 'export' },
        headers: once(),
      }),
    onSuccess: () => queries.invalidateQueries(),
  })
}

export function useRunAll() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => ask<{ items: Run[] }>('POST', '/runs/all', { headers: once() }),
    onSuccess: () => queries.invalidateQueries(),
  })
}

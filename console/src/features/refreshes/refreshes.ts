import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask, once } from '../../app/api.ts'
import { live } from '../../app/live.ts'
import type { Outcome } from '../status/status.ts'

export type Refresh = Outcome & {
  readonly id: string
  readonly trigger: 'schedule' | 'manual' | 'API' | 'CLI'
  readonly startedBy: string
  /** What was asked for by name; null is everything. */
  readonly scope: { readonly sources: readonly string[]; readonly segments: readonly string[] } | null
  readonly createdAt: string
  readonly startedAt: string | null
  readonly finishedAt: string | null
}

export const taskKinds = ['source', 'profiles', 'segment', 'export'] as const
export type TaskKind = (typeof taskKinds)[number]

/** One thing that a refresh brings up to date. */
export type Task = Outcome & {
  readonly kind: TaskKind
  readonly name: string
  readonly run: string | null
  readonly runStatus: string | null
  readonly refresh: string
  readonly startedAt: string | null
  readonly finishedAt: string | null
  readonly tookMs: number | null
  /** How long the one before took that went well. */
  readonly tookBeforeMs: number | null
}

/** A refresh with its workflow. */
export type WholeRefresh = Refresh & { readonly tasks: readonly Task[] }

export const refreshQuery = (id: string) =>
  queryOptions({
    queryKey: ['refresh', id],
    queryFn: ({ signal }) => ask<WholeRefresh>('GET', `/refreshes/${encodeURIComponent(id)}`, { signal }),
    ...live({ of: ['refresh'], id, every: 2_000 }),
  })

export const tasksQuery = (kind: TaskKind, name: string) =>
  queryOptions({
    queryKey: ['refresh-tasks', kind, name],
    queryFn: async ({ signal }) =>
      (await ask<{ items: readonly Task[] }>('GET', `/refreshes/tasks/${kind}/${encodeURIComponent(name)}`, { signal }))
        .items,
    ...live({ of: ['refresh'], every: 15_000 }),
  })

export function useRefreshAll() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => ask<Refresh>('POST', '/refreshes', { body: {}, headers: once() }),
    onSuccess: () => queries.invalidateQueries(),
  })
}

export function useCancelRefresh(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => ask<Refresh>('POST', `/refreshes/${encodeURIComponent(id)}/cancel`),
    onSettled: () => queries.invalidateQueries(),
  })
}

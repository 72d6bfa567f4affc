import { infiniteQueryOptions } from '@tanstack/react-query'
import { ask } from '../../app/api.ts'
import { live } from '../../app/live.ts'
import type { Run } from './runs.ts'

export const runSorts = ['createdAt', 'finishedAt', 'export', 'status'] as const
type Sort = (typeof runSorts)[number]
export type RunSort = Sort | `-${Sort}`

export function isRunSort(text: unknown): text is RunSort {
  return typeof text === 'string' && runSorts.some((sort) => text === sort || text === `-${sort}`)
}

/** Which runs are shown; it stands in the address. */
export type RunsAsked = {
  readonly search?: string | undefined
  readonly export?: string | undefined
  readonly status?: string | undefined
  readonly trigger?: string | undefined
  readonly sort?: RunSort | undefined
}

/** Runs, the newest first unless asked for otherwise, a page at a time. */
export const runsQuery = ({ sort = '-createdAt', ...filters }: RunsAsked, limit = 50) =>
  infiniteQueryOptions({
    queryKey: ['runs', { sort, ...filters }, limit],
    queryFn: ({ signal, pageParam }) => {
      const given = Object.entries({ sort, limit: String(limit), ...filters, cursor: pageParam })
      const query = new URLSearchParams(given.flatMap(([key, value]) => (value ? [[key, value]] : [])))
      return ask<{ items: readonly Run[]; next: string | null }>('GET', `/runs?${query}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    ...live({ of: ['run'], every: 10_000 }),
    placeholderData: (before) => before,
  })

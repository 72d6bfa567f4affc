import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query'
import { ask } from '../../app/api.ts'

export type AuditEntry = {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly via: 'console' | 'API' | 'CLI' | 'system'
  readonly address: string | null
  /** `noun.verb` */
  readonly action: string
  readonly targetKind: string
  readonly target: string
  readonly before: unknown
  readonly after: unknown
  readonly hash: string
}

/** `from` and `until` are days, `2026-11-26`, of the browser's zone, both of them whole. */
export type AuditFilter = {
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly target?: string | undefined
  readonly from?: string | undefined
  readonly until?: string | undefined
}

/** The filter as the server takes it. */
export function auditParams({ actor, action, target, from, until }: AuditFilter): URLSearchParams {
  const end = until === undefined ? undefined : dayAfter(until)
  return new URLSearchParams({
    ...(actor && { actor }),
    ...(action && { action }),
    ...(target && { target }),
    ...(from && { from: new Date(`${from}T00:00`).toISOString() }),
    ...(end && { until: end.toISOString() }),
  })
}

function dayAfter(day: string): Date {
  const date = new Date(`${day}T00:00`)
  date.setDate(date.getDate() + 1)
  return date
}

type Page = { readonly items: readonly AuditEntry[]; readonly next: number | null }

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ signal, pageParam }) => {
      const query = auditParams(filter)
      query.set('limit', '200')
      if (pageParam !== null) query.set('cursor', String(pageParam))
      return ask<Page>('GET', `/audit?${query}`, { signal })
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  })

/** One entry by its number; undefined where there is none. */
export const auditEntryQuery = (seq: number) =>
  queryOptions({
    queryKey: ['audit', 'entry', seq],
    queryFn: async ({ signal }) => {
      const { items } = await ask<Page>('GET', `/audit?limit=1&cursor=${seq + 1}`, { signal })
      return items.find((entry) => entry.seq === seq) ?? null
    },
    // An entry never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })

export type Verification = {
  readonly intact: boolean
  readonly entries: number
  readonly head: { readonly seq: number; readonly hash: string } | null
  readonly brokenAt: number | null
}

export function useVerify() {
  return useMutation({ mutationFn: () => ask<Verification>('GET', '/audit/verification') })
}

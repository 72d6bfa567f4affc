import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ask } from '../../app/api.ts'

type Words = { readonly what: string; readonly todo: string }
type Counts = Readonly<Record<string, number>>
export type ByReason = Readonly<Record<string, Counts>>
type DoneOf = { readonly done: number; readonly inAll: number | null }

export type Run = {
  readonly id: string
  readonly export: string
  readonly kind: string
  readonly trigger: string
  readonly startedBy: string
  readonly status: string
  readonly stage: string
  readonly reason: string | null
  readonly message: string | null
  readonly explanation: { readonly en: Words; readonly da: Words } | null
  readonly waitsUntil: string | null
  readonly progress: {
    readonly people?: DoneOf
    readonly contacts?: DoneOf
    readonly perSecond?: number
    readonly secondsLeft?: number
    readonly requestsLeftToday?: number
  } | null
  readonly members: number | null
  readonly outcomes: Counts | null
  readonly createdAt: string
  readonly finishedAt: string | null
  readonly seconds: number | null
}

export type RunInFull = Run & {
  readonly permission: 'edit' | 'view'
  readonly approval: {
    readonly tripped: readonly { readonly guard: string; readonly sentence: string }[]
    readonly approved?: Noted
    readonly rejected?: Noted
  } | null
  readonly funnel: {
    readonly members: number
    readonly heldBack: Counts
    readonly rejected: Counts
    readonly deliverable: number
    readonly unchanged: number
    readonly new: number
    readonly changed: number
    readonly leavers: number
    readonly toRemove: number
    readonly outcomes: ByReason | null
    readonly removals: ByReason | null
  } | null
  readonly tasks: readonly {
    readonly stage: string
    readonly startedAt: string
    readonly endedAt: string | null
    readonly seconds: number | null
  }[]
  readonly receipts: boolean
  readonly previous: { readonly id: string; readonly seconds: number } | null
}

type Noted = { readonly by: string; readonly at: string; readonly note: string | null }

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: ({ signal }) => ask<RunInFull>('GET', `/runs/${encodeURIComponent(id)}`, { signal }),
  })

export const runsQuery = (exportName?: string) =>
  queryOptions({
    queryKey: ['runs', exportName],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ limit: '20', ...(exportName && { export: exportName }) })
      return (await ask<{ items: Run[] }>('GET', `/runs?${query}`, { signal })).items
    },
    refetchInterval: 5_000,
  })

/** Keeps what is shown of a run true while it has not ended: the server tells each time it stands otherwise. */
export function useRunNews({ id, ended }: { readonly id: string; readonly ended: boolean }): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (ended) return undefined
    const events = new EventSource(`/api/v1/runs/${encodeURIComponent(id)}/events`)
    events.addEventListener('run', () => void queries.invalidateQueries({ queryKey: ['run', id] }))
    events.addEventListener('end', () => events.close())
    return () => events.close()
  }, [id, ended, queries])
}

export type Decision = 'approve' | 'reject' | 'cancel'

export function useDecision(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ decision, note }: { readonly decision: Decision; readonly note?: string }) =>
      ask<Run>('POST', `/runs/${encodeURIComponent(id)}/${decision}`, { body: { note: note || null } }),
    onSettled: () => queries.invalidateQueries(),
  })
}

export type Receipt = {
  readonly profileKey: string
  readonly email: string | null
  readonly outcome: string
  readonly reason: string | null
  readonly detail: string | null
}

export type ReceiptsAsked = { readonly outcome?: string; readonly search?: string; readonly cursor?: string }

export const receiptsQuery = (id: string, asked: ReceiptsAsked) =>
  queryOptions({
    queryKey: ['receipts', id, asked],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ limit: '50', ...asked })
      return ask<{ items: readonly Receipt[]; next: string | null }>(
        'GET',
        `/runs/${encodeURIComponent(id)}/receipts?${query}`,
        { signal },
      )
    },
  })

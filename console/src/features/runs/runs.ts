import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../app/api.ts'
import { live } from '../../app/live.ts'
import type { Tripped } from './guard-sentence.tsx'

type Counts = Readonly<Record<string, number>>
export type ByReason = Readonly<Record<string, Counts>>
type DoneOf = { readonly done: number; readonly inAll: number | null }

export type Run = {
  readonly id: string
  readonly export: string
  readonly kind: string
  /** The run that a retry or an undo is about, or the list that is cleaned up. */
  readonly subject: string | null
  readonly trigger: string
  readonly startedBy: string
  readonly status: string
  readonly stage: string
  readonly reason: string | null
  readonly message: string | null
  readonly waitsUntil: string | null
  readonly nextAttemptAt: string | null
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
    readonly tripped: readonly Tripped[]
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
    readonly newContactsAtMost: number | null
    readonly outcomes: ByReason | null
    readonly removals: ByReason | null
  } | null
  readonly tasks: readonly {
    readonly stage: string
    readonly startedAt: string
    readonly endedAt: string | null
    readonly seconds: number | null
    /** Once more after each kill or wait. */
    readonly entered: number
  }[]
  readonly batches: readonly Batch[]
  readonly receipts: boolean
  readonly previous: {
    readonly id: string
    readonly seconds: number
    readonly tasks: readonly { readonly stage: string; readonly seconds: number | null }[]
  } | null
}

export type Batch = {
  readonly number: number
  readonly kind: 'import' | 'removal'
  readonly people: number
  readonly state: string
  readonly sentAt: string | null
  /** Constant Contact's job. */
  readonly activity: string | null
}

type Noted = { readonly by: string; readonly at: string; readonly note: string | null }

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: ({ signal }) => ask<RunInFull>('GET', `/runs/${encodeURIComponent(id)}`, { signal }),
    ...live({ of: ['run'], id, every: 2_000 }),
  })

export type Decision = 'approve' | 'reject' | 'cancel'

export function useDecision(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ decision, note }: { readonly decision: Decision; readonly note?: string }) =>
      ask<Run>('POST', `/runs/${encodeURIComponent(id)}/${decision}`, { body: { note: note || null } }),
    onSettled: () => queries.invalidateQueries(),
  })
}

import { queryOptions } from '@tanstack/react-query'
import { ask } from '../../app/api.ts'

/** Of the members of a run, or of those who left its segments. */
export type ReceiptsOf = 'members' | 'leavers'

export type Receipt = {
  readonly profileKey: string
  readonly email: string | null
  readonly outcome: string
  readonly reason: string | null
  readonly detail?: string | null
}

/** Which receipts are shown; it stands in the address. */
export type ReceiptsAsked = {
  readonly of?: ReceiptsOf | undefined
  readonly outcome?: string | undefined
  readonly reason?: string | undefined
  readonly search?: string | undefined
}

export const memberOutcomes = ['delivered', 'unchanged', 'held_back', 'rejected', 'unconfirmed', 'not_sent'] as const
export const leaverOutcomes = ['removed', 'kept', 'unconfirmed', 'not_sent'] as const

export const receiptsQuery = (id: string, asked: ReceiptsAsked, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['receipts', id, asked, cursor],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ limit: '50', ...filtersOf(asked), ...(cursor && { cursor }) })
      return ask<{ items: readonly Receipt[]; next: string | null }>('GET', `${pathOf(id, asked)}?${query}`, { signal })
    },
    placeholderData: (before) => before,
  })

/** Where the receipts that are asked for are as a file. */
export function receiptsFile(id: string, asked: ReceiptsAsked): string {
  return `/api/v1${pathOf(id, asked)}.csv?${new URLSearchParams(filtersOf(asked))}`
}

function pathOf(id: string, { of }: ReceiptsAsked): string {
  return `/runs/${encodeURIComponent(id)}/${of === 'leavers' ? 'leavers' : 'receipts'}`
}

function filtersOf({ outcome, reason, search }: ReceiptsAsked): Record<string, string> {
  return { ...(outcome && { outcome }), ...(reason && { reason }), ...(search && { search }) }
}

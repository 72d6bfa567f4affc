import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { SegmentSchedule } from '../../../../src/contract/schedule.ts'
import type { SegmentDefinition } from '../../../../src/contract/segment.ts'
import { ask, askVersioned, once, ProblemError, type Versioned } from '../../app/api.ts'
import { live } from '../../app/live.ts'
import { refreshEnd } from '../refreshes/refresh-end.ts'
import type { SegmentsAsked } from './segments-asked.ts'

export type User = { readonly section: string; readonly name: string }

export type Segment = {
  readonly name: string
  readonly displayName: string
  readonly active: boolean
  readonly type: 'dynamic' | 'static'
  readonly state: {
    readonly status: string
    readonly members: number | null
    readonly refreshedAt: string | null
    readonly checkedAt: string | null
    readonly error: { readonly message: string; readonly at: string } | null
  }
  /** The segments and exports that name it. */
  readonly usedBy: readonly User[]
  readonly managedBy: string | null
  readonly version: string
  readonly updatedAt: string
  readonly definition: SegmentDefinition
}

/** What a change answers beside the thing: what is worth knowing, in sentences. */
export type Notes = { readonly warnings: readonly string[]; readonly consequences: readonly string[] }

export const segmentPath = (name: string) => `/segments/${encodeURIComponent(name)}`

type Page = { readonly items: readonly Segment[]; readonly next: string | null }

/** The segments there are, all pages of them; none while nothing has been configured. */
export const segmentsQuery = (asked: SegmentsAsked = {}) =>
  queryOptions({
    queryKey: ['segments', asked],
    queryFn: async ({ signal }): Promise<readonly Segment[]> => {
      const found: Segment[] = []
      let cursor: string | null = null
      try {
        do {
          const query = new URLSearchParams({ sort: 'displayName', limit: '500', ...asked, ...(cursor && { cursor }) })
          const page: Page = await ask<Page>('GET', `/segments?${query}`, { signal })
          found.push(...page.items)
          cursor = page.next
        } while (cursor !== null)
      } catch (thrown) {
        if (isNothingYet(thrown)) return []
        throw thrown
      }
      return found
    },
    ...live({ of: ['segment', 'export', 'refresh'], every: 15_000 }),
    placeholderData: (before) => before,
  })

/** One segment, with the version that a change of it must name. */
export const segmentQuery = (name: string) =>
  queryOptions({
    queryKey: ['segment', name],
    queryFn: ({ signal }): Promise<Versioned<Segment>> => askVersioned<Segment>('GET', segmentPath(name), { signal }),
  })

/** Whether the server was asked before anything has been configured. */
function isNothingYet(thrown: unknown): boolean {
  return thrown instanceof ProblemError && thrown.code === 'definitions_missing'
}

/** Computes segments anew, and is done when they are. */
export function useRefreshSegments() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (names: readonly string[]) => {
      const { id } = await ask<{ id: string }>('POST', '/refreshes', { body: { segments: names }, headers: once() })
      return await refreshEnd(id)
    },
    onSettled: () => queries.invalidateQueries(),
  })
}

export type SegmentsChange = {
  readonly state?: 'active' | 'inactive'
  readonly type?: 'dynamic' | 'static'
  readonly addTags?: readonly string[]
  readonly removeTags?: readonly string[]
}

/** Changes several segments at once, all or none. */
export function useChangeSegments() {
  return useChange(({ names, change }: { readonly names: readonly string[]; readonly change: SegmentsChange }) =>
    ask<Notes>('POST', '/segments/change', { body: { segments: names, ...change } }),
  )
}

/** Sets the days of several segments at once; null for every system refresh. */
export function useScheduleSegments() {
  return useChange(
    ({ names, schedule }: { readonly names: readonly string[]; readonly schedule: SegmentSchedule | null }) =>
      ask<Notes>('POST', '/schedules/segments', { body: { segments: names, define: schedule } }),
  )
}

/** Removes segments as they were seen, all or none. */
export function useRemoveSegments() {
  return useChange((segments: readonly Pick<Segment, 'name' | 'version'>[]) =>
    ask<Notes>('POST', '/segments/removal', {
      body: { segments: segments.map(({ name, version }) => ({ name, version })) },
    }),
  )
}

/** Makes a segment like another one under another name. */
export function useDuplicateSegment() {
  return useChange((told: { readonly of: string; readonly name: string; readonly displayName: string }) =>
    ask<Segment & Notes>('POST', `${segmentPath(told.of)}/duplicate`, {
      body: { name: told.name, changes: { displayName: told.displayName } },
      headers: once(),
    }),
  )
}

function useChange<T, A>(change: (told: T) => Promise<A>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: change, onSuccess: () => queries.invalidateQueries() })
}

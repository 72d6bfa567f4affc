import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask, ProblemError } from '../../app/api.ts'
import type { Column } from '../sources/sources.ts'
import { type Notes, segmentPath } from './segments.ts'

export type Size = { readonly members: number; readonly refreshedAt: string }

/** How many members a segment had after each refresh of the last days, the oldest first. */
export const sizesQuery = (name: string, days: number) =>
  queryOptions({
    queryKey: ['segment', name, 'sizes', days],
    queryFn: async ({ signal }) => {
      const since = new Date(Date.now() - days * 86_400_000).toISOString()
      const query = new URLSearchParams({ since, limit: '1000' })
      const { items } = await ask<{ items: Size[] }>('GET', `${segmentPath(name)}/sizes?${query}`, { signal })
      return items.reverse()
    },
    placeholderData: keepPreviousData,
  })

export type MemberSample = {
  readonly total: number
  readonly refreshedAt: string
  readonly columns: readonly Column[]
  /** Which of them tell what a member is called: those of the first group that has a value. */
  readonly nameColumns: readonly (readonly string[])[]
  readonly items: readonly Readonly<Record<string, unknown>>[]
}

/** The first hundred members with their columns; null before the first refresh. */
export const membersQuery = (name: string) =>
  queryOptions({
    queryKey: ['segment', name, 'members'],
    queryFn: async ({ signal }): Promise<MemberSample | null> => {
      try {
        return await ask<MemberSample>('GET', `${segmentPath(name)}/members`, { signal })
      } catch (thrown) {
        if (thrown instanceof ProblemError && thrown.code === 'segment_not_refreshed') return null
        throw thrown
      }
    },
  })

export type Explanation = {
  readonly members: number
  readonly profiles: number
  readonly rules: readonly {
    readonly operator: string
    readonly alone: number
    readonly cumulative: number
    readonly conditions: readonly {
      readonly path: string
      readonly text: string
      readonly alone: number
      readonly cumulative: number
    }[]
  }[]
  readonly emptiedBy: { readonly path: string; readonly message: string } | null
}

/** How a segment comes to its members on the data as they are now. */
export const explanationQuery = (name: string) =>
  queryOptions({
    queryKey: ['segment', name, 'explanation'],
    queryFn: ({ signal }) => ask<Explanation>('GET', `${segmentPath(name)}/explanation`, { signal }),
    staleTime: 60_000,
  })

export type Overlaps = {
  readonly segments: readonly {
    readonly name: string
    readonly displayName: string
    readonly members: number
    readonly refreshedAt: string
  }[]
  readonly overlaps: readonly { readonly in: readonly string[]; readonly people: number }[]
}

/** How a segment's members overlap with those of one or two others. */
export const overlapQuery = (name: string, others: readonly string[]) =>
  queryOptions({
    queryKey: ['segment', name, 'overlap', others],
    queryFn: ({ signal }) =>
      ask<Overlaps>('GET', `${segmentPath(name)}/overlap?${new URLSearchParams({ with: others.join(',') })}`, {
        signal,
      }),
    enabled: others.length > 0,
  })

export type ExportOfSegment = {
  readonly name: string
  readonly displayName: string
  readonly connection: { readonly displayName: string } | null
  readonly permission: 'edit' | 'view'
}

export type SegmentExports = {
  readonly contains: readonly ExportOfSegment[]
  readonly others: readonly ExportOfSegment[]
}

/** The exports that contain a segment, and those that do not. */
export const segmentExportsQuery = (name: string) =>
  queryOptions({
    queryKey: ['segment', name, 'exports'],
    queryFn: ({ signal }) => ask<SegmentExports>('GET', `${segmentPath(name)}/exports`, { signal }),
  })

/** Adds a segment to an export, or takes it out. */
export function useChangeExport(name: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ exportName, contain }: { readonly exportName: string; readonly contain: boolean }) =>
      ask<Notes>(contain ? 'PUT' : 'DELETE', `${segmentPath(name)}/exports/${encodeURIComponent(exportName)}`),
    onSettled: () => queries.invalidateQueries(),
  })
}

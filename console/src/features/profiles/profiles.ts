import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { ImageRefusal } from '../../../../src/contract/profile-image.ts'
import type { MergeChoice } from '../../../../src/contract/unification.ts'
import { ask, askVersioned, ifMatch, ProblemError } from '../../app/api.ts'
import { keptPageMs } from '../../ui/use-pages-in-sight.ts'
import type { Column } from '../sources/sources.ts'

type Row = Readonly<Record<string, unknown>>

export type Found = {
  readonly key: string
  readonly email: string | null
  readonly name: string | null
  readonly isKeyShown: boolean
  readonly row: Row
}

/** Some of the people in whose profiles all words stand, in the order of their keys. */
export type FoundPage = {
  /** The words. */
  readonly text: string
  readonly total: number
  readonly refreshed: boolean
  readonly columns: readonly Column[]
  readonly items: readonly Found[]
}

/** People a page. */
export const pageSize = 200

/** A page of the people in whose profiles all words stand. The words travel in the body: they may be somebody's address. */
export const searchQuery = (text: string, page: number) =>
  queryOptions({
    queryKey: ['profiles', 'search', text, page],
    queryFn: async ({ signal }): Promise<FoundPage> => {
      try {
        const body = { text, limit: pageSize, skip: page * pageSize }
        return { ...(await ask<Omit<FoundPage, 'text'>>('POST', '/profiles/search', { body, signal })), text }
      } catch (thrown) {
        if (!(thrown instanceof ProblemError && thrown.code === 'definitions_missing')) throw thrown
        return { text, total: 0, refreshed: false, columns: [], items: [] }
      }
    },
    staleTime: 30_000,
    gcTime: keptPageMs,
  })

/** Where a picture of somebody is, which nobody has asked for yet; or why it cannot be fetched. */
export type Picture =
  | { readonly field: string; readonly address: string; readonly host: string }
  | { readonly field: string; readonly refused: ImageRefusal }

export type Card = {
  readonly key: string
  readonly email: string | null
  readonly name: string | null
  readonly fields: readonly (Column & { readonly value: unknown; readonly source: string | null })[]
  /** Null also for those who see addresses masked. */
  readonly picture: Picture | null
  readonly sources: readonly { readonly source: string; readonly key: string }[]
  readonly segments: readonly { readonly name: string; readonly displayName: string }[]
}

export const cardQuery = (key: string) =>
  queryOptions({
    queryKey: ['profiles', 'card', key],
    queryFn: ({ signal }) => ask<Card>('POST', '/profiles/card', { body: { key }, signal }),
  })

type Origin = { readonly source: string; readonly key: string }

export type FieldOrigin = {
  readonly field: string
  readonly from: Origin | null
  /** How the table that gives the value was chosen. */
  readonly merge: MergeChoice
  /** Fields that the same table gave along with it. */
  readonly group: readonly string[]
  readonly others: readonly (Origin & { readonly value: unknown })[]
}

export type Origins = {
  /** Ids that this person had, or shared with others, before. */
  readonly previousIds: readonly string[]
  readonly fields: readonly FieldOrigin[]
  /** The rows the person is made of, and whether each stands for those of its table. */
  readonly rows: readonly (Origin & { readonly winner: boolean })[]
  /** Such as the household, with the ids of everybody in it. */
  readonly clusters: readonly { readonly name: string; readonly id: string; readonly people: readonly string[] }[]
}

/** Of several sources that were unified: which row each value of a person is of, and what the other rows have. */
export const originsQuery = (id: string) =>
  queryOptions({
    queryKey: ['profiles', 'origins', id],
    // The id is one that was made up by the unification, and nobody's address.
    queryFn: ({ signal }) => ask<Origins>('GET', `/unification/people/${encodeURIComponent(id)}`, { signal }),
  })

type Left = { readonly kind: string; readonly since: string | null }

export type Deliveries = {
  readonly deliveries: readonly {
    readonly export: string
    readonly list: string
    readonly email: string
    readonly deliveredAt: string
  }[]
  readonly lists: readonly { readonly list: string; readonly others: boolean; readonly left: Left | null }[]
  readonly departures: readonly (Left & { readonly account: string })[]
  readonly receipts: readonly {
    readonly run: string
    readonly export: string
    readonly at: string
    readonly outcome: string
    readonly reason: string | null
    readonly detail: string | null
  }[]
  readonly runsLookedThrough: number
}

export const deliveriesQuery = (key: string) =>
  queryOptions({
    queryKey: ['profiles', 'deliveries', key],
    queryFn: ({ signal }) => ask<Deliveries>('POST', '/profiles/card/deliveries', { body: { key }, signal }),
  })

export type Related = {
  readonly table: string
  readonly path: readonly string[]
  readonly total: number
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

export const relatedQuery = (key: string) =>
  queryOptions({
    queryKey: ['profiles', 'related', key],
    queryFn: async ({ signal }) =>
      (
        await ask<{ tables: readonly Related[] }>('POST', '/profiles/card/related', {
          body: { key, limit: 50 },
          signal,
        })
      ).tables,
  })

/** Who the customers are: the rows of one source, or several sources unified, which is set up elsewhere. */
export type ProfilesDefinition = {
  readonly from?: string
  readonly email: string
  readonly firstName?: string
  readonly lastName?: string
  readonly updatedAt?: string
  readonly profileImage?: string
}

export const profilesQuery = queryOptions({
  queryKey: ['profiles', 'definition'],
  queryFn: ({ signal }) =>
    askVersioned<{ readonly definition: ProfilesDefinition; readonly managedBy: string | null }>('GET', '/profiles', {
      signal,
    }),
})

export function useSaveProfiles() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({
      definition,
      version,
    }: {
      readonly definition: ProfilesDefinition
      readonly version: string | null
    }) => ask('PUT', '/profiles', { body: definition, headers: ifMatch(version) }),
    onSettled: () => queries.invalidateQueries(),
  })
}

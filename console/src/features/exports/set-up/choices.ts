import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask, once } from '../../../app/api.ts'
import type { ConnectionType } from './draft.ts'

/** A connection that whoever looks may put an export on. */
export type UsableConnection = { readonly name: string; readonly displayName: string; readonly type: ConnectionType }

export const usableConnectionsQuery = queryOptions({
  queryKey: ['connections', 'usable'],
  queryFn: async ({ signal }) =>
    (await ask<{ items: readonly UsableConnection[] }>('GET', '/connections?sort=displayName&limit=500', { signal }))
      .items,
})

export type ContactList = { readonly id: string; readonly name: string; readonly members: number | null }

/** So many lists are read at once; an account may have more. */
const mostLists = 500

/** A list by what an export may say of it: its id, an address with the id in it, or its exact name. */
export function findList(lists: readonly ContactList[], text: string): ContactList | undefined {
  const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text)?.[0].toLowerCase()
  return lists.find((list) => list.id === (id ?? text) || list.name === text)
}

/** Whether the account certainly has no such list: all of its lists were read, and this is none of them. */
export function isNoList(lists: readonly ContactList[] | undefined, text: string): boolean {
  return lists !== undefined && lists.length < mostLists && text !== '' && findList(lists, text) === undefined
}

/** The lists of a connection's account. Reading them spends its requests, so they are not asked for again at once. */
export const listsQuery = (connection: string) =>
  queryOptions({
    queryKey: ['lists', connection],
    queryFn: async ({ signal }) => {
      const path = `/connections/${encodeURIComponent(connection)}/lists?sort=name&limit=${mostLists}`
      return (await ask<{ items: readonly ContactList[] }>('GET', path, { signal })).items
    },
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
    retry: false,
  })

export function useMakeList(connection: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (name: string) =>
      ask<ContactList>('POST', `/connections/${encodeURIComponent(connection)}/lists`, {
        body: { name },
        headers: once(),
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['lists', connection] }),
  })
}

export type Matching = {
  /** Fields that an export can fill beside the e-mail address. */
  readonly fields: readonly { readonly field: string; readonly label: string }[]
  readonly columns: readonly { readonly name: string }[]
  /** Columns by the field that they may fill. */
  readonly proposal: Readonly<Record<string, string>>
  readonly email: string
  readonly limit: number
}

/** What an export can send along, custom fields of the connection's account included, and which columns may fill it. */
export const matchingQuery = (connection: string | undefined) =>
  queryOptions({
    queryKey: ['matching', connection],
    queryFn: ({ signal }) =>
      ask<Matching>('POST', '/exports/propose-fields', {
        body: connection === undefined ? {} : { connection },
        signal,
      }),
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
    retry: false,
    placeholderData: (before) => before,
  })

export type SegmentChoice = {
  readonly name: string
  readonly displayName: string
  readonly active: boolean
  readonly state: { readonly members: number | null; readonly refreshedAt: string | null }
}

type PageOfSegments = { readonly items: readonly SegmentChoice[]; readonly next: string | null }

export const segmentChoicesQuery = queryOptions({
  queryKey: ['segments', 'choices'],
  queryFn: async ({ signal }) => {
    const found: SegmentChoice[] = []
    let cursor: string | null = null
    do {
      const query: URLSearchParams = new URLSearchParams({
        sort: 'displayName',
        limit: '500',
        ...(cursor && { cursor }),
      })
      const page: PageOfSegments = await ask<PageOfSegments>('GET', `/segments?${query}`, { signal })
      found.push(...page.items)
      cursor = page.next
    } while (cursor !== null)
    return found
  },
})

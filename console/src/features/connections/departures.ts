import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../app/api.ts'

export const departureKinds = ['unsubscribed', 'deleted', 'left_list'] as const
export type DepartureKind = (typeof departureKinds)[number]

export type Departure = {
  readonly email: string | null
  readonly kind: string
  readonly since: string | null
  readonly list: string | null
  readonly listName: string | null
  readonly event: string | null
}

export type DeparturesBook = {
  readonly people: number
  readonly byKind: Readonly<Record<string, number>>
  /** Those who departed at once, such as from a list emptied by mistake. */
  readonly events: readonly {
    readonly event: string
    readonly list: string
    readonly listName: string | null
    readonly since: string | null
    readonly people: number
  }[]
  readonly departures: readonly Departure[]
}

export type DeparturesAsked = { readonly kind?: DepartureKind | undefined; readonly email?: string | undefined }

const addressOf = (name: string) => `/connections/${encodeURIComponent(name)}/departures`

/** Who departed from the account of a connection or from its lists; a thousand of them at most. */
export const departuresQuery = (name: string, { kind, email }: DeparturesAsked) =>
  queryOptions({
    queryKey: ['connection', name, 'departures', kind, email],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ limit: '1000', ...(kind && { kind }), ...(email && { email }) })
      return ask<DeparturesBook>('GET', `${addressOf(name)}?${query}`, { signal })
    },
    placeholderData: (before) => before,
  })

/** One person, or everybody of one event. */
export type Departed = { readonly email: string } | { readonly event: string }

/** Lets people who departed be delivered to again. Who, when and why is kept. */
export function useEndDeparture(name: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ who, reason }: { readonly who: Departed; readonly reason: string }) =>
      ask<{ people: number }>('POST', `${addressOf(name)}/end`, { body: { ...who, reason } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['connection', name, 'departures'] }),
  })
}

import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../app/api.ts'

/** A browser in which somebody is signed in. */
export type Session = {
  readonly id: string
  readonly createdAt: string
  readonly seenAt: string
  readonly address: string | null
  readonly agent: string | null
  readonly current: boolean
}

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => (await ask<{ items: readonly Session[] }>('GET', '/me/sessions', { signal })).items,
})

export function useEndSession() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => ask<void>('DELETE', `/me/sessions/${encodeURIComponent(id)}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  })
}

export const signOutEverywhere = () => ask<void>('DELETE', '/me/sessions')

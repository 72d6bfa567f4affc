import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../app/api.ts'
import type { Role } from '../session/me.ts'

export type ApiKey = {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly prefix: string
  readonly createdAt: string
  readonly lastUsedAt: string | null
  readonly owner: { readonly id: string; readonly name: string; readonly email: string }
}

export type Whose = 'own' | 'all'

export const keysQuery = (whose: Whose) =>
  queryOptions({
    queryKey: ['api-keys', whose],
    queryFn: async ({ signal }) =>
      (await ask<{ items: readonly ApiKey[] }>('GET', `/api-keys?whose=${whose}`, { signal })).items,
  })

/** Makes a key, which is answered here and never again. */
export function useMakeKey() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (told: { readonly name: string; readonly role: Role }) =>
      ask<{ key: string }>('POST', '/api-keys', { body: told }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['api-keys'] }),
    // Kept nowhere once what shows it is gone.
    gcTime: 0,
  })
}

export function useRevokeKey() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => ask<void>('DELETE', `/api-keys/${encodeURIComponent(id)}`),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['api-keys'] }),
  })
}

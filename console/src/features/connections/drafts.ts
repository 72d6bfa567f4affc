import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask, once } from '../../app/api.ts'
import type { Language } from '../../app/languages.ts'
import type { Account, Declared, Told, Users } from './connections.ts'

/** What making a connection takes. */
export type Settings = {
  readonly redirectUrl: string
  readonly reachesServer: boolean
  readonly application: { readonly clientId: boolean; readonly clientSecret: boolean }
  readonly consent: { readonly version: string; readonly text: string }
  readonly service: { readonly apiUrl: string; readonly authUrl: string }
}

/** A connection that somebody is making, or connecting anew. */
export type Draft = Declared & {
  readonly id: string
  readonly name: string
  readonly remakes: boolean
  readonly next: 'consent' | 'sign-in' | 'export-user' | 'save'
  readonly consent: { readonly who: string; readonly at: string; readonly textVersion: string } | null
  readonly signIn: {
    readonly waitsUntil: string | null
    readonly refusal: { readonly code: string; readonly message: string; readonly at: string } | null
    readonly account: Account | null
    readonly formerAccount: Account | null
    readonly missingPrivileges: readonly string[]
  }
  readonly exportUser: { readonly who: string; readonly at: string } | null
  readonly expiresAt: string
}

/** The text to agree to comes in the language it is to be read in. */
export const settingsQuery = (language: Language) =>
  queryOptions({
    queryKey: ['connection-settings', language],
    queryFn: ({ signal }) => ask<Settings>('GET', `/connection-settings?language=${language}`, { signal }),
    staleTime: 60_000,
  })

export const draftsQuery = queryOptions({
  queryKey: ['connection-drafts'],
  queryFn: async ({ signal }) =>
    (await ask<{ items: readonly Draft[] }>('GET', '/connection-drafts', { signal })).items,
})

const addressOf = (id: string) => `/connection-drafts/${encodeURIComponent(id)}`

export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: ['connection-drafts', id],
    queryFn: ({ signal }) => ask<Draft>('GET', addressOf(id), { signal }),
  })

/** The name, and the application to sign in with; references to the server's own variables where none is typed. */
export type Begun = {
  readonly name: string
  readonly displayName: string
  readonly clientId: string
  readonly clientSecret?: string
}

export function useBegin() {
  return useDraftChange((begun: Begun) =>
    ask<Draft>('POST', '/connection-drafts', { body: { ...begun, type: 'constant-contact' }, headers: once() }),
  )
}

export function useReconnect() {
  return useDraftChange((name: string) =>
    ask<Draft>('POST', `/connections/${encodeURIComponent(name)}/reconnection`, { headers: once() }),
  )
}

export function useChooseUsers(id: string) {
  return useDraftChange((users: Users) => ask<Draft>('PUT', `${addressOf(id)}/users`, { body: { users } }))
}

export function useAgree(id: string) {
  return useDraftChange((told: { readonly textVersion: string; readonly language: Language }) =>
    ask<Draft>('PUT', `${addressOf(id)}/consent`, { body: { agree: true, ...told } }),
  )
}

/** "Connect": answers where to sign in with Constant Contact, from where the browser comes back to `returnTo`. */
export function useConnect(id: string) {
  return useMutation({
    mutationFn: (asked: { readonly returnTo: string; readonly otherAccount: 'accept' | 'refuse' }) =>
      ask<{ address: string; expiresAt: string }>('POST', `${addressOf(id)}/sign-in`, { body: asked }),
  })
}

export function useBecomeExportUser(id: string) {
  return useDraftChange(() => ask<Draft>('PUT', `${addressOf(id)}/export-user`))
}

export function useSaveDraft(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => ask<Told & { name: string }>('POST', `${addressOf(id)}/save`, { headers: once() }),
    onSuccess: () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] !== id }),
  })
}

export function useGiveUp() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => ask<void>('DELETE', addressOf(id)),
    onSuccess: (_, id) =>
      queries.invalidateQueries({ queryKey: draftsQuery.queryKey, predicate: ({ queryKey }) => queryKey[1] !== id }),
  })
}

/** Takes a step whose answer is how far one has come. */
function useDraftChange<T>(step: (told: T) => Promise<Draft>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: step,
    onSuccess: (draft) => {
      queries.setQueryData(draftQuery(draft.id).queryKey, draft)
      return queries.invalidateQueries({ queryKey: draftsQuery.queryKey, exact: true })
    },
  })
}

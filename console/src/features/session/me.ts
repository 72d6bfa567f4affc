import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask, ProblemError } from '../../app/api.ts'
import type { Format } from '../../app/formats.ts'

export type Role = 'administrator' | 'contributor' | 'viewer'

export type Me = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly language: 'en' | 'da'
  readonly format: Format
  /** Whether there is one to be asked for; who has none signs in with the organisation's provider. */
  readonly hasPassword: boolean
}

/** Who is signed in; null for nobody. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await ask<Me>('GET', '/me', { signal })
    } catch (thrown) {
      if (thrown instanceof ProblemError && thrown.status === 401) return null
      throw thrown
    }
  },
  staleTime: 60_000,
})

export type Ways = {
  readonly password: boolean
  readonly oidc: boolean
  readonly resetByMail: boolean
  readonly setUpNeeded: boolean
}

export const waysQuery = queryOptions({
  queryKey: ['ways'],
  queryFn: ({ signal }) => ask<Ways>('GET', '/session/ways', { signal }),
})

/** Signs in or out, after which nothing that was seen before is shown any more. */
export function useSessionChange<T>(change: (told: T) => Promise<void>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      queries.clear()
      await queries.fetchQuery(meQuery)
    },
  })
}

export const signIn = (told: { readonly email: string; readonly password: string }) =>
  ask<void>('POST', '/session', { body: told })

type NewPerson = { readonly token: string; readonly name: string; readonly password: string; readonly language: string }

export const setUp = (told: NewPerson & { readonly email: string }) => ask<void>('POST', '/set-up', { body: told })

export const acceptInvitation = (told: NewPerson) => ask<void>('POST', '/invitation', { body: told })

export const askForReset = (told: { readonly email: string }) => ask<void>('POST', '/reset/request', { body: told })

export const resetPassword = (told: { readonly token: string; readonly password: string }) =>
  ask<void>('POST', '/reset', { body: told })

export const changeMe = (change: Partial<Pick<Me, 'name' | 'language' | 'format'>>) =>
  ask<Me>('PATCH', '/me', { body: change })

export const changePassword = (told: { readonly current: string; readonly password: string }) =>
  ask<void>('PUT', '/me/password', { body: told })

/** Signs out here, and goes on to the organisation's provider where one is to end that, too. */
export const signOut = async () => {
  const { goTo } = await ask<{ goTo: string | null }>('DELETE', '/session')
  if (goTo !== null) globalThis.location.assign(goTo)
}

export type LinkSubject = {
  readonly purpose: 'set-up' | 'invitation' | 'reset'
  readonly email: string | null
  readonly name: string | null
}

/** What a one-time link is for. The token comes from the address's fragment, which no server ever sees. */
export const linkQuery = (token: string) =>
  queryOptions({
    queryKey: ['link', token],
    queryFn: ({ signal }) => ask<LinkSubject>('POST', '/one-time-link', { body: { token }, signal }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })

import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../app/api.ts'
import type { Language } from '../../app/languages.ts'
import type { Role } from '../session/me.ts'

export const roleNames = ['viewer', 'contributor', 'administrator'] as const satisfies readonly Role[]

export type User = {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly status: 'invited' | 'active' | 'disabled'
  readonly createdAt: string
  readonly lastSignInAt: string | null
  readonly hasPassword: boolean
}

export const userSorts = ['name', 'email', 'role', 'status', 'lastSignInAt'] as const
export type UserSort = (typeof userSorts)[number] | `-${(typeof userSorts)[number]}`

export type UsersAsked = { readonly search?: string | undefined; readonly sort?: string | undefined }

type UsersPage = {
  readonly items: readonly User[]
  readonly count: number
  readonly next: number | null
  /** Whether a mail can take links along. */
  readonly mailServer: boolean
}

export const usersQuery = ({ search, sort = 'name' }: UsersAsked) =>
  infiniteQueryOptions({
    queryKey: ['users', search, sort],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ sort, limit: '500', cursor: String(pageParam), ...(search && { search }) })
      return ask<UsersPage>('GET', `/users?${query}`, { signal })
    },
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  })

/** A user, and how a link reaches them: by mail, or shown here once. */
export type HandedOver = {
  readonly user: User
  readonly mailed: boolean
  readonly link: { readonly address: string; readonly expiresAt: string } | null
  readonly mailProblem: string | null
}

type HandOver = 'mail' | 'link'

export type Invited = {
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly language: Language
  readonly handOver: HandOver
}

export const useInvite = () => useUserAct((told: Invited) => ask<HandedOver>('POST', '/users', { body: told }))

const addressOf = (id: string) => `/users/${encodeURIComponent(id)}`

export const useInviteAgain = () =>
  useUserAct((id: string) => ask<HandedOver>('POST', `${addressOf(id)}/invitation`, { body: {} }))

export const useResetLink = () =>
  useUserAct((id: string) => ask<HandedOver>('POST', `${addressOf(id)}/reset-link`, { body: {} }))

export const useChangeUser = () =>
  useUserAct(({ id, ...change }: { readonly id: string } & Partial<Pick<User, 'role' | 'status'>>) =>
    ask<User>('PATCH', addressOf(id), { body: change }),
  )

export const useRemoveUser = () => useUserAct((id: string) => ask<void>('DELETE', addressOf(id)))

/** Whoever changes their own rights is shown what they still may. */
function useUserAct<T, A>(act: (told: T) => Promise<A>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    // Not waited for: what asked may be gone once everything is read again, and would not hear how it went.
    onSuccess: () => void queries.invalidateQueries(),
  })
}

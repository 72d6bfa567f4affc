import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask, ifMatch, once } from '../../app/api.ts'
import { live } from '../../app/live.ts'

export type Account = {
  readonly id: string
  readonly organizationName?: string
  readonly contactEmail?: string
}

export type Users = 'administrators' | 'contributors'

export type Finding = { readonly kind: string; readonly code: string; readonly message: string }

/** What is declared of a connection. */
export type Declared = {
  readonly displayName: string
  readonly type: 'constant-contact'
  readonly users: Users
  readonly clientId: string
  readonly clientSecret: { readonly set: boolean }
  readonly service: { readonly apiUrl: string; readonly authUrl: string } | null
  readonly contractLimit: number | null
  readonly limits: { readonly requestsPerSecond?: number; readonly requestsPerDay?: number } | null
}

/** A connection as administrators see it. */
export type Connection = Declared & {
  readonly name: string
  readonly version: string
  readonly managedBy: string | null
  readonly status: 'never_connected' | 'connected' | 'reconnect_needed'
  readonly cause: string | null
  readonly needs: 'connect' | 'reconnect' | 'export-user' | null
  readonly account: Account | null
  readonly consent: { readonly who: string; readonly at: string; readonly textVersion: string } | null
  readonly exportUser: { readonly who: string; readonly at: string; readonly problem: ExportUserProblem | null } | null
  readonly connectedAt: string | null
  readonly tokensRenewedAt: string | null
  readonly lapsesAt: string | null
  readonly daysLeft: number | null
  readonly missingPrivileges: readonly string[]
  readonly lastCheck: {
    readonly at: string
    readonly verdict: string
    readonly findings: readonly Finding[]
  } | null
  readonly exports: readonly string[]
}

export type ExportUserProblem = 'removed' | 'disabled' | 'not_administrator'

const addressOf = (name: string) => `/connections/${encodeURIComponent(name)}`

export type ConnectionsAsked = { readonly search?: string | undefined; readonly sort?: string | undefined }

export const connectionsQuery = ({ search, sort = 'displayName' }: ConnectionsAsked = {}) =>
  queryOptions({
    queryKey: ['connections', search, sort],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ sort, limit: '500', ...(search && { search }) })
      return (await ask<{ items: readonly Connection[] }>('GET', `/connections?${query}`, { signal })).items
    },
    ...live({ of: ['connection'], every: 60_000 }),
    placeholderData: (before) => before,
  })

export const connectionQuery = (name: string) =>
  queryOptions({
    queryKey: ['connection', name],
    queryFn: ({ signal }) => ask<Connection>('GET', addressOf(name), { signal }),
  })

export type Told = { readonly warnings: readonly string[]; readonly consequences: readonly string[] }

/** What may be changed of a connection; what is left out stays. A secret that is typed takes the place of the one there is. */
export type Change = {
  readonly displayName?: string
  readonly users?: Users
  readonly clientId?: string
  readonly clientSecret?: string
  readonly contractLimit?: number | null
  readonly limits?: Declared['limits']
}

/** Changes what is declared of a connection, as it was seen. */
export function useChangeConnection() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ seen, change }: { readonly seen: Connection; readonly change: Change }) =>
      ask<Told & { connection: Connection }>('PUT', addressOf(seen.name), {
        body: bodyOf(seen, change),
        headers: ifMatch(`"${seen.version}"`),
      }),
    onSuccess: () => queries.invalidateQueries(),
  })
}

function bodyOf(seen: Declared, change: Change): object {
  const { displayName, users, clientId, clientSecret, service, contractLimit, limits } = { ...seen, ...change }
  const secret = typeof clientSecret === 'string' ? clientSecret : clientSecret.set ? clientSecret : undefined
  return {
    ...{ type: seen.type, displayName, users, clientId },
    ...(secret !== undefined && { clientSecret: secret }),
    ...(service && { service }),
    ...(contractLimit !== null && { contractLimit }),
    ...(limits && { limits }),
  }
}

export type Check = {
  readonly verdict: 'well' | 'warning' | 'unknown' | 'wrong'
  readonly lists: readonly {
    readonly list: string
    readonly name?: string
    readonly exports: readonly string[]
    readonly state: string
  }[]
  readonly findings: readonly Finding[]
}

/** Asks Constant Contact now whether a connection works. */
export function useCheck(name: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => ask<Check>('POST', `${addressOf(name)}/check`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['connection', name] }),
  })
}

/** Makes whoever asks the export user of a connection that has one no more. */
export function useTakeOver(name: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => ask<Connection>('PUT', `${addressOf(name)}/export-user`),
    onSuccess: () => queries.invalidateQueries(),
  })
}

export type Uses = {
  readonly exports: readonly string[]
  readonly runs: readonly { readonly run: string; readonly export: string; readonly status: string }[]
}

export const usesQuery = (name: string) =>
  queryOptions({
    queryKey: ['connection', name, 'uses'],
    queryFn: ({ signal }) => ask<Uses>('GET', `${addressOf(name)}/uses`, { signal }),
    staleTime: 0,
  })

export type Fate =
  | { readonly action: 'detach' }
  | { readonly action: 'reassign'; readonly to: string }
  | { readonly action: 'remove' }

export type Remains = {
  readonly account: Account | null
  readonly clientId: string | null
  readonly lists: readonly { readonly id: string; readonly name: string; readonly people: number }[]
}

/** Removes a connection, and does with its exports what was said, all or nothing. */
export function useRemoveConnection({ name, version }: Pick<Connection, 'name' | 'version'>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (exports: Readonly<Record<string, Fate>>) =>
      ask<Told & { remains: Remains }>('POST', `${addressOf(name)}/removal`, {
        body: { exports },
        headers: ifMatch(`"${version}"`),
      }),
    onSuccess: () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] !== name }),
  })
}

export type Drift = {
  readonly list: { readonly id: string; readonly name: string; readonly formerName: string | null }
  readonly contacts: number
  readonly ours: number
  readonly others: number
  readonly inStep: boolean
} & Readonly<Record<DriftKind, { readonly people: number; readonly sample: readonly string[] }>>

export const driftKinds = ['missing', 'readdressed', 'strangers', 'back', 'changedByHand', 'changedByExport'] as const
export type DriftKind = (typeof driftKinds)[number]

/** Reads the list of an export whole and compares it; takes requests of the day, so only when asked. */
export function useDrift(exportName: string) {
  return useMutation({
    mutationFn: () => ask<Drift>('POST', `/exports/${encodeURIComponent(exportName)}/drift`),
  })
}

/** Sends again what was changed by hand on the list of an export. */
export function useRepair(exportName: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () =>
      ask<{ id: string }>('POST', `/exports/${encodeURIComponent(exportName)}/runs`, {
        body: { kind: 'repair' },
        headers: once(),
      }),
    onSuccess: () => queries.invalidateQueries(),
  })
}

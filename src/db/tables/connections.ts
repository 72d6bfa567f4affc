import type { ColumnType, JSONColumnType } from 'kysely'
import type { ConnectionDefinition } from '../../contract/definitions.ts'

type Moment = ColumnType<Date, string | Date, string | Date>
type OptionalMoment = ColumnType<Date | null, string | Date | null | undefined, string | Date | null>

/** What one application of Constant Contact has left of its pace and of its day; a row a client id. */
export type RequestBudgetsTable = {
  client_id: string
  /** The UTC day that `used` counts, as a date. */
  day: Moment
  used: number
  next_slot_at: Moment
  next_token_slot_at: Moment
  parked_until: OptionalMoment
  slowed_until: OptionalMoment
}

/** How many requests an application made in an hour, for looking at. */
export type RequestHoursTable = {
  client_id: string
  /** Its first moment. */
  hour: Moment
  requests: number
}

export type ConnectionStatus = 'never_connected' | 'connected' | 'reconnect_needed'

/** The account a connection leads to, as it described itself when we connected. */
export type StoredAccount = { id: string; organizationName?: string; contactEmail?: string }
/** Who agreed to the transfer of data, to which wording, and when (ISO 8601). `userId` is null for the terminal. */
export type StoredConsent = { textVersion: string; text: string; who: string; userId?: string | null; at: string }
/** On whose authority runs act, and since when (ISO 8601). Without a user's id it is somebody at the terminal. */
export type StoredExportUser = { who: string; userId?: string | null; at: string }
/** Where a service is, where a connection names its own. */
export type StoredService = { apiUrl: string; authUrl: string }
/** What the last check of a connection found, and when (ISO 8601). */
export type StoredCheck = {
  at: string
  verdict: string
  missingPrivileges: readonly string[]
  findings: readonly { kind: string; code: string; message: string; causeCode?: string }[]
}

export type ConnectionStatesTable = {
  name: string
  status: ConnectionStatus
  cause_code: string | null
  cause: string | null
  client_id: string | null
  account: JSONColumnType<StoredAccount> | null
  consent: JSONColumnType<StoredConsent> | null
  export_user: JSONColumnType<StoredExportUser> | null
  tokens: string | null
  refresh_started_at: OptionalMoment
  connected_at: OptionalMoment
  refreshed_at: OptionalMoment
  updated_at: Moment
  service: JSONColumnType<StoredService> | null
  last_check: JSONColumnType<StoredCheck> | null
}

/** A client secret that was typed, sealed for its connection. */
export type ConnectionSecretsTable = { name: string; client_secret: string; updated_at: Moment }

/** What a sign-in led to. */
export type StoredSignIn = {
  account: StoredAccount
  clientId: string
  service: StoredService | null
  missingPrivileges: readonly string[]
  /** The account that the connection led to before, where it is another. */
  formerAccount?: StoredAccount
  at: string
}

export type StoredRefusal = { code: string; message: string; at: string }

/** A connection that one person is making, step by step. */
export type ConnectionDraftsTable = {
  id: string
  name: string
  user_id: string
  definition: JSONColumnType<ConnectionDefinition>
  client_secret: string | null
  remakes: boolean
  connected_before: OptionalMoment
  consent: JSONColumnType<StoredConsent> | null
  state_hash: string | null
  state_expires_at: OptionalMoment
  verifier: string | null
  redirect_url: string | null
  return_to: string | null
  other_account: 'accept' | 'refuse' | null
  refusal: JSONColumnType<StoredRefusal> | null
  signed_in: JSONColumnType<StoredSignIn> | null
  tokens: string | null
  export_user: JSONColumnType<StoredExportUser> | null
  created_at: Moment
  expires_at: Moment
}

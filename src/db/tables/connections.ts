import type { ColumnType, JSONColumnType } from 'kysely'

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

export type ConnectionStatus = 'never_connected' | 'connected' | 'reconnect_needed'

/** The account a connection leads to, as it described itself when we connected. */
export type StoredAccount = { id: string; organizationName?: string; contactEmail?: string }
/** Who agreed to the transfer of data, to which wording, and when (ISO 8601). */
export type StoredConsent = { textVersion: string; text: string; who: string; at: string }
/** On whose authority runs act, and since when (ISO 8601). */
export type StoredExportUser = { who: string; at: string }

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
}

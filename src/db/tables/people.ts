import type { ColumnType, JSONColumnType } from 'kysely'
import type { Format } from '../../contract/format.ts'
import type { Language } from '../../contract/language.ts'
import type { Role } from '../../contract/people.ts'

type Moment = ColumnType<Date, string | Date, string | Date>
type MaybeMoment = ColumnType<Date | null, string | Date | null | undefined, string | Date | null>

export type { Role } from '../../contract/people.ts'

export type UsersTable = {
  id: string
  /** Folded. */
  email: string
  name: string
  role: Role
  status: 'invited' | 'active' | 'disabled'
  language: ColumnType<Language, Language | undefined, Language>
  format: ColumnType<Format, Format | undefined, Format>
  password_hash: string | null
  /** `issuer subject` of an OpenID provider. */
  oidc_subject: string | null
  created_at: Moment
  last_sign_in_at: MaybeMoment
}

/** A signed-in browser; `token_hash` is the SHA-256 of what its cookie holds. */
export type SessionsTable = {
  token_hash: string
  id: string
  user_id: string
  way: 'password' | 'oidc'
  created_at: Moment
  seen_at: Moment
  authenticated_at: Moment
  address: string | null
  agent: string | null
}

export type ApiKeysTable = {
  id: string
  user_id: string
  name: string
  role: Role
  key_hash: string
  prefix: string
  created_at: Moment
  last_used_at: MaybeMoment
  revoked_at: MaybeMoment
}

export type OneTimeLinksTable = {
  token_hash: string
  purpose: 'set-up' | 'invitation' | 'reset'
  user_id: string | null
  created_by: string | null
  created_at: Moment
  expires_at: Moment
  used_at: MaybeMoment
}

/** What is counted against guessing; see access/count-attempt.ts. */
export type AttemptsTable = {
  key: string
  count: number
  blocked_until: Moment
  forget_at: Moment
}

export type KnownAddressesTable = {
  user_id: string
  address: string
  seen_at: Moment
}

export type OidcSignInsTable = {
  token_hash: string
  state: string
  nonce: string
  code_verifier: string
  return_to: string
  session_id: string | null
  expires_at: Moment
}

/** One act; see access/audit.ts for how rows are chained. */
export type AuditLogTable = {
  seq: number
  at: Moment
  actor_id: string | null
  actor: string
  via: 'console' | 'API' | 'CLI' | 'system'
  address: string | null
  action: string
  target_kind: string
  target: string
  before: JSONColumnType<object> | null
  after: JSONColumnType<object> | null
  previous_hash: string
  hash: string
}

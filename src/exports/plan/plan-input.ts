import type { Sql } from '../../engine/engine.ts'
import type { Ended } from '../list/take-reading.ts'

/** A field that Constant Contact is sent besides the e-mail, and where its value comes from. */
export type PlannedField = {
  /** Its column title in an import: `first_name`, `cf:loyalty_tier`. */
  readonly name: string
  /** Characters Constant Contact takes; what is longer is cut and noted. */
  readonly maxLength: number
  readonly value: FieldValue
}

/** A text expression over the profile's row (`p`), or a query of `profile_key, value` with at most one row a profile. */
export type FieldValue =
  | { readonly kind: 'profile'; readonly sql: string }
  | { readonly kind: 'query'; readonly query: Sql }

/** All that decides who is sent what. Everything is a file or a value, so a plan can be made anywhere the files can be read. */
export type PlanInput = {
  /** The members of each segment: Parquet files with a column `profile_key`. */
  readonly segments: readonly { readonly name: string; readonly files: readonly string[] }[]
  readonly profile: { readonly files: readonly string[]; readonly key: string }
  /** The person's e-mail as it stands in the profile. */
  readonly email: FieldValue
  /** The profile's column that tells the newest of several with one e-mail. */
  readonly updatedAt?: string
  readonly fields: readonly PlannedField[]
  /** What the content of a delivery means; a change of mapping changes it, and everybody is sent afresh. */
  readonly fingerprint: string
  /** Columns of e-mails to hold back, as queries of `email` (any spelling). */
  readonly suppressed: readonly Sql[]
  /** What says yes for those who may be sent to; undefined asks nobody. */
  readonly consent?: FieldValue | undefined
  /** Parquet file of `email, kind, since, lists`: who unsubscribed or was deleted in the account. */
  readonly departures?: string | undefined
  /** Parquet file of `email, kind, …`: who left this list. */
  readonly listDepartures?: string | undefined
  /** Departures that an administrator ended: those of the account up to then no longer hold anybody back. */
  readonly ended?: readonly Ended[]
  /** Parquet file of `email, content, refused_at, tries`: what Constant Contact refused on this list. */
  readonly refusals?: string | undefined
  /** Parquet file of `email, content, …`: what this export last delivered to this list. */
  readonly claims?: string | undefined
  /** Only these people (folded e-mails), for a test delivery. */
  readonly only?: readonly string[] | undefined
  /** Only these profiles, for a retry: a query of `profile_key`. Whoever was refused is tried again at once. */
  readonly retried?: Sql | undefined
  readonly limits: {
    readonly emailLength: number
    readonly batchRows: number
    readonly batchBytes: number
  }
  readonly now: Date
}

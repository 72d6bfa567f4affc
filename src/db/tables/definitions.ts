import type { ColumnType, Generated, JSONColumnType } from 'kysely'

export type DefinitionKind =
  | 'environment'
  | 'source'
  | 'profiles'
  | 'relationship'
  | 'segment'
  | 'connection'
  | 'export'

/** What people declared: one row a thing, its body as written (references to environment variables unresolved). */
export type DefinitionsTable = {
  kind: DefinitionKind
  name: string
  body: JSONColumnType<object>
  /** Place within its kind in the file, so that lists come in the order people chose. */
  position: number
  /** Counts changes; the basis of If-Match. */
  revision: Generated<number>
  created_at: ColumnType<Date, string | Date | undefined, never>
  updated_at: ColumnType<Date, string | Date | undefined, string | Date>
  /** The file that declares it, absolute; null for what was made elsewhere, which applying a file leaves alone. */
  managed_by: string | null
}

/** How often what is configured was written: one row at most. */
export type DefinitionChangesTable = { only_row: Generated<boolean>; count: number }

/** What was answered to a request that starts or creates something, with the headers that go with it. */
export type IdempotencyKeysTable = {
  person_id: string
  key: string
  request_hash: string
  status: number
  answer: JSONColumnType<object> | null
  etag: string | null
  location: string | null
  created_at: ColumnType<Date, string | Date, string | Date>
}

/** The file that was applied last: one row at most. */
export type AppliedFileTable = {
  only_row: Generated<boolean>
  /** Absolute. */
  path: string
  /** SHA-256 of its text, hexadecimal. */
  content_hash: string
  applied_at: ColumnType<Date, string | Date, string | Date>
}

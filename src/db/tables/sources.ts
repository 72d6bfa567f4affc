import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Column } from '../../contract/catalogue.ts'

type Moment = ColumnType<Date | null, string | Date | null | undefined, string | Date | null>
type Json<T extends object> = JSONColumnType<T | null, string | null | undefined, string | null>

/** How the text of a column is turned into values. */
export type Reading =
  | { readonly kind: 'text' | 'boolean' }
  /** `format` shows how thousands and decimals are marked: 1.234,56 or 1,234.56; without one only the point is known. */
  | { readonly kind: 'integer' | 'double'; readonly format?: string }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number; readonly format?: string }
  /** `format` is a strptime pattern; without one the values are ISO 8601. */
  | { readonly kind: 'date' | 'local' | 'instant'; readonly format?: string }

export type StoredColumn = Column & {
  readonly reading: Reading
  /** No row has a value, so that the type says nothing yet. */
  readonly blank?: boolean
}

/** Something about the data that a person should know or decide. `yaml` holds the lines that settle it. */
export type Notice = {
  readonly code: string
  readonly column?: string
  readonly message: string
  readonly yaml?: string
}

/** A file as it was when it was read. */
export type InputFile = {
  readonly shown: string
  readonly path: string
  readonly size: number
  readonly modified: string
  readonly hash: string
}

/** One row a source that was ever read or tried: its newest good snapshot and how the last attempt ended. */
export type SourceStatesTable = {
  name: string
  version: string | null
  key_column: string | null
  columns: Json<readonly StoredColumn[]>
  rows: number | null
  corrupt_rows: number | null
  corrupt_reasons: Json<Readonly<Record<string, number>>>
  notices: Json<readonly Notice[]>
  inputs: Json<readonly InputFile[]>
  definition_hash: string | null
  refreshed_at: Moment
  duration_ms: number | null
  checked_at: Moment
  /** Read at the next refresh though nothing seems changed. */
  read_anew: Generated<boolean>
  error_code: string | null
  error_message: string | null
  error_at: Moment
}

/** How many customers there were, each time their rows were made anew. */
export type ProfileSizesTable = {
  version: string
  rows: number
  refreshed_at: Date
}

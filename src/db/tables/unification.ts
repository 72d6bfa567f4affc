import type { ColumnType, JSONColumnType } from 'kysely'
import type { Column } from '../../contract/catalogue.ts'
import type { UnificationFigures } from '../../contract/unification-figures.ts'

type Moment = ColumnType<Date | null, string | Date | null | undefined, string | Date | null>
type Json<T extends object> = JSONColumnType<T | null, string | null | undefined, string | null>

/** What matching alone found; times as JSON has them. */
export type StoredMatching = {
  readonly version: string
  readonly definitionHash: string
  /** The version of each table that was read. */
  readonly inputs: Readonly<Record<string, string>>
  readonly figures: UnificationFigures
  readonly matchedAt: string
  readonly durationMs: number
}

/** One row, named `profiles`, where the profiles were ever unified or that was tried. */
export type UnificationStatesTable = {
  name: string
  version: string | null
  definition_hash: string | null
  columns: Json<readonly Column[]>
  rows: number | null
  inputs: Json<Readonly<Record<string, string>>>
  statistics: Json<UnificationFigures>
  refreshed_at: Moment
  duration_ms: number | null
  checked_at: Moment
  matching: Json<StoredMatching>
  error_code: string | null
  error_message: string | null
  error_at: Moment
}

import type { JSONColumnType } from 'kysely'

/** Where a segment stands: its newest good members and what they were computed from. */
export type SegmentStatesTable = {
  segment: string
  version: string | null
  /** Parquet file of the members, relative to the data directory. */
  file: string | null
  members: number | null
  definition_hash: string | null
  /** Version of each table and of each segment's last members that were read, by `table:NAME` and `segment:NAME`. */
  inputs: JSONColumnType<Record<string, string>> | null
  clock: 'none' | 'day' | 'moment' | null
  refreshed_at: Date | null
  checked_at: Date | null
  last_error: string | null
  failed_at: Date | null
}

/** How many members each refresh found. */
export type SegmentSizesTable = {
  segment: string
  version: string
  members: number
  refreshed_at: Date
}

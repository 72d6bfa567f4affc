import type { Db } from '../db/database.ts'
import type { DataDirectory } from '../lib/data-directory.ts'

/** Where a segment stands, as the last refreshes left it. */
export type SegmentState = {
  readonly version: string | undefined
  /** Parquet files of the newest good members, absolute; none before the first refresh. */
  readonly files: readonly string[]
  readonly members: number | undefined
  readonly hash: string | undefined
  readonly clock: 'none' | 'day' | 'moment'
  readonly refreshedAt: Date | undefined
  /** When it was last found to be up to date. */
  readonly checkedAt: Date | undefined
  readonly lastError: string | undefined
  readonly failedAt: Date | undefined
}

type Needs = { readonly db: Db; readonly directory: DataDirectory }

/** The states of all segments that were ever refreshed or tried, by name. */
export async function loadSegmentStates({ db, directory }: Needs): Promise<ReadonlyMap<string, SegmentState>> {
  const rows = await db.selectFrom('segment_states').selectAll().execute()
  return new Map(
    rows.map((row) => [
      row.segment,
      {
        version: row.version ?? undefined,
        files: row.file === null ? [] : [directory.absolute(row.file)],
        members: row.members ?? undefined,
        hash: row.definition_hash ?? undefined,
        clock: row.clock ?? 'none',
        refreshedAt: row.refreshed_at ?? undefined,
        checkedAt: row.checked_at ?? undefined,
        lastError: row.last_error ?? undefined,
        failedAt: row.failed_at ?? undefined,
      },
    ]),
  )
}

export type SegmentSize = { readonly members: number; readonly refreshedAt: Date }

/** How many members a segment had after each refresh (since a moment, where one is given), the newest first. */
export async function loadSegmentSizes(
  db: Db,
  segment: string,
  { limit = 100, since }: { readonly limit?: number; readonly since?: Date } = {},
): Promise<SegmentSize[]> {
  const rows = await db
    .selectFrom('segment_sizes')
    .select(['members', 'refreshed_at'])
    .where('segment', '=', segment)
    .$if(since !== undefined, (query) => query.where('refreshed_at', '>=', since as Date))
    .orderBy('refreshed_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ members: row.members, refreshedAt: row.refreshed_at }))
}

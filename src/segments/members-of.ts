import type { Db } from '../db/database.ts'
import type { DataDirectory } from '../lib/data-directory.ts'

export type Members = { readonly files: string[]; readonly members: number; readonly refreshedAt: Date }

/** The newest good members of a segment: Parquet files with a column `profile_key`; undefined before the first refresh. */
export async function membersOf(
  { db, directory }: { readonly db: Db; readonly directory: DataDirectory },
  segment: string,
): Promise<Members | undefined> {
  const row = await db
    .selectFrom('segment_states')
    .select(['file', 'members', 'refreshed_at'])
    .where('segment', '=', segment)
    .executeTakeFirst()
  if (!row || row.file === null || row.members === null || row.refreshed_at === null) return undefined
  return { files: [directory.absolute(row.file)], members: row.members, refreshedAt: row.refreshed_at }
}

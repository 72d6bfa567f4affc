import type { Db } from '../db/database.ts'

/** Rows of the Customer table as they were made at a moment; `version` is of what was made. */
type Made = { readonly version: string; readonly rows: number; readonly refreshedAt: Date }

/** Notes how many customers there are now, once for each time that their rows were made anew. */
export async function noteProfileSize(db: Db, { version, rows, refreshedAt }: Made): Promise<void> {
  await db
    .insertInto('profile_sizes')
    .values({ version, rows, refreshed_at: refreshedAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export type ProfileSize = { readonly rows: number; readonly refreshedAt: Date }

/** How many customers there were (since a moment, where one is given), the newest first. */
export async function loadProfileSizes(
  db: Db,
  { limit, since }: { readonly limit: number; readonly since?: Date },
): Promise<readonly ProfileSize[]> {
  let query = db.selectFrom('profile_sizes').select(['rows', 'refreshed_at']).orderBy('refreshed_at', 'desc')
  if (since) query = query.where('refreshed_at', '>=', since)
  const rows = await query.limit(limit).execute()
  return rows.map((row) => ({ rows: row.rows, refreshedAt: row.refreshed_at }))
}

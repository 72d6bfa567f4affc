import type { Db } from '../db/database.ts'
import type { Ended } from './take-reading.ts'

/** The people whose departure from an account was ended by an administrator, one by one, with when. */
export async function endedDepartures(db: Db, accountId: string): Promise<Ended[]> {
  const rows = await db
    .selectFrom('departure_endings')
    .select(['email', 'ended_at'])
    .where('account_id', '=', accountId)
    .where('email', 'is not', null)
    .execute()
  return rows.flatMap(({ email, ended_at }) => (email === null ? [] : [{ email, endedAt: ended_at }]))
}

import type { Db } from '../db/database.ts'
import { quoteText } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
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

/**
 * A query of the account's departures (a file of `email, kind, since, …`) without those that an administrator ended; one that
 * Constant Contact shows of later counts again. Nobody but the person can end an opt-out, so only deletions end by an act.
 */
export function standingDepartures(file: string, ended: readonly Ended[]): string {
  const departures = `select * from ${readSnapshot([file])}`
  if (ended.length === 0) return departures
  const rows = ended.map(
    ({ email, endedAt }) => `(${quoteText(email)}, ${quoteText(endedAt.toISOString())}::timestamptz)`,
  )
  return `${departures} gone where not (kind = 'deleted' and exists (
    select 1 from (values ${rows.join(', ')}) act(who, ended_at) where who = gone.email and coalesce(gone.since::timestamptz, ended_at) <= ended_at))`
}

import type { Db } from '../../db/database.ts'
import { quoteText } from '../../engine/quote-name.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
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
  return ended.length === 0 ? departures : `${departures} gone where not (${wasEnded('gone', actsQuery(ended))})`
}

/**
 * A condition on `gone`, the account's departures: whose deletion an administrator ended, and whom an import has brought back
 * since. Such a departure is over, though where the account tells no counts its row stays until the weekly reading. `claims` are
 * files of `email, delivered_at, …`; by name, since an earlier Postbud wrote fewer columns.
 */
export function broughtBack(claims: readonly string[], ended: readonly Ended[]): string {
  if (claims.length === 0 || ended.length === 0) return 'false'
  const none = 'select null::varchar as email, null::timestamptz as delivered_at where false'
  const acts = `select who, ended_at from (${actsQuery(ended)}) act
    join (${none} union all by name select * from ${readSnapshot(claims)}) claim on claim.email = act.who
    where claim.delivered_at > act.ended_at`
  return wasEnded('gone', acts)
}

function actsQuery(ended: readonly Ended[]): string {
  const rows = ended.map(
    ({ email, endedAt }) => `(${quoteText(email)}, ${quoteText(endedAt.toISOString())}::timestamptz)`,
  )
  return `select who, ended_at from (values ${rows.join(', ')}) act(who, ended_at)`
}

/** Whether one of the acts ended a row's deletion: one of an earlier time, for who was deleted again has departed anew. */
function wasEnded(row: string, acts: string): string {
  return `${row}.kind = 'deleted' and exists (
    select 1 from (${acts}) act where act.who = ${row}.email and coalesce(${row}.since::timestamptz, act.ended_at) <= act.ended_at)`
}

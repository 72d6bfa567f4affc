import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'

/** A connection is checked this often, so that its tokens are renewed long before they lapse, and what is wrong is known. */
const everyHours = 24
/** What could not be found out is asked again sooner. */
const againHours = 1

/** The connections that are connected and were not checked for a day, by name. */
export async function dueChecks({ db, clock }: { readonly db: Db; readonly clock: Clock }): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from connection_states
    where status = 'connected'
      and coalesce((last_check ->> 'at')::timestamptz, connected_at, updated_at)
        + make_interval(hours => case last_check ->> 'verdict' when 'unknown' then ${againHours}::integer else ${everyHours}::integer end)
        <= ${clock.now()}
    order by name`.execute(db)
  return rows.map(({ name }) => name)
}

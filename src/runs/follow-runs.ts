import type { ControlDatabase } from '../db/database.ts'
import type { RunRow } from '../exports/run/run-store.ts'
import { type Follower, makeFollower } from './follower.ts'

const followers = new WeakMap<ControlDatabase, Follower<RunRow>>()

/** The one follower of runs in this process. */
export function runFollower(database: ControlDatabase): Follower<RunRow> {
  const known = followers.get(database)
  if (known) return known
  const { db } = database
  const made = makeFollower(({ ids, open, endedSince }) =>
    db
      .selectFrom('runs')
      .selectAll()
      .where((where) =>
        where.or([
          ...(open ? [where('finished_at', 'is', null), where('finished_at', '>=', endedSince)] : []),
          where('id', 'in', ids.length > 0 ? ids : ['']),
        ]),
      )
      .orderBy('created_at')
      .execute(),
  )
  followers.set(database, made)
  return made
}

import type { ControlDatabase } from '../db/database.ts'
import { type ReadTask, tasksOfRefreshes } from '../system-refresh/read-refreshes.ts'
import type { RefreshRow } from '../system-refresh/refresh-store.ts'
import { type Follower, makeFollower } from './follower.ts'

/** A refresh with the whole of its workflow. */
export type FollowedRefresh = RefreshRow & { readonly tasks: readonly ReadTask[] }

const followers = new WeakMap<ControlDatabase, Follower<FollowedRefresh>>()

/** The one follower of refreshes in this process. */
export function refreshFollower(database: ControlDatabase): Follower<FollowedRefresh> {
  const known = followers.get(database)
  if (known) return known
  const { db } = database
  const made = makeFollower(async ({ ids, open, endedSince }) => {
    const refreshes = await db
      .selectFrom('refreshes')
      .selectAll()
      .where((where) =>
        where.or([
          ...(open ? [where('finished_at', 'is', null), where('finished_at', '>=', endedSince)] : []),
          where('id', 'in', ids.length > 0 ? ids : ['']),
        ]),
      )
      .orderBy('created_at')
      .execute()
    const tasks = Map.groupBy(
      await tasksOfRefreshes(
        db,
        refreshes.map(({ id }) => id),
      ),
      ({ refresh_id }) => refresh_id,
    )
    return refreshes.map((refresh) => ({ ...refresh, tasks: tasks.get(refresh.id) ?? [] }))
  })
  followers.set(database, made)
  return made
}

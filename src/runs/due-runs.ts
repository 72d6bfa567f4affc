import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { readPause } from '../exports/run/pause.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory; readonly clock: Clock }

/** Up to so many members an export counts as small. */
const smallUpTo = 20_000
/** Whatever was due this long ago comes before what is smaller. */
const patienceMs = 10 * 60_000

/**
 * The runs that somebody could carry on now: not those that wait for a person or for a list on which another is not done (to
 * ask for the list each time would cost a request), nor before the time of their next attempt, nor any but canceled ones while delivery is paused. Small ones come first, so that nobody waits behind a million; who waited long comes before them.
 */
export async function dueRuns({ db, directory, clock }: Needs, which: 'all' | 'small'): Promise<string[]> {
  const paused = (await readPause(directory)) !== undefined
  const now = clock.now()
  const longAgo = new Date(now.getTime() - patienceMs)
  const { rows } = await sql<{ id: string }>`
    select id from (
      select runs.id, created_at, coalesce(next_attempt_at, created_at) as due_at,
        coalesce((figures #>> '{all,members}')::bigint, last.members, 0) as members
      from runs
        left join lateral (
          select (before.figures #>> '{all,members}')::bigint as members from runs before
          where before.export_name = runs.export_name and before.finished_at is not null and before.planned_at is not null
          order by before.created_at desc limit 1
        ) last on true
      where finished_at is null
        and (cancel is not null or (not ${paused} and not (stage = 'approval' and approval -> 'approved' is null)))
        and not (${paused} and waits_for is not distinct from 'paused')
        and (next_attempt_at is null or next_attempt_at <= ${now})
        and not (waits_for is not distinct from 'list_busy' and exists (
          select from export_lists its
            join runs other on other.account_id = its.account_id and other.list_id = its.list_id
          where its.export_name = runs.export_name
            and other.id <> runs.id and other.finished_at is null and other.stage <> 'approval'
        ))
    ) due
    where ${which === 'all'} or members <= ${smallUpTo}
    order by due_at > ${longAgo}, members, created_at, id`.execute(db)
  return rows.map(({ id }) => id)
}

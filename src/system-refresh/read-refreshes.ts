import { type Selectable, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { RefreshTasksTable } from '../db/tables/schedules.ts'
import { RefreshNotFoundError } from './cancel-refresh.ts'
import { findRefresh, type RefreshRow, type TaskKind } from './refresh-store.ts'

/** A task, how long it took, and how long the last one that went well for the same thing did. */
export type ReadTask = Selectable<RefreshTasksTable> & {
  /** Milliseconds; null while it has not ended, or was not attempted. */
  readonly took_ms: number | null
  readonly took_before_ms: number | null
  /** How the run of an export stands now, which may have gone on since the refresh ended. */
  readonly run_status: string | null
}

/** Refreshes, the newest first; `before` is the id of the last one of the page before. */
export async function readRefreshes(
  db: Db,
  { limit, before }: { readonly limit: number; readonly before?: string },
): Promise<RefreshRow[]> {
  // Ids tell the second only, in which two may have been made.
  let query = db.selectFrom('refreshes').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit)
  const last = before === undefined ? undefined : await findRefresh(db, before)
  if (last) query = query.where(sql<boolean>`(created_at, id) < (${last.created_at}, ${last.id})`)
  return query.execute()
}

/** A refresh with the whole of its workflow. Throws RefreshNotFoundError. */
export async function readRefresh(
  db: Db,
  id: string,
): Promise<{ readonly refresh: RefreshRow; readonly tasks: readonly ReadTask[] }> {
  const refresh = await findRefresh(db, id)
  if (!refresh) throw new RefreshNotFoundError(id)
  return { refresh, tasks: await tasksWhere(db, sql`task.refresh_id = ${id}`, sql`task.position`) }
}

/** The tasks of these refreshes, each one's in their order. */
export async function tasksOfRefreshes(db: Db, ids: readonly string[]): Promise<readonly ReadTask[]> {
  if (ids.length === 0) return []
  return tasksWhere(db, sql`task.refresh_id in (${sql.join(ids)})`, sql`task.refresh_id, task.position`)
}

/** The last tasks of one thing, the newest first (feature map, Y2). */
export async function readTasksOf(db: Db, kind: TaskKind, name: string, limit: number): Promise<readonly ReadTask[]> {
  return tasksWhere(
    db,
    sql`task.kind = ${kind} and task.name = ${name}`,
    sql`refresh.created_at desc, task.position limit ${limit}`,
  )
}

async function tasksWhere(
  db: Db,
  which: ReturnType<typeof sql>,
  order: ReturnType<typeof sql>,
): Promise<readonly ReadTask[]> {
  const took = (alias: string) =>
    sql`(extract(epoch from (${sql.ref(`${alias}.finished_at`)} - ${sql.ref(`${alias}.started_at`)})) * 1000)::integer`
  const { rows } = await sql<ReadTask>`
    select task.*, case when task.status = 'Skipped' then null else ${took('task')} end as took_ms,
      ${took('before')} as took_before_ms, runs.status as run_status
    from refresh_tasks task
      join refreshes refresh on refresh.id = task.refresh_id
      left join runs on runs.id = task.run_id
      left join lateral (
        select earlier.started_at, earlier.finished_at
        from refresh_tasks earlier join refreshes former on former.id = earlier.refresh_id
        where earlier.kind = task.kind and earlier.name = task.name
          and (former.created_at, former.id) < (refresh.created_at, refresh.id)
          and earlier.status in ('Successful', 'Completed with warnings') and earlier.finished_at is not null
        order by former.created_at desc limit 1
      ) before on true
    where ${which}
    order by ${order}`.execute(db)
  return rows
}

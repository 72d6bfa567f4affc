import type { Selectable } from 'kysely'
import type { Db } from '../db/database.ts'
import type { RefreshesTable, RefreshTasksTable } from '../db/tables/schedules.ts'
import type { Status } from '../exports/run/run-store.ts'

export type RefreshRow = Selectable<RefreshesTable>
export type TaskRow = Selectable<RefreshTasksTable>
export type TaskKind = TaskRow['kind']

/** The order in which a refresh does its tasks: each kind after those that it hangs on. */
export const stages = ['source', 'profiles', 'segment', 'export'] as const satisfies readonly TaskKind[]

/** What the task of the kind `profiles` is called that matches rows and leaves the profiles as they are. */
export const matchingTask = 'matching'

export async function findRefresh(db: Db, id: string): Promise<RefreshRow | undefined> {
  return db.selectFrom('refreshes').selectAll().where('id', '=', id).executeTakeFirst()
}

/** A refresh that is known to be there, as it stands now. */
export async function requireRefresh(db: Db, id: string): Promise<RefreshRow> {
  const refresh = await findRefresh(db, id)
  if (!refresh) throw new Error(`refresh ${id} is gone`)
  return refresh
}

/** The refreshes that have not ended, the oldest first. */
export async function openRefreshes(db: Db): Promise<RefreshRow[]> {
  return db.selectFrom('refreshes').selectAll().where('finished_at', 'is', null).orderBy('created_at').execute()
}

export async function tasksOf(db: Db, refreshId: string): Promise<TaskRow[]> {
  return db.selectFrom('refresh_tasks').selectAll().where('refresh_id', '=', refreshId).orderBy('position').execute()
}

export async function updateTask(
  db: Db,
  task: Pick<TaskRow, 'refresh_id' | 'position'>,
  values: Partial<{
    status: Status
    reason: string | null
    message: string | null
    counts: string
    run_id: string
    failures: number
    next_attempt_at: Date | null
    started_at: Date
    finished_at: Date
  }>,
): Promise<void> {
  await db
    .updateTable('refresh_tasks')
    .set(values)
    .where('refresh_id', '=', task.refresh_id)
    .where('position', '=', task.position)
    .execute()
}

export async function updateRefresh(
  db: Db,
  id: string,
  values: Partial<{
    status: Status
    reason: string | null
    message: string | null
    started_at: Date
    finished_at: Date
    canceled_by: string
  }>,
): Promise<void> {
  await db.updateTable('refreshes').set(values).where('id', '=', id).execute()
}

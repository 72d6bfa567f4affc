import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { RunRow } from './run-store.ts'

/** What a list of exports tells of a run. */
export type LastRun = Pick<
  RunRow,
  'id' | 'export_name' | 'kind' | 'trigger' | 'status' | 'reason' | 'message' | 'created_at' | 'finished_at'
>

/** The newest run of each export, by its name. */
export async function lastRuns(db: Db): Promise<ReadonlyMap<string, LastRun>> {
  const { rows } = await sql<LastRun>`
    select distinct on (export_name)
      id, export_name, kind, trigger, status, reason, message, created_at, finished_at
    from runs order by export_name, created_at desc, id desc`.execute(db)
  return new Map(rows.map((row) => [row.export_name, row]))
}

/** When each export last ended a run by which its list was brought in step. */
export async function lastDelivered(db: Db): Promise<ReadonlyMap<string, Date>> {
  const rows = await db
    .selectFrom('runs')
    .select(['export_name', sql<Date>`max(finished_at)`.as('at')])
    .where('status', 'in', ['Successful', 'Completed with warnings'])
    .where('kind', '=', 'export')
    .where('finished_at', 'is not', null)
    .groupBy('export_name')
    .execute()
  return new Map(rows.map((row) => [row.export_name, row.at]))
}

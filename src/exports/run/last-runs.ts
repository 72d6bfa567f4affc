import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { RunRow } from './run-store.ts'

/** What a list of exports tells of a run. */
export type LastRun = Pick<
  RunRow,
  'id' | 'export_name' | 'kind' | 'trigger' | 'status' | 'reason' | 'message' | 'created_at' | 'finished_at'
>

/** The newest run of each of these exports, by its name. Looks each up by itself, since there may be years of runs. */
export async function lastRuns(db: Db, names: readonly string[]): Promise<ReadonlyMap<string, LastRun>> {
  const { rows } = await sql<LastRun>`
    select last.* from unnest(${[...names]}::text[]) as wanted (name), lateral (
      select id, export_name, kind, trigger, status, reason, message, created_at, finished_at
      from runs where export_name = wanted.name order by created_at desc, id desc limit 1
    ) last`.execute(db)
  return new Map(rows.map((row) => [row.export_name, row]))
}

/** When each of these exports last ended a run by which its list was brought in step. */
export async function lastDelivered(db: Db, names: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ export_name: string; finished_at: Date }>`
    select last.* from unnest(${[...names]}::text[]) as wanted (name), lateral (
      select export_name, finished_at from runs
      where export_name = wanted.name and kind = 'export' and finished_at is not null
        and status in ('Successful', 'Completed with warnings')
      order by created_at desc, id desc limit 1
    ) last`.execute(db)
  return new Map(rows.map((row) => [row.export_name, row.finished_at]))
}

import type { Selectable } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { BatchesTable, RunsTable } from '../../db/tables/exports.ts'

export type RunRow = Selectable<RunsTable>
export type BatchRow = Selectable<BatchesTable>

/** Where a run is; each stage ends with something durable, from which a later process goes on. */
export type Stage =
  | 'refreshing'
  | 'planning'
  | 'approval'
  | 'delivering'
  | 'settling'
  | 'removing'
  | 'closing'
  | 'finished'

/** The statuses of product.md, "told truthfully". */
export type Status =
  | 'Queued'
  | 'Refreshing'
  | 'Processing'
  | 'Waits for approval'
  | 'Successful'
  | 'Completed with warnings'
  | 'Failure (will retry)'
  | 'Failed (permanent)'
  | 'Skipped'
  | 'Canceled'

export async function findRun(db: Db, id: string): Promise<RunRow | undefined> {
  return db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst()
}

/** A run that is known to be there, as it stands now. */
export async function requireRun(db: Db, id: string): Promise<RunRow> {
  const run = await findRun(db, id)
  if (!run) throw new Error(`run ${id} is gone`)
  return run
}

/** The run of an export that still has something left to do. */
export async function findOpenRun(db: Db, exportName: string): Promise<RunRow | undefined> {
  return db
    .selectFrom('runs')
    .selectAll()
    .where('export_name', '=', exportName)
    .where('finished_at', 'is', null)
    .executeTakeFirst()
}

/** The run that is at work on a list, whichever export it is of; one that waits for a person is not. */
export async function findOpenRunOnList(db: Db, accountId: string, listId: string): Promise<RunRow | undefined> {
  return db
    .selectFrom('runs')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('list_id', '=', listId)
    .where('finished_at', 'is', null)
    .where('stage', '<>', 'approval')
    .executeTakeFirst()
}

export async function updateRun(
  db: Db,
  id: string,
  values: Partial<{
    account_id: string
    list_id: string
    stage: Stage
    status: Status
    reason: string | null
    message: string | null
    members: string
    plan_file: string
    receipts_file: string
    removals_file: string
    approval: string
    waits_for: string | null
    waits_until: Date | null
    next_attempt_at: Date | null
    failures: number
    failing_since: Date | null
    cancel: string
    progress: string
    figures: string
    planned_at: Date
    finished_at: Date
  }>,
): Promise<void> {
  await db.updateTable('runs').set(values).where('id', '=', id).execute()
}

/** The imports of a run, or its removals. */
export async function batchesOf(db: Db, runId: string, kind: BatchRow['kind'] = 'import'): Promise<BatchRow[]> {
  return db
    .selectFrom('batches')
    .selectAll()
    .where('run_id', '=', runId)
    .where('kind', '=', kind)
    .orderBy('number')
    .execute()
}

/** A batch that is known to be there, as it stands now. */
export async function requireBatch(db: Db, runId: string, number: number): Promise<BatchRow> {
  return db
    .selectFrom('batches')
    .selectAll()
    .where('run_id', '=', runId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
}

export function peopleOf(batches: readonly Pick<BatchRow, 'people'>[]): number {
  return batches.reduce((sum, { people }) => sum + people, 0)
}

export async function updateBatch(
  db: Db,
  batch: Pick<BatchRow, 'run_id' | 'number'>,
  values: Partial<{
    state: BatchRow['state']
    people: number
    bytes: number
    sha256: string
    sent_at: Date
    activity_id: string
    verdict: string
  }>,
): Promise<void> {
  await db
    .updateTable('batches')
    .set(values)
    .where('run_id', '=', batch.run_id)
    .where('number', '=', batch.number)
    .execute()
}

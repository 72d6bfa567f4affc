import { recordAudit } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { Db, Tx } from '../db/database.ts'
import { markCanceled } from '../exports/run/mark-canceled.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'
import { findRefresh, type RefreshRow, requireRefresh, updateRefresh } from './refresh-store.ts'

/** Raised when somebody names a refresh that is not there. */
export class RefreshNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(id: string) {
    super(said`There is no refresh "${id}".`)
  }
}

/** Raised when a refresh that has ended is to be canceled. */
export class RefreshEndedError extends AppError {
  override readonly code = 'refresh_ended'
  override readonly recovery = 'never'
  constructor({ id, status }: RefreshRow) {
    super(said`Refresh ${id} has ended already (${status}), so there is nothing to cancel.`)
  }
}

/**
 * Asks a refresh to stop: what it reads now is dropped and the last good data stay, what it has not begun is Canceled, and with it
 * the runs that it has begun and that have no plan yet. One whose plan is frozen may have sent something, so it goes on, and
 * canceling that is an act of its own. Throws RefreshNotFoundError, RefreshEndedError.
 */
export async function cancelRefresh(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  actor: Actor,
  id: string,
): Promise<RefreshRow> {
  return db.transaction().execute(async (tx) => {
    const refresh = await findRefresh(tx, id)
    if (!refresh) throw new RefreshNotFoundError(id)
    if (refresh.finished_at) throw new RefreshEndedError(refresh)
    if (refresh.canceled_by !== null) return refresh
    // From here on it begins no more runs (run-exports.ts).
    await updateRefresh(tx, id, { canceled_by: actor.name })
    await recordAudit(tx, { clock }, { actor, action: 'refresh.cancel', target: { kind: 'refresh', name: id } })
    for (const run of await unplannedRunsOf(tx, id)) {
      await markCanceled(tx, { clock }, actor, run, `with refresh ${id}`)
    }
    return requireRefresh(tx, id)
  })
}

/** The runs that a refresh has begun itself, and of which nothing was planned yet. */
async function unplannedRunsOf(tx: Tx, id: string): Promise<{ id: string }[]> {
  return (
    tx
      .selectFrom('refresh_tasks as task')
      .innerJoin('runs', 'runs.id', 'task.run_id')
      .select('runs.id')
      .where('task.refresh_id', '=', id)
      .where('runs.trigger', '=', 'system refresh')
      // One that was under way before was asked for by somebody else.
      .whereRef('runs.created_at', '>=', 'task.started_at')
      .where('runs.finished_at', 'is', null)
      .where('runs.plan_file', 'is', null)
      .execute()
  )
}

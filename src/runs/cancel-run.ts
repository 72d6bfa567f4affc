import { recordAudit } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import { type Cancel, endUnsent, hasSent } from '../exports/end-canceled.ts'
import { tryLockRun } from '../exports/lock-run.ts'
import type { RunNeeds } from '../exports/run-needs.ts'
import { type RunRow, requireRun } from '../exports/run-store.ts'
import { AppError } from '../lib/app-error.ts'

/** Raised when a run that has come to its end is to be canceled. */
export class RunEndedError extends AppError {
  override readonly code = 'run_ended'
  override readonly recovery = 'never'
  constructor({ id, status }: RunRow) {
    super(
      `Run ${id} has ended already (${status}), so there is nothing to cancel. What it did can be taken back with: postbud undo ${id}`,
    )
  }
}

/**
 * Cancels a run: it stops after the request in flight, what had left is settled, and everybody else has a receipt that says
 * so. One that is not at work and has sent nothing ends here and now; any other is ended by whoever carries it on, in whichever
 * process that is. Answers the run as it stands. Throws RunEndedError.
 */
export async function cancelRun(
  needs: RunNeeds,
  actor: Actor,
  { id }: Pick<RunRow, 'id'>,
  note: string | null = null,
): Promise<RunRow> {
  const { db, database, clock } = needs
  const cancel: Cancel = { by: actor.name, at: clock.now().toISOString(), note }
  await db.transaction().execute(async (tx) => {
    const marked = await tx
      .updateTable('runs')
      .set({ cancel: JSON.stringify(cancel), next_attempt_at: null })
      .where('id', '=', id)
      .where('finished_at', 'is', null)
      .where('cancel', 'is', null)
      .returning('export_name')
      .executeTakeFirst()
    if (!marked) return
    const target = { kind: 'run', name: id }
    await recordAudit(tx, needs, { actor, action: 'run.cancel', target, after: { export: marked.export_name, note } })
  })
  const run = await requireRun(db, id)
  if (run.finished_at && run.cancel === null) throw new RunEndedError(run)

  await using lock = await tryLockRun(database, id)
  if (lock && !(await hasSent(db, run))) await endUnsent(needs, run)
  return await requireRun(db, id)
}

import type { Actor } from '../access/person.ts'
import { endUnsent, hasSent } from '../exports/run/end-canceled.ts'
import { lockStandingRun } from '../exports/run/lock-run.ts'
import { markCanceled } from '../exports/run/mark-canceled.ts'
import type { RunNeeds } from '../exports/run/run-needs.ts'
import { type RunRow, requireRun } from '../exports/run/run-store.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

/** Raised when a run that has come to its end is to be canceled. */
export class RunEndedError extends AppError {
  override readonly code = 'run_ended'
  override readonly recovery = 'never'
  constructor({ id, status }: RunRow) {
    super(
      said`Run ${id} has ended already (${status}), so there is nothing to cancel. What it did can be taken back with: postbud undo ${id}`,
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
  const { db } = needs
  await db.transaction().execute((tx) => markCanceled(tx, needs, actor, { id }, note))
  const run = await requireRun(db, id)
  if (run.finished_at && run.cancel === null) throw new RunEndedError(run)

  // Whoever carries it on notices by themselves; one that was just put down is not left to stand until somebody looks.
  await using lock = await lockStandingRun(needs, id, async () => isPutDown(await requireRun(db, id)))
  if (lock && !(await hasSent(db, run))) await endUnsent(needs, run)
  return await requireRun(db, id)
}

/** Whether nobody says to be at work on a run that has not ended. */
function isPutDown({ finished_at, stage, status }: RunRow): boolean {
  return finished_at === null && (stage === 'approval' || status === 'Queued' || status === 'Failure (will retry)')
}

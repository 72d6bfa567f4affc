import type { Db } from '../../db/database.ts'
import { said } from '../../lib/said.ts'
import { closeRun } from '../receipts/close-run.ts'
import type { Ending } from './ending.ts'
import type { RunNeeds } from './run-needs.ts'
import { batchesOf, type RunRow, requireRun, updateRun } from './run-store.ts'

/** Who canceled a run, when (ISO 8601), and why. */
export type Cancel = { readonly by: string; readonly at: string; readonly note: string | null }

/** Whether anything of a run may have reached Constant Contact. */
export async function hasSent(db: Db, { id }: Pick<RunRow, 'id'>): Promise<boolean> {
  const batches = [...(await batchesOf(db, id)), ...(await batchesOf(db, id, 'removal'))]
  return batches.some(({ state, verdict }) => (state !== 'written' && state !== 'empty') || verdict !== null)
}

/** Ends a canceled run of which nothing was sent: whom it would have sent has a receipt that says so. The ledger stays as it is. */
export async function endUnsent(needs: RunNeeds, { id }: Pick<RunRow, 'id'>): Promise<void> {
  const run = await requireRun(needs.db, id)
  if (run.finished_at) return
  const failure = canceledEnding(run)
  if (run.plan_file) return void (await closeRun(needs, run, { exceptions: [], failure, corruptRows: 0, unsent: true }))
  // Nobody had been planned for, so there is nobody to account for.
  await updateRun(needs.db, id, {
    stage: 'finished',
    status: failure.status,
    reason: failure.code,
    message: failure.message,
    waits_for: null,
    waits_until: null,
    next_attempt_at: null,
    finished_at: needs.clock.now(),
  })
}

/** Why what a canceled run did not send was not sent. */
export function canceledEnding({ cancel }: RunRow): NonNullable<Ending['failure']> {
  const { by, note } = cancel as Cancel
  const message = said`Canceled by ${note ? `${by}: ${note}` : by}. What had left by then was settled; the next run plans afresh.`
  return { code: 'canceled', message, status: 'Canceled' }
}

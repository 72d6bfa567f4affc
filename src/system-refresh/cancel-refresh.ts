import { recordAudit } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { findRefresh, type RefreshRow, requireRefresh, updateRefresh } from './refresh-store.ts'

/** Raised when somebody names a refresh that is not there. */
export class RefreshNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(id: string) {
    super(`There is no refresh "${id}".`)
  }
}

/** Raised when a refresh that has ended is to be canceled. */
export class RefreshEndedError extends AppError {
  override readonly code = 'refresh_ended'
  override readonly recovery = 'never'
  constructor({ id, status }: RefreshRow) {
    super(`Refresh ${id} has ended already (${status}), so there is nothing to cancel.`)
  }
}

/**
 * Asks a refresh to stop: what it reads now is dropped and the last good data stay, what it has not begun is Canceled, runs of
 * exports that are in the queue go on. Throws RefreshNotFoundError, RefreshEndedError.
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
    await updateRefresh(tx, id, { canceled_by: actor.name })
    await recordAudit(tx, { clock }, { actor, action: 'refresh.cancel', target: { kind: 'refresh', name: id } })
    return requireRefresh(tx, id)
  })
}

import type { Db } from '../../db/database.ts'
import type { Engine } from '../../engine/engine.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import { AppError } from '../../lib/app-error.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { said } from '../../lib/said.ts'
import { failedPeople, retriedLeavers } from '../plan/retried-people.ts'
import { planFile } from './run-files.ts'
import type { RunRow } from './run-store.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory }

/** Raised when a run cannot be retried or undone. */
export class NotRepeatableError extends AppError {
  override readonly code = 'not_repeatable'
  override readonly recovery = 'never'
}

/**
 * Throws NotRepeatableError unless somebody of the run was rejected, unconfirmed or not sent (for that reason), and its
 * receipts still tell who.
 */
export async function requireRetriable(needs: Needs, subject: RunRow, reason: string | undefined): Promise<void> {
  requireEnded(subject, 'retried')
  const asked = { ...subject, subject: subject.id, subject_reason: reason ?? null }
  const queries = [await failedPeople(needs, asked), await retriedLeavers(needs, asked)]
  await using session = await needs.engine.session()
  for (const query of queries) {
    if (!query) continue
    const [found] = await session.rows(`select 1 as found from (${query.text}) limit 1`, query.params)
    if (found) return
  }
  const what = reason ? said` for the reason "${reason}"` : ''
  throw new NotRepeatableError(
    said`Nobody of run ${subject.id} was rejected, unconfirmed or not sent${what}, so there is nothing to retry. Its receipts: postbud receipts ${subject.id}`,
  )
}

/** Throws NotRepeatableError unless the run has ended, put people on a list, and its receipts still tell whom. */
export async function requireUndoable({ engine, directory }: Needs, subject: RunRow): Promise<void> {
  requireEnded(subject, 'undone')
  await using session = await engine.session()
  const receipts = readSnapshot([directory.absolute(subject.receipts_file ?? '')])
  const [added] = await session.rows(
    `select 1 as found from ${readSnapshot([planFile(directory, subject.id)])} plan
     semi join (select profile_key from ${receipts} where outcome = 'delivered') r using (profile_key)
     where standing = 'new' limit 1`,
  )
  if (added) return
  throw new NotRepeatableError(
    said`Run ${subject.id} put nobody new on the list, so there is nothing to undo. Its receipts: postbud receipts ${subject.id}`,
  )
}

function requireEnded({ id, export_name, finished_at, receipts_file }: RunRow, what: string): void {
  if (!finished_at) {
    throw new NotRepeatableError(
      said`Run ${id} has not ended, so it cannot be ${what}. Carry it on first: postbud run ${export_name}`,
    )
  }
  if (!receipts_file) {
    throw new NotRepeatableError(
      said`Run ${id} sent nothing or its receipts were removed (environment.receiptDays), so it cannot be ${what}.`,
    )
  }
}

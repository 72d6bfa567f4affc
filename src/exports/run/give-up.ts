import { said } from '../../lib/said.ts'
import { type Exception, emailsOf } from '../deliver/find-exceptions.ts'
import type { Verdict } from '../deliver/settle-batches.ts'
import { tryLockList } from '../list/lock-list.ts'
import { closeRun } from '../receipts/close-run.ts'
import { hasSent } from './end-canceled.ts'
import type { Ending } from './ending.ts'
import type { RunNeeds } from './run-needs.ts'
import { readNotes } from './run-notes.ts'
import { type BatchRow, batchesOf, type RunRow } from './run-store.ts'

/**
 * Ends a run with a frozen plan that could not be carried on for too long, without asking Constant Contact anything more: who is
 * surely delivered is, who had left otherwise is unconfirmed and keeps a claim, so that the next run sends them again and they
 * leave as others do, and everybody else is not sent. Answers false where it is not ended now: another run has the list, or this
 * one has put somebody back who had departed, and may not end before it has taken them off.
 */
export async function giveUp(needs: RunNeeds, run: RunRow, why: string): Promise<boolean> {
  const message = said`${why} Who had been sent and was not confirmed is sent again; the next run plans afresh.`
  const failure: Ending['failure'] = { code: 'gave_up', message, status: 'Failed (permanent)' }
  const { corruptRows = 0 } = run.figures as { corruptRows?: number }
  if (!(await hasSent(needs.db, run))) {
    await closeRun(needs, run, { exceptions: [], failure, corruptRows, unsent: true })
    return true
  }
  if ((await readNotes(needs.directory, run.id, 'returned')).length > 0) return false
  const place = { accountId: run.account_id ?? '', listId: run.list_id ?? '' }
  await using lock = await tryLockList(needs.database, place)
  if (!lock) return false
  await closeRun(needs, run, { exceptions: await unconfirmedOf(needs, run), failure, corruptRows })
  return true
}

/** Everybody who left in a batch of which not everybody was taken for sure. */
async function unconfirmedOf({ db, directory }: RunNeeds, { id }: RunRow): Promise<Exception[]> {
  const left = (await batchesOf(db, id)).filter(
    ({ state, ...batch }) => state !== 'written' && state !== 'empty' && !(state === 'settled' && tookEverybody(batch)),
  )
  const emails = await Promise.all(left.map((batch) => emailsOf(directory, batch)))
  return emails.flat().map((email) => ({ email, outcome: 'unconfirmed', reason: 'gave_up' }))
}

function tookEverybody({ verdict }: Pick<BatchRow, 'verdict'>): boolean {
  const judged = verdict as Verdict | null
  if (judged?.kind !== 'settled') return false
  return judged.agreement === 'agree' && judged.lines.length + judged.unnamed + judged.notAdded === 0
}

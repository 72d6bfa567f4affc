import { rm } from 'node:fs/promises'
import type { Db } from '../../db/database.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { said } from '../../lib/said.ts'
import { endedDepartures } from '../list/ended-departures.ts'
import { knownOfList } from '../list/known-of-list.ts'
import { layOutList } from '../list/list-model.ts'
import { knownDepartures } from '../list/read-departures.ts'
import { noteAccountDepartures } from '../list/take-reading.ts'
import type { Ending } from '../run/ending.ts'
import { statusOf } from '../run/run-status.ts'
import { batchesOf, type RunRow, type Status } from '../run/run-store.ts'
import { writeRemovalReceipts } from './leaver-receipts.ts'
import { writeReceipts } from './member-receipts.ts'
import { ConservationError, type Outcomes } from './outcomes.ts'
import { type Ledger, writeLedger } from './write-ledger.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory; readonly clock: Clock }

/** Whom the run took off the list, be it that they departed from the account after that. */
const takenOff = "select email from removal where outcome = 'removed' and reason <> 'already_gone'"

const nothingLearnt: Ledger = { claims: [], list: {} }

/**
 * Ends a run: one receipt a member and a leaver, the sums checked, the ledger brought up to date, and everything made
 * visible in one transaction. Killed before that, it is done over from the same files; nothing of it is half there.
 */
export async function closeRun(
  needs: Needs,
  run: RunRow,
  ending: Ending,
): Promise<{ status: Status; outcomes: Outcomes; message: string | null }> {
  const { db, engine, directory, clock } = needs
  const { account_id: accountId, list_id: listId } = run
  if (!accountId || !listId) throw new ConservationError(run.id, said`it was never given a list`)
  const now = clock.now()
  await using session = await engine.session()
  const receipts = await writeReceipts(needs, session, run, ending)
  const removals = await writeRemovalReceipts(needs, session, run, ending)
  const ledger = ending.unsent ? nothingLearnt : await learn()
  const { status, message } = statusOf(receipts.outcomes, removals.outcomes, ending)

  await db.transaction().execute(async (tx) => {
    for (const { exportName, file, entries } of ledger.claims) {
      const place = { account_id: accountId, list_id: listId, export_name: exportName }
      const values = { file, entries, updated_at: now }
      await tx
        .insertInto('claims')
        .values({ ...place, ...values })
        .onConflict((conflict) => conflict.columns(['account_id', 'list_id', 'export_name']).doUpdateSet(values))
        .execute()
    }
    if (Object.keys(ledger.list).length > 0) {
      await tx
        .updateTable('lists')
        .set(ledger.list)
        .where('account_id', '=', accountId)
        .where('list_id', '=', listId)
        .execute()
    }
    await tx
      .updateTable('runs')
      .set({
        stage: 'finished',
        status,
        reason: ending.failure?.code ?? null,
        message,
        receipts_file: receipts.file,
        removals_file: removals.file,
        figures: JSON.stringify({
          ...(run.figures as object),
          outcomes: receipts.outcomes,
          removals: removals.outcomes,
        }),
        waits_for: null,
        waits_until: null,
        next_attempt_at: null,
        finished_at: now,
      })
      .where('id', '=', run.id)
      .execute()
  })
  async function learn(): Promise<Ledger> {
    const departures = await knownDepartures(needs, accountId ?? '')
    await layOutList(needs, session, { accountId: accountId ?? '', listId: listId ?? '' }, departures?.file)
    const known = await knownOfList(needs, run)
    // Their claims end here, and nothing but a departure would tell then that they were on the list.
    const noted = await noteAccountDepartures(session, await endedDepartures(db, accountId ?? ''), takenOff)
    return await writeLedger(needs, session, run, { known, noted, departed: ending.departed ?? [], now })
  }
  // Only now may the bytes go: the batches are settled and everything that could be learnt from them is written down.
  const batches = [...(await batchesOf(db, run.id)), ...(await batchesOf(db, run.id, 'removal'))]
  for (const batch of batches) await rm(directory.absolute(batch.file), { force: true })
  return { status, outcomes: receipts.outcomes, message }
}

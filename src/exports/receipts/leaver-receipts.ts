import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Db } from '../../db/database.ts'
import type { EngineSession } from '../../engine/engine.ts'
import { quoteText } from '../../engine/quote-name.ts'
import { readSnapshot, writeSnapshot } from '../../engine/write-snapshot.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { said } from '../../lib/said.ts'
import { isConfirmed, isUnsent } from '../deliver/confirm-removals.ts'
import type { Ending } from '../run/ending.ts'
import { leaversFile, leavingFile } from '../run/run-files.ts'
import { readNotes } from '../run/run-notes.ts'
import { type BatchRow, batchesOf, type RunRow } from '../run/run-store.ts'
import { ConservationError, type Outcomes } from './outcomes.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }

/**
 * Writes one receipt for each leaver, and checks their sums. Answers the file and how many ended in each way; the session keeps
 * the table `removal`. Throws ConservationError.
 */
export async function writeRemovalReceipts(
  needs: Needs,
  session: EngineSession,
  run: RunRow,
  ending: Ending,
): Promise<{ file: string; outcomes: Outcomes }> {
  await prepareRemovals(needs, session, run, ending)
  const file = join(needs.directory.run(run.id), 'removals.parquet')
  await writeSnapshot(session, file, {
    text: 'select profile_key, email, outcome, reason, why, contact_id, batch from removal',
    params: [],
  })
  return { file: needs.directory.stored(file), outcomes: await checkRemovalSums(needs, session, run) }
}

/** Fills the session's table `removal`: every leaver with the final outcome. */
async function prepareRemovals(
  { db, directory }: Needs,
  session: EngineSession,
  run: RunRow,
  { failure }: Ending,
): Promise<void> {
  const batches = await batchesOf(db, run.id, 'removal')
  const unsent = numbersOf(batches.filter(isUnsent))
  const doubtful = numbersOf(batches.filter((batch) => !isUnsent(batch) && !isConfirmed(batch)))
  const still = (await readNotes(directory, run.id, 'still-there')).map(({ email }) => email)
  const packed = existsSync(leavingFile(directory, run.id))
  const code = quoteText(failure?.code ?? 'stopped')
  // What was never made ready has ended nobody's claim, be it that somebody else keeps them.
  const from = packed
    ? `select * from ${readSnapshot([leavingFile(directory, run.id)])} where why <> 'departed_meanwhile'`
    : `select email, profile_key, why, null as stays, false as later, null as planned, false as gone, null::varchar as contact_id, null::integer as batch
       from ${readSnapshot([leaversFile(directory, run.id)])}`
  await session.run('create temp table still as select unnest($1::varchar[]) as email', [still])
  await session.run(
    `create temp table removal as
     select profile_key, email, why, contact_id, batch,
       case
         when stays is not null then 'kept'
         when gone then 'removed'
         when batch is null or batch in (${unsent}) then 'not_sent'
         when batch in (${doubtful}) or email in (select email from still) then 'unconfirmed'
         else 'removed'
       end as outcome,
       case
         when stays is not null then stays
         when gone then 'already_gone'
         when batch is null or batch in (${unsent}) then case when later then coalesce(planned, ${code}) else ${code} end
         when batch in (${doubtful}) or email in (select email from still) then 'removal_unconfirmed'
         else why
       end as reason
     from (${from})`,
  )
}

/** For a condition of SQL, which knows no empty list. */
function numbersOf(batches: readonly BatchRow[]): string {
  return [-1, ...batches.map(({ number }) => number)].join(', ')
}

/** leavers = removed + kept + unconfirmed + not sent, each leaver once. */
async function checkRemovalSums({ directory }: Needs, session: EngineSession, run: RunRow): Promise<Outcomes> {
  const rows = await session.rows<{ outcome: string; reason: string; people: number }>(
    'select outcome, reason, count(*) as people from removal group by outcome, reason order by outcome, reason',
  )
  const [sums] = await session.rows<{ receipts: number; people: number; leavers: number }>(
    `select (select count(*) from removal) as receipts, (select count(distinct email) from removal) as people,
       (select count(*) from ${readSnapshot([leaversFile(directory, run.id)])}) as leavers`,
  )
  if (!sums || sums.receipts !== sums.leavers || sums.people !== sums.leavers) {
    throw new ConservationError(
      run.id,
      said`${sums?.leavers} leavers, but ${sums?.receipts} receipts for ${sums?.people} people`,
    )
  }
  const outcomes: Record<string, Record<string, number>> = {}
  for (const { outcome, reason, people } of rows) {
    outcomes[outcome] = { ...outcomes[outcome], [reason]: people }
  }
  return outcomes
}

import { removeLeftovers } from '../engine/remove-leftovers.ts'
import type { ListPlace } from '../exports/list/list-model.ts'
import { tryLockList } from '../exports/list/lock-list.ts'
import { tryLockRun } from '../exports/run/lock-run.ts'
import type { RunNeeds } from '../exports/run/run-needs.ts'
import type { RunRow } from '../exports/run/run-store.ts'
import { said } from '../lib/said.ts'
import { turnGeneration } from './erasure-store.ts'
import { valuesOf } from './erasure-subject.ts'
import { erase, type Work } from './erasure-work.ts'
import { forgetOldRows, inDatabase } from './in-database.ts'
import { countClaims, inAccounts, inList, leaveToOthers } from './in-lists.ts'
import { inEndedRuns, inOpenRun } from './in-runs.ts'
import { inMembers, inTables } from './in-tables.ts'
import { inUploads } from './in-uploads.ts'
import { ErasureWaitsError } from './remove-from-lists.ts'

/** The tables come first: what is computed from them after this has nobody of them in it, and what was before is found. */
export async function eraseTables(work: Work): Promise<void> {
  const { needs, session, definitions } = work
  await erase(work, await inTables(needs, session, definitions))
  await turnGeneration(needs.db)
}

/** What neither a list nor a run under way needs. */
export async function eraseUnlisted(work: Work): Promise<number> {
  const { needs, session, definitions } = work
  const emails = new Set(work.subject.emails)
  return (
    (await erase(work, await inTables(needs, session, definitions))) +
    (await eraseUploads(work)) +
    (await erase(work, await inMembers(needs, session))) +
    (await erase(work, await inEndedRuns(needs, session, emails)))
  )
}

async function eraseUploads(work: Work): Promise<number> {
  const { needs, session, definitions, subject, signal } = work
  const { holdings, unread } = await inUploads(needs, session, definitions, valuesOf(subject), signal)
  work.unread = [...unread].map(([name, sentence]) => ({ kind: 'upload', name, sentence }))
  return await erase(work, holdings)
}

/** Takes them out of everything once. Answers how many entries that were, and what it could not do now. */
export async function erasePlaces(
  work: Work,
): Promise<{ readonly erased: number; readonly waiting: ErasureWaitsError | undefined }> {
  const { needs, session } = work
  const { directory, database, clock } = needs
  await removeLeftovers({ directory, owned: database.kind === 'embedded', now: clock.now() })
  let erased = await eraseUnlisted(work)
  let waiting: ErasureWaitsError | undefined
  for (const place of await listsOf(work)) {
    const result = await eraseList(work, place)
    erased += result.erased
    waiting ??= result.waiting
  }
  erased += await erase(work, await inAccounts(needs, session))
  const { holdings, tables } = await inDatabase(needs.db, work.subject.emails)
  erased += await erase(work, holdings)
  if (tables.size > 0) await forgetOldRows(needs.database, tables)
  return { erased, waiting }
}

/** Every list of which anything is known, and those of runs that have not ended. */
async function listsOf({ needs: { db } }: Work): Promise<ListPlace[]> {
  const lists = await db.selectFrom('lists').select(['account_id', 'list_id']).execute()
  const runs = await db
    .selectFrom('runs')
    .select(['account_id', 'list_id'])
    .where('finished_at', 'is', null)
    .where('list_id', 'is not', null)
    .execute()
  const all = [...lists, ...runs].map(({ account_id, list_id }) => [account_id ?? '', list_id ?? ''] as const)
  return [...new Map(all.map(([accountId, listId]) => [`${accountId}/${listId}`, { accountId, listId }])).values()]
}

async function eraseList(
  work: Work,
  place: ListPlace,
): Promise<{ readonly erased: number; readonly waiting?: ErasureWaitsError }> {
  const { needs, session } = work
  await using lock = await tryLockList(needs.database, place)
  if (!lock) {
    return {
      erased: 0,
      waiting: new ErasureWaitsError(
        'list_busy',
        said`A run or a preview is at work on the list ${place.listId}; the erasure goes on when it has ended.`,
      ),
    }
  }
  let erased = 0
  for (const run of await openRunsOn(needs, place)) {
    await using held = await tryLockRun(needs.database, run.id)
    const inRun = held && (await inOpenRun(needs, session, run, new Set(work.subject.emails)))
    if (!inRun || inRun.sent) {
      const sentence = said`Run ${run.id} of export "${run.export_name}" has sent them and has not ended. The erasure goes on when it has: postbud run ${run.export_name}`
      return { erased, waiting: new ErasureWaitsError('run_unfinished', sentence) }
    }
    erased += await erase(work, inRun.holdings)
  }
  await leaveToOthers(needs, session, place)
  erased += await erase(work, await inList(needs, session, place))
  await countClaims(needs, session, place)
  return { erased }
}

async function openRunsOn({ db }: RunNeeds, { accountId, listId }: ListPlace): Promise<RunRow[]> {
  return await db
    .selectFrom('runs')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('list_id', '=', listId)
    .where('finished_at', 'is', null)
    .execute()
}

import { recordAudit } from '../access/audit.ts'
import { systemActor } from '../access/person.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Remaining } from '../db/tables/privacy.ts'
import { resolveWhereSet } from '../definitions/resolve-definitions.ts'
import type { EngineSession } from '../engine/engine.ts'
import { removeLeftovers } from '../engine/remove-leftovers.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { readErasureKey } from '../erased/erasure-key.ts'
import { personHash } from '../erased/person-hash.ts'
import { layOutGone } from '../erased/person-rows.ts'
import type { ListPlace } from '../exports/list/list-model.ts'
import { tryLockList } from '../exports/list/lock-list.ts'
import { tryLockRun } from '../exports/run/lock-run.ts'
import type { RunNeeds } from '../exports/run/run-needs.ts'
import type { RunRow } from '../exports/run/run-store.ts'
import { messageOf } from '../lib/app-error.ts'
import { maskEmailsIn } from '../lib/mask-email.ts'
import { said } from '../lib/said.ts'
import { makeCertificate } from './certificate.ts'
import { type ErasureRow, findErasure, turnGeneration } from './erasure-store.ts'
import {
  type ErasureSubject,
  type KnownOnList,
  readSubject,
  removeSubject,
  valuesOf,
  writeSubject,
} from './erasure-subject.ts'
import { findLinks } from './find-links.ts'
import { byEmail, byKey, type Holding } from './holding.ts'
import { forgetOldRows, inDatabase } from './in-database.ts'
import { countClaims, inAccounts, inList, leaveToOthers } from './in-lists.ts'
import { inEndedRuns, inOpenRun } from './in-runs.ts'
import { inMembers, inTables } from './in-tables.ts'
import { inUploads } from './in-uploads.ts'
import { ErasureWaitsError, removeFromList } from './remove-from-lists.ts'

/** What is at work on an erasure, and what it knows meanwhile. */
type Work = {
  readonly needs: RunNeeds
  readonly written: Definitions
  /** With today's values of variables, where they are set. */
  readonly definitions: Definitions
  readonly session: EngineSession
  readonly id: string
  subject: ErasureSubject
  /** What is told of uploads that could not be looked through. */
  unread: readonly Remaining[]
  readonly signal: AbortSignal
}

/** Two erasures that rewrite one file at once would each bring back whom the other took out. */
const oneAtATime = 'erasures'
/** The code of what an erasure waits for when another is under way, or this one is carried on elsewhere. */
export const erasureBusy = 'erasure_busy'
/** What keeps an erasure waiting is looked at again after so long; a failing removal later than somebody else's work. */
const lookAgainMs = { busy: 30_000, failing: 60 * 60_000 }
/** A file that somebody wrote meanwhile is found by looking again. */
const mostPasses = 5

/**
 * Carries an erasure on, and answers it as it stands when nothing more can be done now: whole, with its certificate, or
 * waiting (`waits_for`) for a run to end, for a list that is busy, or for Constant Contact. Killed anywhere, it is done over from what it
 * wrote down: whatever is found is taken out, until nothing is.
 */
export async function carryOnErasure(
  needs: RunNeeds,
  written: Definitions,
  id: string,
  signal: AbortSignal,
): Promise<ErasureRow> {
  const { db, database, engine, directory, clock } = needs
  const erasure = await findErasure(db, id)
  if (erasure.state !== 'under_way') return erasure
  await using lock = await database.tryLock(oneAtATime)
  if (!lock) {
    const sentence = said`Another erasure is under way; this one goes on when that is done.`
    return { ...erasure, waits_for: { code: erasureBusy, sentence } }
  }
  const subject = await readSubject(directory, id)
  if (!subject) return await finishForgotten(needs, erasure)
  await using session = await engine.session()
  const definitions = resolveWhereSet(written, needs.variables)
  const work: Work = {
    needs,
    written,
    definitions,
    session,
    id,
    subject,
    unread: [],
    signal: AbortSignal.any([signal, lock.lost]),
  }
  try {
    await findEverythingFirst(work)
    await layOutGone(session, valuesOf(work.subject))
    await eraseTables(work)
    const waits = [await removeIfAsked(work, erasure)].flatMap((each) => each ?? [])
    if (waits.length === 0) {
      await leaveOutOfReadings(work)
      for (let pass = 1; ; pass += 1) {
        const { erased, waiting } = await erasePlaces(work)
        if (waiting) {
          waits.push(waiting)
          break
        }
        if (erased === 0) break
        if (pass === mostPasses)
          throw new ErasureWaitsError('files_busy', said`Others keep writing; it goes on in a while.`)
      }
    } else {
      await eraseUnlisted(work)
    }
    const [first] = waits
    if (first) return await wait(needs, id, first.code, first.message)
    return await finish(work, erasure)
  } catch (thrown) {
    work.signal.throwIfAborted()
    await wait(needs, id, 'failed', messageOf(thrown), clock.now().getTime() + lookAgainMs.failing)
    throw thrown
  }
}

/** What has to be known before anything of it is taken out: what hangs on their rows, and the lists they are on. */
async function findEverythingFirst(work: Work): Promise<void> {
  const { needs, definitions, id, subject } = work
  if (!subject.links) {
    const links = await findLinks(needs, definitions, subject)
    await layOutGone(work.session, valuesOf({ ...subject, links }))
    const onLists = await findOnLists(work)
    await save(work, { ...subject, links, onLists })
  }
  const key = await readErasureKey(needs.directory)
  const links = (work.subject.links ?? []).map(({ kind, value }) => ({
    erasure_id: id,
    kind,
    hash: personHash(key, kind, value),
  }))
  if (links.length === 0) return
  await needs.db.transaction().execute(async (tx) => {
    for (let at = 0; at < links.length; at += 1_000) {
      await tx
        .insertInto('erased_hashes')
        .values(links.slice(at, at + 1_000))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    await turnGeneration(tx)
  })
}

/** The lists on which they are as far as we know, for the session's `gone`. */
async function findOnLists({ needs, session }: Work): Promise<KnownOnList[]> {
  const { db, directory } = needs
  const found: KnownOnList[] = []
  for (const list of await db.selectFrom('lists').selectAll().orderBy('name').execute()) {
    const place = { accountId: list.account_id, listId: list.list_id, name: list.name }
    const claims = await db
      .selectFrom('claims')
      .select(['export_name', 'file'])
      .where('account_id', '=', list.account_id)
      .where('list_id', '=', list.list_id)
      .orderBy('export_name')
      .execute()
    const holds = async (file: string, condition: string) => {
      const rows = readSnapshot([directory.absolute(file)])
      return (await session.rows(`select 1 as found from ${rows} where ${condition} limit 1`)).length > 0
    }
    const exports = []
    for (const { export_name, file } of claims) {
      if (await holds(file, `(${byEmail} or ${byKey})`)) exports.push(export_name)
    }
    found.push(...exports.map((exportName) => ({ ...place, exportName })))
    if (exports.length === 0 && list.others_file && (await holds(list.others_file, byEmail))) {
      found.push({ ...place, exportName: null })
    }
  }
  return found
}

async function save(work: Work, subject: ErasureSubject): Promise<void> {
  await writeSubject(work.needs.directory, work.id, subject)
  work.subject = subject
}

/** Takes out what was found, after it is written down how much that is. Answers how many entries were. */
async function erase(work: Work, holdings: readonly Holding[]): Promise<number> {
  const { directory } = work.needs
  const found = { ...work.subject.found }
  for (const { kind, place, entries } of holdings) {
    const name = `${kind}:${place.replace(directory.root, '')}`
    found[name] = Math.max(found[name] ?? 0, entries)
  }
  if (JSON.stringify(found) !== JSON.stringify(work.subject.found)) await save(work, { ...work.subject, found })
  for (const { erase: take } of holdings) {
    work.signal.throwIfAborted()
    await take()
  }
  return holdings.reduce((sum, { entries }) => sum + entries, 0)
}

/** The tables come first: what is computed from them after this has nobody of them in it, and what was before is found. */
async function eraseTables(work: Work): Promise<void> {
  const { needs, session, definitions } = work
  await erase(work, await inTables(needs, session, definitions))
  await turnGeneration(needs.db)
}

async function removeIfAsked(work: Work, { id }: ErasureRow): Promise<ErasureWaitsError | undefined> {
  const { needs, written, signal } = work
  const erasure = await findErasure(needs.db, id)
  if (!erasure.remove_from_lists || erasure.lists_done_at) return undefined
  const { emails } = work.subject
  for (const [at, place] of (work.subject.onLists ?? []).entries()) {
    if (place.removal) continue
    try {
      const removal = await removeFromList(needs, written, erasure, emails, place, signal)
      const onLists = (work.subject.onLists ?? []).map((each, which) => (which === at ? { ...each, removal } : each))
      await save(work, { ...work.subject, onLists })
    } catch (thrown) {
      signal.throwIfAborted()
      if (thrown instanceof ErasureWaitsError) return thrown
      return new ErasureWaitsError('removal_unfinished', messageOf(thrown))
    }
  }
  return undefined
}

/** From here on their address is left out of what is read from Constant Contact. */
async function leaveOutOfReadings({ needs, id }: Work): Promise<void> {
  const { db, clock } = needs
  const { lists_done_at } = await findErasure(db, id)
  if (lists_done_at) return
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('erasures').set({ lists_done_at: clock.now() }).where('id', '=', id).execute()
    await turnGeneration(tx)
  })
}

/** What neither a list nor a run under way needs. */
async function eraseUnlisted(work: Work): Promise<number> {
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
async function erasePlaces(
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

async function wait(
  { db, clock }: RunNeeds,
  id: string,
  code: string,
  sentence: string,
  until = clock.now().getTime() + (code === 'removal_unfinished' ? lookAgainMs.failing : lookAgainMs.busy),
): Promise<ErasureRow> {
  await db
    .updateTable('erasures')
    // What others say of what went wrong may name somebody.
    .set({ waits_for: JSON.stringify({ code, sentence: maskEmailsIn(sentence) }), next_attempt_at: new Date(until) })
    .where('id', '=', id)
    .where('state', '=', 'under_way')
    .execute()
  return await findErasure(db, id)
}

/** Nothing is found any more: who it was is forgotten, and what was done is told. */
async function finish(work: Work, erasure: ErasureRow): Promise<ErasureRow> {
  const { needs, definitions, id, subject } = work
  const { db, directory, clock } = needs
  const endedAt = clock.now()
  const certificate = await makeCertificate(needs, definitions, { erasure, subject, unread: work.unread, endedAt })
  await db
    .updateTable('erasures')
    .set({ certificate: JSON.stringify(certificate) })
    .where('id', '=', id)
    .execute()
  await removeSubject(directory, id)
  return await finishForgotten(needs, await findErasure(db, id))
}

/** Ends an erasure of which nobody knows any more whom it was about. */
async function finishForgotten(needs: RunNeeds, { id, certificate }: ErasureRow): Promise<ErasureRow> {
  const { db } = needs
  if (!certificate) {
    const sentence = said`The file erasures/${id}.json, which says whom the erasure is about, is gone from the data directory. Erase the person again; then lift this one.`
    return await wait(needs, id, 'subject_missing', sentence)
  }
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('erasures')
      .set({ state: 'whole', ended_at: certificate.endedAt, waits_for: null, next_attempt_at: null })
      .where('id', '=', id)
      .execute()
    await recordAudit(tx, needs, {
      actor: systemActor,
      action: 'erasure.end',
      target: { kind: 'erasure', name: id },
      after: { erased: certificate.erased, removedFrom: certificate.removedFrom },
    })
  })
  return await findErasure(db, id)
}

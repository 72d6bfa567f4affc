import type { Definitions } from '../contract/definitions.ts'
import { resolveWhereSet } from '../definitions/resolve-definitions.ts'
import { layOutGone } from '../erased/person-rows.ts'
import type { RunNeeds } from '../exports/run/run-needs.ts'
import { messageOf } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import { finish, finishForgotten, lookAgainMs, wait } from './end-erasure.ts'
import { erasePlaces, eraseTables, eraseUnlisted } from './erase-places.ts'
import { type ErasureRow, findErasure, turnGeneration } from './erasure-store.ts'
import { readSubject, valuesOf } from './erasure-subject.ts'
import { save, type Work } from './erasure-work.ts'
import { findEverythingFirst } from './find-everything-first.ts'
import { ErasureWaitsError, removeFromList } from './remove-from-lists.ts'

/** Two erasures that rewrite one file at once would each bring back whom the other took out. */
const oneAtATime = 'erasures'
/** The code of what an erasure waits for when another is under way, or this one is carried on elsewhere. */
export const erasureBusy = 'erasure_busy'
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

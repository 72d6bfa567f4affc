import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { constantContact } from '../../constant-contact/destination.ts'
import type { Db } from '../../db/database.ts'
import type { Engine } from '../../engine/engine.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { publishFile } from '../../lib/durable-file.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { readWholeList } from '../list/read-whole-list.ts'
import { leavingFile } from '../run/run-files.ts'
import { addNotes } from '../run/run-notes.ts'
import { type BatchRow, batchesOf, updateBatch } from '../run/run-store.ts'
import type { Delivery } from './deliver-batches.ts'
import { sendRemovals } from './send-removals.ts'
import type { RemovalEnd } from './settle-batches.ts'

type Needs = {
  readonly db: Db
  readonly engine: Engine
  readonly directory: DataDirectory
  readonly clock: Clock
  readonly config: { readonly adoptionWaitMs: number }
}

/** How often a removal that did not take is asked for in all. */
const rounds = 3
const pageSize = constantContact.limits.pageSize

/**
 * Settles the removals that nothing confirmed, whose answer was lost or whose job did not tell or do everything, by reading
 * who is still on the list, and removes who is, again. Who is there after that, or after a job that got stuck, is noted as
 * `still-there`.
 */
export async function confirmRemovals(needs: Needs, client: DeliveryAccount, delivery: Delivery): Promise<void> {
  const { db, clock, config } = needs
  for (let round = 1; ; round += 1) {
    const doubtful = (await batchesOf(db, delivery.runId, 'removal')).filter(isDoubtful)
    if (doubtful.length === 0) return
    if (doubtful.some(({ state }) => state === 'unknown')) {
      // The job whose answer was lost may still be waiting in the queue.
      await clock.wait(config.adoptionWaitMs, delivery.signal)
    }
    const there = await stillThere(needs, client, delivery, doubtful)
    for (const batch of doubtful) {
      const ids = (await idsOf(needs, batch)).filter((id) => there.has(id))
      if (ids.length === 0) {
        await updateBatch(db, batch, { state: 'settled', verdict: JSON.stringify({ kind: 'settled', complete: true }) })
      } else if (round >= rounds || isStuck(batch)) {
        await noteStillThere(needs, delivery.runId, ids)
        await updateBatch(db, batch, { state: 'settled', verdict: JSON.stringify({ kind: 'settled', complete: true }) })
      } else {
        await rewrite(needs, batch, ids)
      }
    }
    await sendRemovals(needs, client, delivery)
  }
}

/** Whether nobody can say of a removal that left, and is not under way, that it took off all of its people. */
function isDoubtful({ state, verdict }: BatchRow): boolean {
  if (state === 'unknown') return true
  if (state !== 'settled') return false
  const end = verdict as RemovalEnd
  return end.kind !== 'settled' || !end.complete
}

/** Whether a removal has not left at all; one that is to leave again for some of its people has. */
export function isUnsent({ state, verdict }: BatchRow): boolean {
  return state === 'written' && verdict === null
}

/** Whether a removal is known to have taken off all of its people but those who are noted. */
export function isConfirmed(batch: BatchRow): boolean {
  return batch.state === 'settled' && !isDoubtful(batch)
}

/** Whatever came after a job that does not move would only wait behind it. */
function isStuck({ verdict }: BatchRow): boolean {
  return (verdict as RemovalEnd | null)?.kind === 'stuck'
}

/** The removal of those who are still there only: somebody who is off the list may come back to it by themselves. */
async function rewrite({ db, directory }: Needs, batch: BatchRow, ids: readonly string[]): Promise<void> {
  const bytes = JSON.stringify(ids)
  await publishFile(directory.absolute(batch.file), (temporary) => writeFile(temporary, bytes))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  // That it left before stays with it: the others of its people are off the list by it.
  const verdict = JSON.stringify({ kind: 'settled', complete: false } satisfies RemovalEnd)
  await updateBatch(db, batch, {
    state: 'written',
    verdict,
    people: ids.length,
    bytes: Buffer.byteLength(bytes),
    sha256,
  })
}

async function idsOf({ directory }: Needs, batch: BatchRow): Promise<string[]> {
  return JSON.parse(await readFile(directory.absolute(batch.file), 'utf8'))
}

/** The ids that are on the list: asked for one by one, or read with the whole list, whichever costs fewer requests. */
async function stillThere(
  needs: Needs,
  client: DeliveryAccount,
  { runId, listId, signal, tell }: Delivery,
  batches: readonly BatchRow[],
): Promise<Set<string>> {
  const ids = (await Promise.all(batches.map((batch) => idsOf(needs, batch)))).flat()
  const counted = await client.countContacts({ listIds: [listId], status: 'all' }, signal)
  if (counted !== undefined && ids.length <= Math.ceil(counted / pageSize) + 2) {
    const there = new Set<string>()
    for (const id of ids) {
      const contact = await client.readContactById(id, signal)
      if (contact?.listIds?.includes(listId)) there.add(id)
    }
    return there
  }
  const path = join(needs.directory.run(runId), 'still-on-list.parquet')
  await readWholeList(needs, client, { listId, path, signal, tell })
  await using session = await needs.engine.session()
  const rows = await session.rows<{ contact_id: string }>(
    `select contact_id from ${readSnapshot([path])} semi join (select unnest($1::varchar[]) as contact_id) asked using (contact_id)`,
    [ids],
  )
  return new Set(rows.map(({ contact_id }) => contact_id))
}

async function noteStillThere({ engine, directory }: Needs, runId: string, ids: readonly string[]): Promise<void> {
  await using session = await engine.session()
  const people = await session.rows<{ email: string }>(
    `select email from ${readSnapshot([leavingFile(directory, runId)])} semi join (select unnest($1::varchar[]) as contact_id) there using (contact_id)`,
    [ids],
  )
  await addNotes(
    directory,
    runId,
    'still-there',
    people.map(({ email }) => ({ email, reason: 'removal_unconfirmed' })),
  )
}

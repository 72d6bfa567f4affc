import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Db } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { readPause, refuseWhilePaused } from '../run/pause.ts'
import { type BatchRow, batchesOf, peopleOf, updateBatch } from '../run/run-store.ts'
import { BatchDamagedError, type Delivery } from './deliver-batches.ts'
import { measurePace } from './pace.ts'
import { queuePatience } from './queue-patience.ts'
import { settler } from './settle-batches.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory; readonly clock: Clock }

/** An account takes 1,000 waiting jobs, of everybody's; a run keeps well below that. */
const mostUnderWay = 100

/**
 * Sends the removals of a run that were not sent yet, and waits until all have settled. A removal has no name of ours by
 * which to find it again, so one whose answer was lost becomes `unknown`: who is still on the list is read afterwards.
 * Throws DeliveryPausedError once all that had left has settled.
 */
export async function sendRemovals(needs: Needs, client: DeliveryAccount, delivery: Delivery): Promise<void> {
  const { db, directory, clock } = needs
  const settle = settler(needs, client, { ...delivery, kind: 'removal' })
  for (const batch of await batchesOf(db, delivery.runId, 'removal')) {
    if (batch.state === 'sending') await updateBatch(db, batch, { state: 'unknown' })
  }
  const batches = await batchesOf(db, delivery.runId, 'removal')
  const waiting = batches.filter(({ state }) => state === 'written')
  let sent = batches.length - waiting.length
  let peopleDone = peopleOf(batches) - peopleOf(waiting)
  const peopleInAll = peopleOf(batches)
  const pace = measurePace(clock.now(), peopleDone)
  for (const batch of waiting) {
    await settle.untilOpen(mostUnderWay - 1)
    await sendPatiently(batch)
    sent += 1
    peopleDone += batch.people
    delivery.tell({
      type: 'removal_sent',
      number: batch.number,
      people: batch.people,
      sent,
      batches: batches.length,
      peopleDone,
      peopleInAll,
      requestsLeftToday: await client.requestsLeftToday(),
      ...pace(clock.now(), peopleDone, peopleInAll),
    })
  }
  await settle.untilOpen(0)

  async function sendPatiently(batch: BatchRow): Promise<void> {
    const patience = queuePatience()
    for (let hasLeft = false; !hasLeft; ) {
      if (await readPause(directory)) await settle.untilOpen(0)
      await refuseWhilePaused(directory)
      delivery.signal.throwIfAborted()
      hasLeft = await send(needs, client, delivery, batch).then(() => true, patience)
    }
  }
}

async function send({ db, directory, clock }: Needs, client: DeliveryAccount, delivery: Delivery, batch: BatchRow) {
  const bytes = await readFile(directory.absolute(batch.file), 'utf8')
  if (createHash('sha256').update(bytes).digest('hex') !== batch.sha256) {
    throw new BatchDamagedError(directory.absolute(batch.file))
  }
  await updateBatch(db, batch, { state: 'sending', sent_at: clock.now() })
  const answer = await client.removeFromList([delivery.listId], JSON.parse(bytes)).catch(async (thrown) => {
    // A refusal means that nothing was accepted, so the batch is as it was.
    await updateBatch(db, batch, { state: 'written' })
    throw thrown
  })
  await updateBatch(
    db,
    batch,
    answer.kind === 'accepted' ? { state: 'accepted', activity_id: answer.activity.id } : { state: 'unknown' },
  )
}

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { UnreachableError } from '../../constant-contact/errors.ts'
import type { Db } from '../../db/database.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { said } from '../../lib/said.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { readPause, refuseWhilePaused } from '../run/pause.ts'
import type { Tell } from '../run/run-events.ts'
import { type BatchRow, batchesOf, peopleOf, requireBatch, updateBatch } from '../run/run-store.ts'
import { measurePace } from './pace.ts'
import { queuePatience } from './queue-patience.ts'
import { settler } from './settle-batches.ts'
import { mostUnderWay } from './while-importing.ts'

type Needs = {
  readonly db: Db
  readonly directory: DataDirectory
  readonly clock: Clock
  readonly config: { readonly adoptionWaitMs: number }
}
export type Delivery = {
  readonly runId: string
  readonly listId: string
  readonly signal: AbortSignal
  readonly tell: Tell
}

/** More often than a full queue is waited for, a batch is not tried in one go: what is wrong then takes hours, not minutes. */
const mostLost = 40

/** Raised when a batch's bytes are not what was written down about them. */
export class BatchDamagedError extends AppError {
  override readonly code = 'batch_damaged'
  override readonly recovery = 'never'
  constructor(file: string) {
    super(
      said`The file ${file} is not what was planned (its checksum differs). It was changed from outside; nothing of it was sent.`,
    )
  }
}

/**
 * Sends the batches of a run that were not sent yet, one after another. That a batch is about to be sent is durable before
 * its request leaves; a batch whose answer was lost is looked for among the activities by its file's name and adopted, and
 * sent again only when it is not found for as long as `adoptionWaitMs` (constant-contact.md, 10). Before each
 * try, and while it waits for earlier batches, `refresh` may take people out of what was not sent. Throws DeliveryPausedError
 * once all that had left has settled.
 */
export async function deliverBatches(
  needs: Needs,
  client: DeliveryAccount,
  delivery: Delivery,
  refresh: () => Promise<void>,
): Promise<void> {
  const { db, directory, clock } = needs
  const settle = settler(needs, client, { ...delivery, kind: 'import', meanwhile: refresh })
  const batches = await batchesOf(db, delivery.runId)
  const done = batches.filter(({ state }) => state !== 'written')
  const peopleInAll = peopleOf(batches)
  let sent = done.length
  let peopleDone = peopleOf(done)
  const pace = measurePace(clock.now(), peopleDone)
  for (const { number } of batches.filter(({ state }) => state === 'written')) {
    await settle.untilOpen(mostUnderWay - 1)
    const batch = await sendAsItIs(number)
    if (!batch) continue
    sent += 1
    peopleDone += batch.people
    delivery.tell({
      type: 'batch_sent',
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

  /** The batch as it was accepted, or nothing when nobody is left in it. However often it is tried, it is looked at anew. */
  async function sendAsItIs(number: number): Promise<BatchRow | undefined> {
    const patience = queuePatience()
    for (let lost = 0; lost < mostLost; lost += 1) {
      await refresh()
      if (await readPause(directory)) await settle.untilOpen(0)
      await refuseWhilePaused(directory)
      const batch = await requireBatch(db, delivery.runId, number)
      if (batch.state === 'empty') return undefined
      if (await send(needs, client, delivery, batch).catch(patience)) return batch
    }
    throw new UnreachableError(
      said`an import`,
      said`its answer was lost ${mostLost} times, and nothing of it was found`,
    )
  }
}

/**
 * Finds out what became of the batches that a killed process was sending: adopted where their activity is found, otherwise
 * as if they had never been sent, so that whoever departed since can still be taken out of them.
 */
export async function resolveLostAnswers(needs: Needs, client: DeliveryAccount, delivery: Delivery): Promise<void> {
  for (const batch of await batchesOf(needs.db, delivery.runId)) {
    if (batch.state === 'sending') await adopt(needs, client, delivery, batch)
  }
}

/** Answers whether the batch was accepted; false is a lost answer of which no trace was found. */
async function send(needs: Needs, client: DeliveryAccount, delivery: Delivery, batch: BatchRow): Promise<boolean> {
  const { db, directory, clock } = needs
  delivery.signal.throwIfAborted()
  const bytes = await readFile(directory.absolute(batch.file))
  if (createHash('sha256').update(bytes).digest('hex') !== batch.sha256) {
    throw new BatchDamagedError(directory.absolute(batch.file))
  }
  const sentAt = clock.now()
  await updateBatch(db, batch, { state: 'sending', sent_at: sentAt })
  // The request in flight is finished even when somebody asked to stop: its answer is worth more than the second it takes.
  const answer = await client.importCsv([delivery.listId], batch.file_name, bytes).catch(async (thrown) => {
    // A refusal means that nothing was accepted, so the batch is as it was.
    await updateBatch(db, batch, { state: 'written' })
    throw thrown
  })
  if (answer.kind !== 'accepted') return adopt(needs, client, delivery, { ...batch, sent_at: sentAt })
  await updateBatch(db, batch, { state: 'accepted', activity_id: answer.activity.id })
  return true
}

const lookAgainMs = 5_000

/**
 * Looks for a batch whose answer was lost; false when it is not found and counts as not sent from here on. The patience counts
 * from the first look: a request may have waited for its turn, or for its answer, for longer than that since `sent_at`.
 */
async function adopt(needs: Needs, client: DeliveryAccount, delivery: Delivery, batch: BatchRow): Promise<boolean> {
  const { db, clock, config } = needs
  const startedAt = clock.now()
  for (;;) {
    const activity = await client.findActivityByFileName(batch.file_name, batch.sent_at ?? startedAt, delivery.signal)
    if (activity) {
      await updateBatch(db, batch, { state: 'accepted', activity_id: activity.id })
      delivery.tell({ type: 'batch_adopted', number: batch.number })
      return true
    }
    const left = startedAt.getTime() + config.adoptionWaitMs - clock.now().getTime()
    if (left <= 0) break
    delivery.tell({ type: 'waiting', what: 'lost_answer', until: new Date(clock.now().getTime() + left) })
    await clock.wait(Math.min(lookAgainMs, left), delivery.signal)
  }
  await updateBatch(db, batch, { state: 'written' })
  return false
}

import { rm } from 'node:fs/promises'
import type { Definitions } from '../../contract/definitions.ts'
import { AppError } from '../../lib/app-error.ts'
import { said } from '../../lib/said.ts'
import { refreshFor } from '../../refresh/refresh-for.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { endedDepartures } from '../list/ended-departures.ts'
import { knownOfList } from '../list/known-of-list.ts'
import { knownDepartures, readDepartures } from '../list/read-departures.ts'
import { watchList } from '../list/watch-list.ts'
import { planInput } from '../plan/export-input.ts'
import type { Leaving } from '../plan/judge-leavers.ts'
import { packRemovals } from '../plan/pack-removals.ts'
import { total } from '../plan/plan-figures.ts'
import { requireFields } from '../plan/resolve-target.ts'
import { closeRun } from '../receipts/close-run.ts'
import { canceledEnding } from '../run/end-canceled.ts'
import type { Ending } from '../run/ending.ts'
import { leavingFile } from '../run/run-files.ts'
import { enterStage, exportOf, type RunNeeds, type RunRequest } from '../run/run-needs.ts'
import { batchesOf, type RunRow, requireRun } from '../run/run-store.ts'
import { confirmRemovals } from './confirm-removals.ts'
import { type Delivery, deliverBatches, resolveLostAnswers } from './deliver-batches.ts'
import { departedMeanwhile, type Meanwhile } from './departed-meanwhile.ts'
import { type Exception, findExceptions, sentEmails } from './find-exceptions.ts'
import { sendRemovals } from './send-removals.ts'
import { settler } from './settle-batches.ts'
import { shedRemovals } from './shed-removals.ts'
import { targetMeanwhile } from './target-meanwhile.ts'
import { departuresEveryMs, nextPatience } from './while-importing.ts'
import { withdrawnSince } from './withdrawn-since.ts'
import { withholdDeparted } from './withhold-departed.ts'

/**
 * Carries on a run whose plan is frozen, on the list of that plan: whether the list and its fields are still there is found
 * out before anything more is sent, who departed meanwhile, and who withdrew their consent.
 */
export async function deliverFrozen(
  needs: RunNeeds,
  definitions: Definitions,
  run: RunRow,
  request: RunRequest,
  client: DeliveryAccount,
): Promise<void> {
  if (run.finished_at) return
  if (run.account_id !== client.accountId) return await closeWithoutAccount(needs, run)
  await deliverPlan(needs, run, request, client, async () => {
    const { signal, tell } = request
    // What was accepted before is settled first: who is surely on the list by it and gone from it has left.
    await settler(needs, client, { runId: run.id, kind: 'import', signal, tell }).untilOpen(0)
    await requireFields(client, exportOf(needs, run), signal)
    const list = await client.findList(run.list_id ?? '', signal)
    const departures = await readDepartures(needs, client, signal)
    const waiting = (await batchesOf(needs.db, run.id)).some(({ state }) => state === 'written')
    const removals = await batchesOf(needs.db, run.id, 'removal')
    // Who left by their own hand before we came to take them off has departed, and nothing would tell it afterwards.
    const leaving = leaversOf(run) > 0 && removals.every(({ state }) => state === 'written')
    if (waiting || leaving) await watchList(needs, client, { list, departures, signal, tell })
    const { listDepartures } = await knownOfList(needs, run)
    const withdrawn = waiting ? await findWithdrawn(needs, definitions, run, request) : []
    const ended = await endedDepartures(needs.db, client.accountId)
    await withholdDeparted(needs, run.id, { departures, ended, listDepartures }, withdrawn)
  })
}

/** Whoever of a frozen plan withdrew their consent since, or came onto a suppression list: by today's data. */
async function findWithdrawn(needs: RunNeeds, definitions: Definitions, run: RunRow, { signal }: RunRequest) {
  const definition = exportOf(needs, run)
  if (definition.consent === undefined && !definition.suppress && !definitions.environment.suppress) return []
  const refreshed = await refreshFor(needs, definitions, definition.segments, signal)
  const input = planInput({
    definitions,
    exportName: run.export_name,
    definition,
    catalogue: refreshed.catalogue,
    members: {},
    now: needs.clock.now(),
  })
  return await withdrawnSince(needs, run.id, input)
}

/**
 * Finds out what became of the batches under way, sends what was not sent unless `check` or an answer refuses it for good,
 * settles what was accepted, takes off who leaves, and closes.
 */
export async function deliverPlan(
  needs: RunNeeds,
  run: RunRow,
  request: RunRequest,
  client: DeliveryAccount,
  check?: () => Promise<void>,
): Promise<void> {
  await enterStage(needs, run, request, 'delivering')
  const delivery = deliveryOf(run, request)
  await resolveLostAnswers(needs, client, delivery)
  const keepReading = await keepReadingDepartures(needs, client, run, request)
  const notSent = await untilRefused(async () => {
    await check?.()
    await deliverBatches(needs, client, delivery, () => keepReading('sending'))
  })
  // Where the refusal was of the look for one whose answer was lost, it is still to be looked for.
  if (notSent) await resolveLostAnswers(needs, client, delivery)
  await settleAndClose(needs, client, { run, request, keepReading, notSent })
}

/**
 * Ends a run that somebody canceled after something of it had left: what became of that is found out, whom it has put back on
 * the list who had departed is taken off again, and everybody else is told as not sent.
 */
export async function deliverCanceled(
  needs: RunNeeds,
  run: RunRow,
  request: RunRequest,
  client: DeliveryAccount,
): Promise<void> {
  if (run.finished_at) return
  if (run.account_id !== client.accountId) return await closeWithoutAccount(needs, run)
  await resolveLostAnswers(needs, client, deliveryOf(run, request))
  const keepReading = await keepReadingDepartures(needs, client, run, request)
  await settleAndClose(needs, client, { run, request, keepReading, notSent: canceledEnding(run) })
}

type KeepReading = Awaited<ReturnType<typeof keepReadingDepartures>>
type Settling = {
  readonly run: RunRow
  readonly request: RunRequest
  readonly keepReading: KeepReading
  /** Why not everything was sent. */
  readonly notSent: Refusal | undefined
}

function deliveryOf(run: RunRow, { signal, tell }: RunRequest): Delivery {
  return { runId: run.id, listId: run.list_id ?? '', signal, tell }
}

async function settleAndClose(
  needs: RunNeeds,
  client: DeliveryAccount,
  { run, request, keepReading, notSent }: Settling,
): Promise<void> {
  const { signal } = request
  const delivery = deliveryOf(run, request)
  await enterStage(needs, run, request, 'settling')
  await settler(needs, client, { ...delivery, kind: 'import', meanwhile: () => keepReading('settling') }).untilOpen(0)
  const exceptions = await findExceptions(needs, client, delivery)
  const target = await targetMeanwhile(needs, client, run, signal)
  const meanwhile = await departedMeanwhile(needs, client, run, signal)
  const failure = notSent ?? (target.failure && refusalOf(target.failure))
  const who = failure ? 'returned' : 'everybody'
  const notRemoved = await removePeople(needs, client, { run, request, who }, meanwhile)
  await enterStage(needs, run, request, 'closing')
  await close(needs, run, {
    exceptions: [...exceptions, ...target.exceptions, ...meanwhile.exceptions],
    departed: meanwhile.departed,
    failure: failure ?? notRemoved,
  })
}

/**
 * Reads who departed again while a run sends its imports and while these are under way: takes them out of what has not left, and
 * notes whom an import is about to put back. The first time as soon as the reading that the plan was made from is too old.
 */
async function keepReadingDepartures(
  needs: RunNeeds,
  client: DeliveryAccount,
  run: RunRow,
  { signal }: RunRequest,
): Promise<(stage: 'sending' | 'settling') => Promise<void>> {
  let readAt = (await knownDepartures(needs, client.accountId))?.readAt.getTime() ?? 0
  let patienceMs = departuresEveryMs
  return async (stage) => {
    if (needs.clock.now().getTime() - readAt < (stage === 'sending' ? departuresEveryMs : patienceMs)) return
    if (stage === 'settling') patienceMs = nextPatience(patienceMs)
    const departures = await readDepartures(needs, client, signal)
    readAt = needs.clock.now().getTime()
    const ended = await endedDepartures(needs.db, client.accountId)
    await withholdDeparted(needs, run.id, { departures, ended })
  }
}

/**
 * Takes off who leaves, and whom an import has put back; only the latter where the imports were refused, since a new address
 * may be among what was not sent. Answers what refused it for good, once what was accepted has settled. Where somebody was put
 * back, that is thrown instead: a run that has not mended what it did may not end.
 */
async function removePeople(
  needs: RunNeeds,
  client: DeliveryAccount,
  { run, request, who }: { run: RunRow; request: RunRequest; who: 'everybody' | 'returned' },
  { returned }: Meanwhile,
): Promise<Refusal | undefined> {
  const { signal, tell } = request
  const packed = await batchesOf(needs.db, run.id, 'removal')
  const canceled = run.cancel !== null && packed.length > 0
  if (canceled) await shedRemovals(needs, run.id)
  // What was laid out for removals that were never made is nobody's.
  if (who === 'returned' && packed.length === 0) await rm(leavingFile(needs.directory, run.id), { force: true })
  const leavers = who === 'everybody' ? leaversOf(run) : 0
  if (leavers + returned.length === 0 && !canceled) return undefined
  await enterStage(needs, run, request, 'removing')
  const delivery = deliveryOf(run, request)
  const remove = async () => {
    await packRemovals(needs, client, { run, who, signal, tell }, returned)
    await sendRemovals(needs, client, delivery)
    await confirmRemovals(needs, client, delivery)
  }
  if (returned.length > 0) return void (await remove())
  const refusal = await untilRefused(remove)
  if (refusal) await settler(needs, client, { ...delivery, kind: 'removal' }).untilOpen(0)
  return refusal
}

/** Everybody who leaves by the plan, kept by somebody else or not. */
function leaversOf({ figures }: RunRow): number {
  const { leaving } = figures as { readonly leaving?: Pick<Leaving, 'leavers'> }
  return total(leaving?.leavers ?? {})
}

/**
 * The connection leads to another account since the plan was frozen. Nothing of the plan may go there, and what went to the
 * old one cannot be looked up any more, so that is unconfirmed.
 */
async function closeWithoutAccount(needs: RunNeeds, run: RunRow): Promise<void> {
  const exceptions = (await sentEmails(needs, run.id)).map(
    (email): Exception => ({ email, outcome: 'unconfirmed', reason: 'account_changed' }),
  )
  const message = said`The connection was made to lead to another account before this run had ended. The next run plans afresh.`
  await close(needs, run, { exceptions, failure: { code: 'account_changed', message, status: 'Failed (permanent)' } })
}

async function close(needs: RunNeeds, { id }: RunRow, ending: Omit<Ending, 'corruptRows'>): Promise<void> {
  const run = await requireRun(needs.db, id)
  const { corruptRows = 0 } = run.figures as { corruptRows?: number }
  await closeRun(needs, run, { ...ending, corruptRows })
}

type Refusal = NonNullable<Ending['failure']>

/** A refusal for good ends the sending, but what was accepted is settled all the same; anything else is thrown on. */
async function untilRefused(send: () => Promise<void>): Promise<Refusal | undefined> {
  try {
    await send()
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.recovery !== 'never') throw thrown
    return refusalOf(thrown)
  }
}

function refusalOf({ code, message }: AppError): Refusal {
  return { code, message, status: 'Failed (permanent)' }
}

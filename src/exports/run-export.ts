import { noticedMs, type WaitEvent } from '../constant-contact/session.ts'
import type { Definitions, ExportDefinition } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { resolveDefinitions, resolveExport } from '../definitions/resolve-definitions.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { newId } from '../lib/ids.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { type Refreshed, refreshFor } from '../refresh/refresh-for.ts'
import { deliverFrozen, deliverPlan } from './deliver-plan.ts'
import type { DeliveryAccount } from './delivery-account.ts'
import { planRun } from './plan-run.ts'
import { resolveTarget } from './resolve-target.ts'
import type { Tell } from './run-events.ts'
import { exportOf, type RunNeeds, type RunRequest } from './run-needs.ts'
import { findOpenRun, findOpenRunOnList, type RunRow, requireRun, type Status, updateRun } from './run-store.ts'

export class ExportNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(name: string, known: readonly string[]) {
    super(`There is no export "${name}".${didYouMean(name, known)} Known exports: ${known.join(', ') || 'none'}.`)
  }
}

/** Raised when a few people are to be tried first and a run of the export was left unfinished, which has to end before. */
export class OpenRunError extends AppError {
  override readonly code = 'run_unfinished'
  override readonly recovery = 'never'
  constructor({ id, export_name, only_emails }: RunRow) {
    const what = only_emails === null ? 'Run' : 'The test of other people, run'
    super(
      `${what} ${id} of export "${export_name}" was left unfinished, so nobody was tried. Carry it on first: postbud run ${export_name}`,
    )
  }
}

/** These say that nothing could be attempted, rather than that an attempt failed. */
const skips: ReadonlySet<string> = new Set([
  'not_connected',
  'reconnect_needed',
  'over_limit',
  'upstream_failed',
  'connection_missing',
])

/**
 * Runs an export to its end, or carries on the run of it that was left unfinished: settles what had left, reads the
 * departures again and continues the same frozen plan. Answers the run as it stands when there is nothing more to do now.
 * Aborting stops after the request in flight; the run stays open and the next call carries it on. The definitions are given
 * as they are written, for that is how the run keeps its export; references are resolved here.
 */
export async function runExport(needs: RunNeeds, written: Definitions, request: RunRequest): Promise<RunRow> {
  const { exportName } = request
  const definition = Object.hasOwn(written.exports, exportName) ? written.exports[exportName] : undefined
  if (!definition) throw new ExportNotFoundError(exportName, Object.keys(written.exports))
  const definitions = resolveDefinitions(written, needs.variables)
  const open = await findOpenRun(needs.db, exportName)
  if (open && request.only && !isTestOf(open, request.only)) throw new OpenRunError(open)
  if (open) return carryOn(needs, definitions, open, request)
  resolveExport(exportName, definition, needs.variables)
  const run = await startRun(needs, definition, request)
  return carryOn(needs, definitions, run, request)
}

function isTestOf({ only_emails }: RunRow, people: readonly string[]): boolean {
  return only_emails !== null && new Set(only_emails).symmetricDifference(new Set(people)).size === 0
}

async function startRun({ db, clock }: RunNeeds, definition: ExportDefinition, request: RunRequest): Promise<RunRow> {
  const id = newId(clock.now())
  await db
    .insertInto('runs')
    .values({
      id,
      export_name: request.exportName,
      trigger: request.trigger,
      started_by: request.startedBy,
      stage: 'refreshing',
      status: 'Refreshing',
      definition: JSON.stringify(definition),
      members: '{}',
      only_emails: request.only ? JSON.stringify(request.only) : null,
      figures: '{}',
      created_at: clock.now(),
    } as never)
    .execute()
  return requireRun(db, id)
}

async function carryOn(needs: RunNeeds, definitions: Definitions, run: RunRow, request: RunRequest): Promise<RunRow> {
  const { db } = needs
  const resumed = run.stage !== 'refreshing'
  request.tell({ type: 'started', run: run.id, export: run.export_name, resumed })
  try {
    await execute(needs, definitions, run, request)
  } catch (thrown) {
    if (request.signal.aborted) {
      await noteStopped(db, run)
      throw thrown
    }
    await endEarly(needs, run.id, thrown)
  }
  const ended = await requireRun(db, run.id)
  request.tell({ type: 'finished', run: run.id, status: ended.status as Status, message: ended.message })
  return ended
}

async function execute(needs: RunNeeds, definitions: Definitions, run: RunRow, request: RunRequest): Promise<void> {
  const { db } = needs
  const definition = exportOf(needs, run)
  await using client = await needs.openAccount(definition.connection, tellWaits(needs.clock, request.tell))
  if (run.plan_file) {
    await using _lock = await lockList(needs, run, request)
    return await deliverFrozen(needs, await requireRun(db, run.id), request, client)
  }
  const refreshed = await refresh(needs, definitions, definition, request)
  const list = await resolveTarget(db, client, run.export_name, definition, request.signal)
  const place = { account_id: client.accountId, list_id: list.id }
  await using _lock = await lockList(needs, place, request)
  // Another process may have planned this very run, or carried it to its end, before the list was ours.
  const current = await requireRun(db, run.id)
  if (current.plan_file) return await deliverFrozen(needs, current, request, client)

  const other = await findOpenRunOnList(db, client.accountId, list.id)
  if (other && other.id !== run.id) await deliverOther(needs, definitions, other, request, client)
  await updateRun(db, run.id, place)
  const placed = { ...current, ...place }
  await planRun(needs, definitions, placed, request, client, refreshed)
  await deliverPlan(needs, placed, request, client)
}

const askAgainMs = 2_000

/** Runs to one list never overlap, so this waits until every other process has done with it. */
async function lockList(
  { database, clock }: RunNeeds,
  { account_id, list_id }: Pick<RunRow, 'account_id' | 'list_id'>,
  { signal, tell }: RunRequest,
) {
  for (;;) {
    signal.throwIfAborted()
    const lock = await database.tryLock(`list:${account_id}/${list_id}`)
    if (lock) return lock
    tell({ type: 'waiting', what: 'list_busy', until: new Date(clock.now().getTime() + askAgainMs) })
    await clock.wait(askAgainMs, signal)
  }
}

function tellWaits(clock: Clock, tell: Tell): (event: WaitEvent) => void {
  return ({ kind, delayMs }) => {
    if (delayMs < noticedMs) return
    tell({ type: 'waiting', what: kind, until: new Date(clock.now().getTime() + delayMs) })
  }
}

/** A run of another export that was left unfinished on the same list is carried to its end first. */
async function deliverOther(
  needs: RunNeeds,
  definitions: Definitions,
  other: RunRow,
  request: RunRequest,
  client: DeliveryAccount,
): Promise<void> {
  request.tell({ type: 'started', run: other.id, export: other.export_name, resumed: true })
  try {
    const asked = { ...request, exportName: other.export_name }
    if (other.plan_file) return await deliverFrozen(needs, other, asked, client)
    const refreshed = await refresh(needs, definitions, exportOf(needs, other), asked)
    await planRun(needs, definitions, other, asked, client, refreshed)
    await deliverPlan(needs, other, asked, client)
  } catch (thrown) {
    if (request.signal.aborted) throw thrown
    await endEarly(needs, other.id, thrown)
    if (!(thrown instanceof AppError) || thrown.recovery !== 'never') throw thrown
  }
}

async function refresh(
  needs: RunNeeds,
  definitions: Definitions,
  definition: ExportDefinition,
  request: RunRequest,
): Promise<Refreshed> {
  request.tell({ type: 'stage', stage: 'refreshing' })
  return refreshFor(needs, definitions, definition.segments, request.signal)
}

/**
 * Writes down why a run did not reach its end. What may heal leaves it open, to be carried on by the next call; what
 * somebody must change ends it, unless its plan is frozen.
 */
async function endEarly({ db, clock }: RunNeeds, runId: string, thrown: unknown): Promise<void> {
  const run = await requireRun(db, runId)
  if (run.finished_at) throw thrown
  const known = thrown instanceof AppError
  const code = known ? thrown.code : 'unexpected'
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const skipped = skips.has(code) && run.plan_file === null
  // A frozen plan is carried on whatever went wrong, since some of it may have been sent; only wrong sums end it as it is.
  const ends =
    skipped || code === 'sums_disagree' || (run.plan_file === null && !(known && thrown.recovery !== 'never'))
  await updateRun(db, runId, {
    status: skipped ? 'Skipped' : ends ? 'Failed (permanent)' : 'Failure (will retry)',
    reason: code,
    message,
    ...(ends && { finished_at: clock.now() }),
  })
  if (!known) throw thrown
}

/** A run that was stopped by hand is not at work any more, and says what carries it on. */
async function noteStopped(db: Db, { id, export_name }: RunRow): Promise<void> {
  if ((await requireRun(db, id)).finished_at) return
  const message = `It was stopped before its end. Carry it on with: postbud run ${export_name}`
  await updateRun(db, id, { status: 'Failure (will retry)', reason: 'stopped', message })
}

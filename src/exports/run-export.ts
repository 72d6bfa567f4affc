import { QuotaExhaustedError } from '../constant-contact/errors.ts'
import { noticedMs, type WaitEvent } from '../constant-contact/session.ts'
import type { Definitions, ExportDefinition } from '../contract/definitions.ts'
import type { Db, Lock } from '../db/database.ts'
import { resolveDefinitions, resolveExport } from '../definitions/resolve-definitions.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { diskError } from '../lib/disk-errors.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { openCatalogue } from '../refresh/open-catalogue.ts'
import { type Refreshed, refreshFor } from '../refresh/refresh-for.ts'
import { askApproval, exceedsApproval, isWaiting } from './approval.ts'
import { deliverFrozen, deliverPlan } from './deliver-plan.ts'
import type { DeliveryAccount } from './delivery-account.ts'
import { tryLockList } from './lock-list.ts'
import { tryLockRun } from './lock-run.ts'
import { isPatienceSpent, nextAttempt } from './next-attempt.ts'
import { noteWaits } from './note-waits.ts'
import { refuseWhilePaused } from './pause.ts'
import { planRun } from './plan-run.ts'
import { requireConnection } from './require-connection.ts'
import { resolveTarget } from './resolve-target.ts'
import type { Tell } from './run-events.ts'
import { exportOf, type RunNeeds, type RunRequest } from './run-needs.ts'
import { findOpenRun, findOpenRunOnList, type RunRow, requireRun, type Status, updateRun } from './run-store.ts'
import { isAbout, OpenRunError, startRun } from './start-run.ts'

export class ExportNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(name: string, known: readonly string[]) {
    super(`There is no export "${name}".${didYouMean(name, known)} Known exports: ${known.join(', ') || 'none'}.`)
  }
}

/** These say that nothing could be attempted, rather than that an attempt failed. */
const skips: ReadonlySet<string> = new Set([
  'not_connected',
  'reconnect_needed',
  'export_user_invalid',
  'over_limit',
  'upstream_failed',
  'connection_missing',
  'paused',
])
/** These end by themselves or by an act, at a time that is known or not: the run waits its turn. */
const queues: ReadonlySet<string> = new Set(['paused', 'quota_exhausted', 'list_busy', 'list_unread'])

/**
 * Runs an export to its end, or carries on the run of it that was left unfinished: settles what had left, reads the
 * departures again and continues the same frozen plan. Answers the run as it stands when there is nothing more to do now,
 * and when it waits for a person. Aborting stops after the request in flight; the run stays open and the next call carries
 * it on. The definitions are given as they are written, for that is how the run keeps its export; references are resolved here.
 */
export async function runExport(needs: RunNeeds, written: Definitions, request: RunRequest): Promise<RunRow> {
  const { db } = needs
  const { exportName, about } = request
  const definition = findExport(written, exportName)
  resolveDefinitions(written, needs.variables)
  for (;;) {
    const open = await findOpenRun(db, exportName)
    if (open && about && !isAbout(open, about)) throw new OpenRunError(open)
    if (open) return await carryOnRun(needs, written, open, request)
    resolveExport(exportName, definition, needs.variables)
    const run = await startRun(needs, definition, { ...request, status: 'Refreshing' })
    if (run) return await carryOnRun(needs, written, run, request)
  }
}

/** The export as it is written. Throws ExportNotFoundError. */
export function findExport({ exports }: Pick<Definitions, 'exports'>, name: string): ExportDefinition {
  const definition = Object.hasOwn(exports, name) ? exports[name] : undefined
  if (!definition) throw new ExportNotFoundError(name, Object.keys(exports))
  return definition
}

/**
 * Carries on a run that has not ended, unless it waits for a person, and answers it as it stands then. Only one process is at
 * work on a run: where another is, this waits until it is done, or leaves the run to it (`carrier`).
 */
export async function carryOnRun(
  needs: RunNeeds,
  written: Definitions,
  { id }: Pick<RunRow, 'id'>,
  request: RunRequest,
): Promise<RunRow> {
  const { db, database, clock } = needs
  const { signal, tell, carrier } = request
  for (;;) {
    await using lock = await tryLockRun(database, id)
    const run = await requireRun(db, id)
    if (run.finished_at || isWaiting(run)) return run
    if (lock) return await carryOn(needs, written, run, request, lock)
    if (carrier === 'worker') return run
    tell({ type: 'waiting', what: 'run_busy', until: new Date(clock.now().getTime() + askAgainMs) })
    await clock.wait(askAgainMs, signal)
  }
}

/** A disk that refuses to be written to refuses to have that written down, too, so that it may be told only here. */
async function carryOn(
  needs: RunNeeds,
  written: Definitions,
  run: RunRow,
  given: RunRequest,
  { lost }: Lock,
): Promise<RunRow> {
  const request = { ...given, signal: AbortSignal.any([given.signal, lost]) }
  try {
    return await carryThrough(needs, written, run, request)
  } catch (thrown) {
    // Whoever lost the run to another process writes nothing down about it.
    if (request.signal.aborted && !lost.aborted) await noteStopped(needs.db, run, request)
    throw diskError(thrown) ?? thrown
  }
}

async function carryThrough(needs: RunNeeds, written: Definitions, run: RunRow, given: RunRequest): Promise<RunRow> {
  const { db } = needs
  const waits = noteWaits(db, run.id, given.tell)
  const request = { ...given, tell: waits.tell }
  const resumed = run.stage !== 'refreshing'
  request.tell({ type: 'started', run: run.id, export: run.export_name, resumed })
  try {
    await execute(needs, resolveDefinitions(written, needs.variables), run, request)
  } catch (thrown) {
    if (request.signal.aborted) throw thrown
    await endEarly(needs, run.id, diskError(thrown) ?? thrown)
  } finally {
    await waits.written()
  }
  const ended = await requireRun(db, run.id)
  request.tell({ type: 'finished', run: run.id, status: ended.status as Status, message: ended.message })
  return ended
}

async function execute(needs: RunNeeds, definitions: Definitions, run: RunRow, request: RunRequest): Promise<void> {
  const { db } = needs
  const definition = exportOf(needs, run)
  await refuseWhilePaused(needs.directory)
  const connection = requireConnection(run.export_name, definition)
  await using client = await needs.openAccount(connection, tellWaits(needs.clock, request.tell))
  if (run.plan_file) {
    await using _lock = await holdList(needs, definitions, run, run, request, client)
    return await goOn(needs, definitions, await requireRun(db, run.id), request, client)
  }
  const refreshed = await refresh(needs, definitions, run, request)
  const list = isOfItsOwnList(run)
    ? await client.findList(run.subject ?? '', request.signal)
    : await resolveTarget(db, client, run.export_name, definition, request.signal)
  const place = { account_id: client.accountId, list_id: list.id }
  await requireSubjectThere(db, run, place)
  await using _lock = await holdList(needs, definitions, place, run, request, client)
  await updateRun(db, run.id, place)
  await planAndDeliver(needs, definitions, await requireRun(db, run.id), request, client, refreshed)
}

/** Raised when what a retry or an undo is about happened elsewhere than where the export delivers today. */
class SubjectElsewhereError extends AppError {
  override readonly code = 'subject_elsewhere'
  override readonly recovery = 'never'
  constructor({ id, list_id, account_id }: RunRow) {
    super(
      `Run ${id} delivered to the list ${list_id} of account ${account_id}, and the export delivers elsewhere today. Nothing was done; set the export's list and connection to those to retry or undo it.`,
    )
  }
}

async function requireSubjectThere(
  db: Db,
  { kind, subject }: RunRow,
  place: Pick<RunRow, 'account_id' | 'list_id'>,
): Promise<void> {
  if (subject === null || isOfItsOwnList({ kind })) return
  const run = await requireRun(db, subject)
  if (run.account_id !== place.account_id || run.list_id !== place.list_id) throw new SubjectElsewhereError(run)
}

/** Carries on a run whose plan is frozen; one that was approved only within what was approved. */
async function goOn(
  needs: RunNeeds,
  definitions: Definitions,
  run: RunRow,
  request: RunRequest,
  client: DeliveryAccount,
): Promise<void> {
  if (run.finished_at || isWaiting(run)) return
  const beyond = await exceedsApproval(needs, definitions, run, client, request.signal)
  if (beyond.length > 0) return await askApproval(needs, run, beyond)
  await deliverFrozen(needs, definitions, run, request, client)
}

async function planAndDeliver(
  needs: RunNeeds,
  definitions: Definitions,
  run: RunRow,
  request: RunRequest,
  client: DeliveryAccount,
  refreshed: Refreshed,
): Promise<void> {
  const tripped = await planRun(needs, definitions, run, request, client, refreshed)
  const planned = await requireRun(needs.db, run.id)
  if (tripped.length > 0) return await askApproval(needs, planned, tripped)
  await deliverPlan(needs, planned, request, client)
}

const askAgainMs = 2_000

type Place = Pick<RunRow, 'account_id' | 'list_id'>

/** Raised where somebody else has the list and who asks has other things to do than wait. */
class ListBusyError extends AppError {
  override readonly code = 'list_busy'
  override readonly recovery = 'later'
  constructor() {
    super('Another run is delivering to the list; this one goes on when that is done.')
  }
}

/** Runs to one list never overlap: this waits until the list is ours and no other run has anything left to do on it. */
async function holdList(
  needs: RunNeeds,
  definitions: Definitions,
  place: Place,
  run: RunRow,
  request: RunRequest,
  client: DeliveryAccount,
): Promise<Lock> {
  const { database, clock } = needs
  const { signal, tell, carrier } = request
  for (;;) {
    signal.throwIfAborted()
    await using held = new AsyncDisposableStack()
    const lock = await tryLockList(database, { accountId: place.account_id ?? '', listId: place.list_id ?? '' })
    if (lock) {
      held.use(lock)
      if (await finishOther(needs, definitions, place, run, request, client)) {
        held.move()
        return lock
      }
      await held.disposeAsync()
    }
    if (carrier === 'worker') throw new ListBusyError()
    tell({ type: 'waiting', what: 'list_busy', until: new Date(clock.now().getTime() + askAgainMs) })
    await clock.wait(askAgainMs, signal)
  }
}

/**
 * A run of another export that was left unfinished on the same list is carried to its end first. Answers false when another
 * process has that run at hand: it needs the list for it.
 */
async function finishOther(
  needs: RunNeeds,
  definitions: Definitions,
  { account_id, list_id }: Place,
  run: RunRow,
  request: RunRequest,
  client: DeliveryAccount,
): Promise<boolean> {
  const other = await findOpenRunOnList(needs.db, account_id ?? '', list_id ?? '')
  if (!other || other.id === run.id) return true
  await using lock = await tryLockRun(needs.database, other.id)
  if (!lock) return false
  const signal = AbortSignal.any([request.signal, lock.lost])
  request.tell({ type: 'started', run: other.id, export: other.export_name, resumed: true })
  const asked = { ...request, signal, exportName: other.export_name }
  try {
    if (other.plan_file) await goOn(needs, definitions, other, asked, client)
    else {
      const refreshed = await refresh(needs, definitions, other, asked)
      await planAndDeliver(needs, definitions, other, asked, client, refreshed)
    }
  } catch (thrown) {
    if (signal.aborted) {
      if (!lock.lost.aborted) await noteStopped(needs.db, other, request)
      throw thrown
    }
    await endEarly(needs, other.id, thrown)
    // One that has not ended keeps its list, whatever it was that stopped it.
    if (!(await requireRun(needs.db, other.id)).finished_at) throw thrown
  }
  return true
}

/** Whether what a run is about is a list, wherever its export delivers today. */
function isOfItsOwnList({ kind }: Pick<RunRow, 'kind'>): boolean {
  return kind === 'cleanup' || kind === 'erasure'
}

/**
 * An undo is about whom a run added, whatever the data say today, so nothing has to be refreshed for it but the tables; for
 * somebody's erasure, which waits for no source, not even those.
 */
async function refresh(
  needs: RunNeeds,
  definitions: Definitions,
  run: RunRow,
  request: RunRequest,
): Promise<Refreshed> {
  request.tell({ type: 'stage', stage: 'refreshing' })
  if (run.kind === 'erasure') {
    return { catalogue: await openCatalogue(needs, definitions), members: {}, corruptRows: 0 }
  }
  const { segments } = exportOf(needs, run)
  return refreshFor(needs, definitions, segments, request.signal)
}

function tellWaits(clock: Clock, tell: Tell): (event: WaitEvent) => void {
  return ({ kind, delayMs }) => {
    if (delayMs < noticedMs) return
    tell({ type: 'waiting', what: kind, until: new Date(clock.now().getTime() + delayMs) })
  }
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
  const until = thrown instanceof QuotaExhaustedError ? thrown.until : undefined
  const recovery = known ? thrown.recovery : 'later'
  const next = nextAttempt(run, { code, recovery, until }, clock.now())
  const spent = isPatienceSpent(run, clock.now())
  if (ends || (spent && run.plan_file === null)) {
    const tried = ends ? '' : ` It was tried ${run.failures + 1} times since ${run.failing_since?.toISOString()}.`
    await updateRun(db, runId, {
      status: skipped ? 'Skipped' : 'Failed (permanent)',
      reason: code,
      message: `${message}${tried}`,
      waits_for: null,
      waits_until: null,
      next_attempt_at: null,
      finished_at: clock.now(),
    })
  } else {
    await updateRun(db, runId, {
      status: queues.has(code) ? 'Queued' : 'Failure (will retry)',
      reason: code,
      message,
      waits_for: code,
      waits_until: until ?? null,
      ...next,
    })
  }
  if (!known) throw thrown
}

/** A run that was stopped before its end is not at work any more, and says what carries it on. */
async function noteStopped(db: Db, { id, export_name }: RunRow, { carrier }: RunRequest): Promise<void> {
  if ((await requireRun(db, id)).finished_at) return
  await updateRun(db, id, {
    status: carrier === 'worker' ? 'Queued' : 'Failure (will retry)',
    reason: 'stopped',
    message: `It was stopped before its end. A server carries it on by itself; without one: postbud run ${export_name}`,
    waits_for: null,
    waits_until: null,
    next_attempt_at: null,
  })
}

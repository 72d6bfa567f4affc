import { QuotaExhaustedError } from '../constant-contact/errors.ts'
import { noticedMs, type WaitEvent } from '../constant-contact/session.ts'
import type { Definitions, ExportDefinition } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { resolveDefinitions, resolveExport } from '../definitions/resolve-definitions.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { diskError } from '../lib/disk-errors.ts'
import { newId } from '../lib/ids.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { type Refreshed, refreshFor } from '../refresh/refresh-for.ts'
import { askApproval, exceedsApproval, isWaiting } from './approval.ts'
import { deliverFrozen, deliverPlan } from './deliver-plan.ts'
import type { DeliveryAccount } from './delivery-account.ts'
import { tryLockList } from './lock-list.ts'
import { noteWaits } from './note-waits.ts'
import { refuseWhilePaused } from './pause.ts'
import { planRun } from './plan-run.ts'
import { requireConnection } from './require-connection.ts'
import { resolveTarget } from './resolve-target.ts'
import type { Tell } from './run-events.ts'
import { exportOf, type RunNeeds, type RunRequest, type RunSubject } from './run-needs.ts'
import { findOpenRun, findOpenRunOnList, type RunRow, requireRun, type Status, updateRun } from './run-store.ts'

export class ExportNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(name: string, known: readonly string[]) {
    super(`There is no export "${name}".${didYouMean(name, known)} Known exports: ${known.join(', ') || 'none'}.`)
  }
}

/** Raised when a test, a retry, an undo or a repair is asked for while another run of the export has not ended. */
export class OpenRunError extends AppError {
  override readonly code = 'run_unfinished'
  override readonly recovery = 'never'
  constructor({ id, export_name, kind, stage }: RunRow) {
    const what = kind === 'test' ? `The test of other people, run ${id}` : `Run ${id}`
    const how =
      stage === 'approval'
        ? `waits for approval, so nothing was done. Decide on it first: postbud approve ${id}, or postbud reject ${id}`
        : `was left unfinished, so nothing was done. Carry it on first: postbud run ${export_name}`
    super(`${what} of export "${export_name}" ${how}`)
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
const queues: ReadonlySet<string> = new Set(['paused', 'quota_exhausted', 'list_unread'])

/**
 * Runs an export to its end, or carries on the run of it that was left unfinished: settles what had left, reads the
 * departures again and continues the same frozen plan. Answers the run as it stands when there is nothing more to do now,
 * and when it waits for a person. Aborting stops after the request in flight; the run stays open and the next call carries
 * it on. The definitions are given as they are written, for that is how the run keeps its export; references are resolved here.
 */
export async function runExport(needs: RunNeeds, written: Definitions, request: RunRequest): Promise<RunRow> {
  const { exportName, about } = request
  const definition = Object.hasOwn(written.exports, exportName) ? written.exports[exportName] : undefined
  if (!definition) throw new ExportNotFoundError(exportName, Object.keys(written.exports))
  const definitions = resolveDefinitions(written, needs.variables)
  const open = await findOpenRun(needs.db, exportName)
  if (open && about && !isAbout(open, about)) throw new OpenRunError(open)
  if (open) return carryOn(needs, definitions, open, request)
  resolveExport(exportName, definition, needs.variables)
  const run = await startRun(needs, definition, request)
  return carryOn(needs, definitions, run, request)
}

/** Carries on a run that a person has just approved. */
export async function runApproved(
  needs: RunNeeds,
  written: Definitions,
  run: RunRow,
  request: RunRequest,
): Promise<RunRow> {
  return carryOn(needs, resolveDefinitions(written, needs.variables), run, request)
}

function isAbout(run: RunRow, about: RunSubject): boolean {
  if (run.kind !== about.kind) return false
  switch (about.kind) {
    case 'test':
      return new Set(run.only_emails).symmetricDifference(new Set(about.only)).size === 0
    case 'retry':
      return run.subject === about.subject && run.subject_reason === (about.reason ?? null)
    case 'undo':
      return run.subject === about.subject
    case 'cleanup':
      return run.subject === about.list
    case 'repair':
      return true
  }
}

async function startRun({ db, clock }: RunNeeds, definition: ExportDefinition, request: RunRequest): Promise<RunRow> {
  const id = newId(clock.now())
  const { about } = request
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
      only_emails: about?.kind === 'test' ? JSON.stringify(about.only) : null,
      kind: about?.kind ?? 'export',
      subject: subjectOf(about),
      subject_reason: about?.kind === 'retry' ? (about.reason ?? null) : null,
      figures: '{}',
      created_at: clock.now(),
    } as never)
    .execute()
  return requireRun(db, id)
}

function subjectOf(about: RunSubject | undefined): string | null {
  if (about?.kind === 'cleanup') return about.list
  return about && 'subject' in about ? about.subject : null
}

/** A disk that refuses to be written to refuses to have that written down, too, so that it may be told only here. */
async function carryOn(needs: RunNeeds, definitions: Definitions, run: RunRow, request: RunRequest): Promise<RunRow> {
  try {
    return isWaiting(run) ? run : await carryThrough(needs, definitions, run, request)
  } catch (thrown) {
    throw diskError(thrown) ?? thrown
  }
}

async function carryThrough(
  needs: RunNeeds,
  definitions: Definitions,
  run: RunRow,
  given: RunRequest,
): Promise<RunRow> {
  const { db } = needs
  const waits = noteWaits(db, run.id, given.tell)
  const request = { ...given, tell: waits.tell }
  const resumed = run.stage !== 'refreshing'
  request.tell({ type: 'started', run: run.id, export: run.export_name, resumed })
  try {
    await execute(needs, definitions, run, request)
  } catch (thrown) {
    if (request.signal.aborted) {
      await noteStopped(db, run)
      throw thrown
    }
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
    await using _lock = await lockList(needs, run, request)
    await finishOther(
      needs,
      definitions,
      { accountId: run.account_id ?? '', listId: run.list_id ?? '' },
      run,
      request,
      client,
    )
    return await goOn(needs, definitions, await requireRun(db, run.id), request, client)
  }
  const refreshed = await refresh(needs, definitions, run, request)
  const list =
    run.kind === 'cleanup'
      ? await client.findList(run.subject ?? '', request.signal)
      : await resolveTarget(db, client, run.export_name, definition, request.signal)
  const place = { account_id: client.accountId, list_id: list.id }
  await requireSubjectThere(db, run, place)
  await using _lock = await lockList(needs, place, request)
  // Another process may have planned this very run, or carried it to its end, before the list was ours.
  const current = await requireRun(db, run.id)
  if (current.plan_file) return await goOn(needs, definitions, current, request, client)

  await finishOther(needs, definitions, { accountId: client.accountId, listId: list.id }, run, request, client)
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
  if (subject === null || kind === 'cleanup') return
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

/** Runs to one list never overlap, so this waits until every other process has done with it. */
async function lockList(
  { database, clock }: RunNeeds,
  { account_id, list_id }: Pick<RunRow, 'account_id' | 'list_id'>,
  { signal, tell }: RunRequest,
) {
  for (;;) {
    signal.throwIfAborted()
    const lock = await tryLockList(database, { accountId: account_id ?? '', listId: list_id ?? '' })
    if (lock) return lock
    tell({ type: 'waiting', what: 'list_busy', until: new Date(clock.now().getTime() + askAgainMs) })
    await clock.wait(askAgainMs, signal)
  }
}

/** A run of another export that was left unfinished on the same list is carried to its end first. */
async function finishOther(
  needs: RunNeeds,
  definitions: Definitions,
  { accountId, listId }: { readonly accountId: string; readonly listId: string },
  run: RunRow,
  request: RunRequest,
  client: DeliveryAccount,
): Promise<void> {
  const other = await findOpenRunOnList(needs.db, accountId, listId)
  if (!other || other.id === run.id) return
  request.tell({ type: 'started', run: other.id, export: other.export_name, resumed: true })
  try {
    const asked = { ...request, exportName: other.export_name }
    if (other.plan_file) return await goOn(needs, definitions, other, asked, client)
    const refreshed = await refresh(needs, definitions, other, asked)
    await planAndDeliver(needs, definitions, other, asked, client, refreshed)
  } catch (thrown) {
    if (request.signal.aborted) {
      await noteStopped(needs.db, other)
      throw thrown
    }
    await endEarly(needs, other.id, thrown)
    // One that has not ended keeps its list, whatever it was that stopped it.
    if (!(await requireRun(needs.db, other.id)).finished_at) throw thrown
  }
}

/** An undo is about whom a run added, whatever the data say today, so nothing has to be refreshed for it but the tables. */
async function refresh(
  needs: RunNeeds,
  definitions: Definitions,
  run: RunRow,
  request: RunRequest,
): Promise<Refreshed> {
  request.tell({ type: 'stage', stage: 'refreshing' })
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
  const open = queues.has(code) ? 'Queued' : 'Failure (will retry)'
  await updateRun(db, runId, {
    status: skipped ? 'Skipped' : ends ? 'Failed (permanent)' : open,
    reason: code,
    message,
    waits_for: ends ? null : code,
    waits_until: !ends && thrown instanceof QuotaExhaustedError ? thrown.until : null,
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

import { noticedMs, type WaitEvent } from '../../constant-contact/session.ts'
import type { Definitions, ExportDefinition } from '../../contract/definitions.ts'
import type { Db, Lock } from '../../db/database.ts'
import { resolveDefinitions, resolveExport } from '../../definitions/resolve-definitions.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Clock } from '../../lib/clock.ts'
import { newId } from '../../lib/ids.ts'
import { didYouMean } from '../../lib/nearest-name.ts'
import { said } from '../../lib/said.ts'
import { openCatalogue } from '../../refresh/open-catalogue.ts'
import { type Refreshed, refreshFor } from '../../refresh/refresh-for.ts'
import { deliverCanceled, deliverFrozen, deliverPlan } from '../deliver/deliver-plan.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { tryLockList } from '../list/lock-list.ts'
import { planRun } from '../plan/plan-run.ts'
import { requireConnection } from '../plan/require-connection.ts'
import { resolveTarget } from '../plan/resolve-target.ts'
import { askApproval, exceedsApproval, isWaiting } from './approval.ts'
import { type Attended, attendRun } from './attend-run.ts'
import { endUnsent, hasSent } from './end-canceled.ts'
import { tryLockRun } from './lock-run.ts'
import { refuseWhilePaused } from './pause.ts'
import type { Tell } from './run-events.ts'
import { enterStage, exportOf, type RunNeeds, type RunRequest } from './run-needs.ts'
import { findOpenRun, findOpenRunOnList, type RunRow, requireRun, type Status, updateRun } from './run-store.ts'
import { isAbout, OpenRunError, recordStart, startRun } from './start-run.ts'

export class ExportNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(name: string, known: readonly string[]) {
    super(
      said`There is no export "${name}".${didYouMean(name, known)} Known exports: ${known.join(', ') || said`none`}.`,
    )
  }
}

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
    // Ours before it is there, so that no worker takes it up in between.
    const id = newId(needs.clock.now())
    await using lock = await tryLockRun(needs.database, id)
    const run = lock && (await begin(needs, definition, id, request))
    if (run) return await carryOn(needs, written, run, request, lock)
  }
}

async function begin(
  { db, clock }: RunNeeds,
  definition: ExportDefinition,
  id: string,
  request: RunRequest,
): Promise<RunRow | undefined> {
  return await db.transaction().execute(async (tx) => {
    const run = await startRun({ db: tx, clock }, definition, { ...request, id, status: 'Refreshing' })
    if (run && request.actor) await recordStart(tx, { clock }, request.actor, run)
    return run
  })
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

async function carryOn(
  needs: RunNeeds,
  written: Definitions,
  run: RunRow,
  request: RunRequest,
  { lost }: Lock,
): Promise<RunRow> {
  const definitions = () => resolveDefinitions(written, needs.variables)
  await attendRun(
    needs,
    run,
    { request, lost },
    {
      work: (asked) => execute(needs, definitions(), run, asked),
      cancel: (asked) => cancelUnderWay(needs, definitions(), run, asked),
    },
  )
  const ended = await requireRun(needs.db, run.id)
  request.tell({ type: 'finished', run: run.id, status: ended.status as Status, message: ended.message })
  return ended
}

/** Ends a canceled run: what has left is settled first, for which it needs its account and its list. */
async function cancelUnderWay(
  needs: RunNeeds,
  definitions: Definitions,
  { id }: RunRow,
  request: Attended,
): Promise<void> {
  const run = await requireRun(needs.db, id)
  if (!(await hasSent(needs.db, run))) return await endUnsent(needs, run)
  await using client = await openAccount(needs, run, request)
  await using _lock = await holdList(needs, definitions, run, run, request, client)
  await deliverCanceled(needs, run, request, client)
}

async function execute(needs: RunNeeds, definitions: Definitions, run: RunRow, request: Attended): Promise<void> {
  const { db } = needs
  const definition = exportOf(needs, run)
  await refuseWhilePaused(needs.directory)
  await using client = await openAccount(needs, run, request)
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

function openAccount(
  { openAccount: open, ...needs }: RunNeeds,
  run: RunRow,
  { tell }: RunRequest,
): Promise<DeliveryAccount> {
  const connection = requireConnection(run.export_name, exportOf({ ...needs, openAccount: open }, run))
  return open(connection, tellWaits(needs.clock, tell))
}

/** Raised when what a retry or an undo is about happened elsewhere than where the export delivers today. */
class SubjectElsewhereError extends AppError {
  override readonly code = 'subject_elsewhere'
  override readonly recovery = 'never'
  constructor({ id, list_id, account_id }: RunRow) {
    super(
      said`Run ${id} delivered to the list ${list_id} of account ${account_id}, and the export delivers elsewhere today. Nothing was done; set the export's list and connection to those to retry or undo it.`,
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
    super(said`Another run is delivering to the list; this one goes on when that is done.`)
  }
}

/** Runs to one list never overlap: this waits until the list is ours and no other run has anything left to do on it. */
async function holdList(
  needs: RunNeeds,
  definitions: Definitions,
  place: Place,
  run: RunRow,
  request: Attended,
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
  request: Attended,
  client: DeliveryAccount,
): Promise<boolean> {
  const other = await findOpenRunOnList(needs.db, account_id ?? '', list_id ?? '')
  if (!other || other.id === run.id) return true
  await using lock = await tryLockRun(needs.database, other.id)
  if (!lock) return false
  request.told({ type: 'started', run: other.id, export: other.export_name, resumed: true })
  const given = { ...request, tell: request.told, exportName: other.export_name }
  const stopped = await attendRun(
    needs,
    other,
    { request: given, lost: lock.lost },
    {
      work: async (asked) => {
        if (other.plan_file) return await goOn(needs, definitions, other, asked, client)
        const refreshed = await refresh(needs, definitions, other, asked)
        await planAndDeliver(needs, definitions, other, asked, client, refreshed)
      },
      cancel: async (asked) => {
        const canceled = await requireRun(needs.db, other.id)
        if (await hasSent(needs.db, canceled)) return await deliverCanceled(needs, canceled, asked, client)
        await endUnsent(needs, canceled)
      },
    },
  )
  // One that has not ended keeps its list, whatever it was that stopped it.
  if (stopped && !(await requireRun(needs.db, other.id)).finished_at) throw stopped
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
  await enterStage(needs, run, request, 'refreshing')
  if (run.kind === 'erasure') {
    return { catalogue: await openCatalogue(needs, definitions), members: {}, corruptRows: 0 }
  }
  const { segments } = exportOf(needs, run)
  await using _lock = await lockRefresh(needs, request)
  return await refreshFor(needs, definitions, segments, request.signal)
}

const lookAgainMs = 250

/** Runs that begin together bring the same sources up to date: one does, and the others find it done. */
async function lockRefresh({ database, clock }: RunNeeds, { signal }: RunRequest): Promise<Lock> {
  for (;;) {
    const lock = await database.tryLock('refresh')
    if (lock) return lock
    await clock.wait(lookAgainMs, signal)
  }
}

function tellWaits(clock: Clock, tell: Tell): (event: WaitEvent) => void {
  return ({ kind, delayMs }) => {
    if (delayMs < noticedMs) return
    tell({ type: 'waiting', what: kind, until: new Date(clock.now().getTime() + delayMs) })
  }
}

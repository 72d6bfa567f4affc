import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { resolveDefinitions, resolveWhereSet } from '../definitions/resolve-definitions.ts'
import { findRun, type Status } from '../exports/run/run-store.ts'
import { said } from '../lib/said.ts'
import type { RefreshNeeds } from '../refresh/refresh-for.ts'
import { doTask } from './do-task.ts'
import { isLeftOnPurpose } from './left-on-purpose.ts'
import {
  findRefresh,
  type RefreshRow,
  requireRefresh,
  stages,
  type TaskRow,
  tasksOf,
  updateRefresh,
  updateTask,
} from './refresh-store.ts'
import { followRun, queueExport } from './run-exports.ts'
import { type RefreshDay, type Skip, whyExportSkipped, whyProfilesSkipped, whySegmentSkipped } from './why-skipped.ts'

/** How often a refresh at work looks whether somebody canceled it. Time is the machine's own: this is no decision. */
const lookEveryMs = 500

/**
 * Carries on a refresh as far as it goes now: sources, then profiles, then segments, then runs of the exports, which are put in
 * the queue and followed. What hangs on something that failed is Skipped, each task with its own reason. Called again after a
 * crash it goes on with the tasks that have not ended; doing one again finds what is there. Returns when it has ended, and when
 * there is nothing to do but wait. Throws only the signal's reason.
 */
export async function carryOnRefresh(needs: RefreshNeeds, id: string, signal: AbortSignal): Promise<void> {
  const { db, clock } = needs
  const refresh = await findRefresh(db, id)
  if (!refresh || refresh.finished_at) return
  if (refresh.canceled_by === null && refresh.started_at === null) {
    await updateRefresh(db, id, { status: 'Refreshing', started_at: clock.now() })
  }
  using cancel = watchCancel(db, id)
  const either = AbortSignal.any([signal, cancel.signal])
  try {
    const ended = await doTasks(needs, refresh, either)
    if (ended) await settle(needs, id)
  } catch (thrown) {
    if (signal.aborted || !cancel.signal.aborted) throw thrown
    await settleCanceled(needs, id)
  }
}

/** Aborts its signal when somebody cancels the refresh, also in another process. */
function watchCancel(db: Db, id: string): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController()
  const look = async () => {
    const refresh = await findRefresh(db, id)
    if (refresh?.canceled_by != null) controller.abort(new Error('the refresh was canceled'))
  }
  const timer = setInterval(() => void look().catch(() => undefined), lookEveryMs)
  timer.unref()
  return { signal: controller.signal, [Symbol.dispose]: () => clearInterval(timer) }
}

/** Does what is due, stage by stage; answers whether every task has ended. */
async function doTasks(needs: RefreshNeeds, refresh: RefreshRow, signal: AbortSignal): Promise<boolean> {
  const { db, clock } = needs
  const written = await loadDefinitions(db)
  const definitions: All = {
    written,
    resolved: resolveDefinitions(written, needs.variables),
    shown: resolveWhereSet(written, needs.variables),
  }
  for (const stage of stages) {
    if (stage === 'export' && (await hasOpenTasks(db, refresh.id, stage))) {
      await updateRefresh(db, refresh.id, { status: 'Processing' })
    }
    for (const { position } of await openTasks(db, refresh.id, stage)) {
      signal.throwIfAborted()
      if ((await requireRefresh(db, refresh.id)).canceled_by !== null) return await settleCanceled(needs, refresh.id)
      const tasks = await tasksOf(db, refresh.id)
      const task = tasks.find((each) => each.position === position)
      if (!task || (task.next_attempt_at && task.next_attempt_at > clock.now())) continue
      await advance(needs, definitions, refresh, tasks, task, signal)
    }
    if (await hasOpenTasks(db, refresh.id, stage)) return false
  }
  return true
}

/** An export is kept as it is written; work needs the values of variables; to decide, whatever is set is enough. */
type All = { readonly written: Definitions; readonly resolved: Definitions; readonly shown: Definitions }

async function advance(
  needs: RefreshNeeds,
  { written, resolved, shown }: All,
  refresh: RefreshRow,
  tasks: readonly TaskRow[],
  task: TaskRow,
  signal: AbortSignal,
): Promise<void> {
  if (task.run_id !== null) return await followRun(needs, task)
  const skip = await whySkipped(needs.db, shown, refresh, tasks, task)
  if (skip) {
    const now = needs.clock.now()
    return await updateTask(needs.db, task, { status: 'Skipped', ...skip, started_at: now, finished_at: now })
  }
  if (task.kind === 'export') return await queueExport(needs, written, task, refresh.started_by)
  await doTask(needs, resolved, task, { byName: refresh.scope !== null, signal })
}

async function whySkipped(
  db: Db,
  definitions: Definitions,
  refresh: RefreshRow,
  tasks: readonly TaskRow[],
  { kind, name }: TaskRow,
): Promise<Skip | undefined> {
  switch (kind) {
    case 'source':
      return Object.hasOwn(definitions.sources, name)
        ? undefined
        : { reason: 'not_found', message: said`There is no source "${name}" any more.` }
    case 'profiles':
      return whyProfilesSkipped(definitions, tasks)
    case 'segment':
      return whySegmentSkipped(definitions, refresh, tasks, name, dayOf(definitions, refresh))
    case 'export':
      return whyExportSkipped(db, definitions, tasks, name)
    default:
      return kind satisfies never
  }
}

/** The day of the schedule that the refresh is of, also when it is late. */
function dayOf({ environment }: Definitions, { due_at, created_at }: RefreshRow): RefreshDay {
  return { timeZone: environment.refresh?.timeZone ?? environment.timeZone, at: due_at ?? created_at }
}

async function openTasks(db: Db, id: string, kind: TaskRow['kind']): Promise<TaskRow[]> {
  return (await tasksOf(db, id)).filter((task) => task.kind === kind && task.finished_at === null)
}

async function hasOpenTasks(db: Db, id: string, kind: TaskRow['kind']): Promise<boolean> {
  return (await openTasks(db, id, kind)).length > 0
}

async function settle({ db, clock }: RefreshNeeds, id: string): Promise<void> {
  const tasks = await tasksOf(db, id)
  const failed = tasks.filter(({ status }) => status === 'Failed (permanent)')
  const short = tasks.filter((task) => task.status !== 'Successful' && !isLeftOnPurpose(task))
  const status: Status =
    failed.length > 0 ? 'Failed (permanent)' : short.length > 0 ? 'Completed with warnings' : 'Successful'
  const first = failed[0] ?? short[0]
  await updateRefresh(db, id, {
    status,
    reason: first?.reason ?? null,
    message: first ? sentenceOf(tasks, short, first) : null,
    finished_at: clock.now(),
  })
}

function sentenceOf(tasks: readonly TaskRow[], short: readonly TaskRow[], first: TaskRow): string {
  const what = first.kind === 'profiles' ? said`the profiles` : `${first.kind} "${first.name}"`
  const one = `${what}: ${first.status}${first.message ? `. ${first.message}` : ''}`
  return short.length === 1 ? one : said`${short.length} of ${tasks.length} tasks did not go well; first ${one}`
}

/** Ends a refresh that somebody canceled, and tells what became of its runs (see `cancelRefresh`). */
async function settleCanceled(needs: RefreshNeeds, id: string): Promise<false> {
  const { db, clock } = needs
  const refresh = await requireRefresh(db, id)
  const now = clock.now()
  let canceled = 0
  const goingOn: TaskRow[] = []
  for (const task of await tasksOf(db, id)) {
    if (task.finished_at !== null) continue
    const run = task.run_id === null ? undefined : await findRun(db, task.run_id)
    if (run?.cancel != null) canceled += 1
    if (!run || run.cancel !== null) {
      const message = run ? said`Run ${run.id} was canceled with it.` : null
      await updateTask(db, task, { status: 'Canceled', reason: 'refresh_canceled', message, finished_at: now })
      continue
    }
    await followRun(needs, task)
    if (run.finished_at === null) {
      goingOn.push(task)
      await updateTask(db, task, { finished_at: now })
    }
  }
  await updateRefresh(db, id, {
    status: 'Canceled',
    reason: 'refresh_canceled',
    message: sentenceOfCancel(refresh, canceled, goingOn),
    finished_at: now,
  })
  return false
}

function sentenceOfCancel({ canceled_by }: RefreshRow, canceled: number, goingOn: readonly TaskRow[]): string {
  const begun = canceled === 1 ? said` A run that it had begun was` : said` ${canceled} runs that it had begun were`
  const runs = goingOn.map(({ name, run_id }) => said`run ${run_id} of export "${name}"`).join(', ')
  return [
    said`It was canceled by ${canceled_by}.`,
    ...(canceled > 0 ? [said`${begun} canceled with it.`] : []),
    ...(goingOn.length > 0 ? [said` Not canceled, and going on: ${runs}. To end one as well: postbud cancel RUN`] : []),
  ].join('')
}

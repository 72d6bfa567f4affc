import type { Definitions } from '../contract/definitions.ts'
import type { Db, Tx } from '../db/database.ts'
import { isWaiting } from '../exports/run/approval.ts'
import { readPause } from '../exports/run/pause.ts'
import { findOpenRun, findRun, type RunRow, type Status } from '../exports/run/run-store.ts'
import { startRun } from '../exports/run/start-run.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { said } from '../lib/said.ts'
import { type TaskRow, updateTask } from './refresh-store.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

/** What waits longer than this for its next attempt does not keep the refresh from ending. */
const standsStillMs = 5 * 60_000

/**
 * Puts a run of the task's export in the queue. One that was under way before is taken for it, for it will deliver what the
 * refresh found, but for one of another kind, or whose plan waits for a person: then the task is Skipped. Nothing is begun for
 * a refresh that was canceled.
 */
export async function queueExport(
  { db, clock }: Needs,
  definitions: Definitions,
  task: TaskRow,
  startedBy: string,
): Promise<void> {
  const now = clock.now()
  const definition = definitions.exports[task.name]
  if (!definition) throw new Error(`export ${task.name} is gone`)
  // Both or neither: a task without its run would start another one.
  await db.transaction().execute(async (tx) => {
    if (await isCanceled(tx, task.refresh_id)) return
    const asked = { exportName: task.name, trigger: 'system refresh', startedBy, status: 'Queued' } as const
    const run = (await startRun({ db: tx, clock }, definition, asked)) ?? (await findOpenRun(tx, task.name))
    if (!run) return
    const inTheWay = whyInTheWay(run)
    await updateTask(
      tx,
      task,
      inTheWay
        ? { status: 'Skipped', ...inTheWay, run_id: run.id, started_at: now, finished_at: now }
        : { status: run.status as Status, run_id: run.id, started_at: now },
    )
  })
}

/** Whether somebody canceled it. Nobody does until the transaction has ended. */
async function isCanceled(tx: Tx, refreshId: string): Promise<boolean> {
  const refresh = await tx
    .selectFrom('refreshes')
    .select('canceled_by')
    .where('id', '=', refreshId)
    .forUpdate()
    .executeTakeFirst()
  return refresh?.canceled_by != null
}

function whyInTheWay(run: RunRow): { reason: string; message: string } | undefined {
  const { id, export_name, kind, plan_file } = run
  if (isWaiting(run)) {
    return {
      reason: 'waits_for_approval',
      message: said`Run ${id} of export "${export_name}" waits for a person already.`,
    }
  }
  if (kind !== 'export' || plan_file !== null) {
    const what = kind === 'export' ? said`an earlier run` : said`a run of the kind ${kind}`
    return { reason: 'run_under_way', message: said`Run ${id} of export "${export_name}", ${what}, has not ended.` }
  }
  return undefined
}

/** Looks how the run of a task stands; the task ends with it, and when the run stands still until a person or a later time. */
export async function followRun(
  { db, clock, directory }: Needs & { readonly directory: DataDirectory },
  task: TaskRow,
): Promise<void> {
  const run = task.run_id === null ? undefined : await findRun(db, task.run_id)
  const now = clock.now()
  if (!run) {
    const message = said`The run of export "${task.name}" was removed before it ended.`
    return await updateTask(db, task, { status: 'Canceled', reason: 'not_found', message, finished_at: now })
  }
  const { status, message } = run
  // Nobody takes up what is in the queue while delivery is paused, so that the run itself does not say so.
  const isPaused = run.finished_at === null && status === 'Queued' && (await readPause(directory)) !== undefined
  const reason = isPaused ? 'paused' : run.reason
  const counts = countsOf(run)
  const ends = run.finished_at ?? (isPaused || standsStill(run, now) ? now : undefined)
  if (!ends && status === task.status && reason === task.reason) return
  await updateTask(db, task, {
    status: status as Status,
    reason,
    message,
    counts: JSON.stringify(counts),
    ...(ends && { finished_at: ends }),
  })
}

function standsStill(run: RunRow, now: Date): boolean {
  const { waits_for, next_attempt_at } = run
  const later = next_attempt_at !== null && next_attempt_at.getTime() - now.getTime() > standsStillMs
  return isWaiting(run) || waits_for === 'paused' || later
}

/** How many people by outcome, as far as the run has counted them. */
function countsOf({ figures }: RunRow): Record<string, number> {
  const { all, outcomes } = figures as {
    readonly all?: { readonly members?: number }
    readonly outcomes?: Readonly<Record<string, Readonly<Record<string, number>>>>
  }
  const sums = Object.entries(outcomes ?? {}).map(([outcome, reasons]): [string, number] => [
    outcome,
    Object.values(reasons).reduce((sum, people) => sum + people, 0),
  ])
  return { ...(all?.members !== undefined && { members: all.members }), ...Object.fromEntries(sums) }
}

import { Command } from 'commander'
import type { App } from '../app.ts'
import { AppError } from '../lib/app-error.ts'
import type { FollowedRefresh } from '../runs/follow-refreshes.ts'
import { seeThroughRefresh } from '../runs/see-through-refresh.ts'
import { cancelRefresh } from '../system-refresh/cancel-refresh.ts'
import { isLeftOnPurpose } from '../system-refresh/left-on-purpose.ts'
import { queueRefresh } from '../system-refresh/queue-refresh.ts'
import { openRefreshes, type RefreshRow } from '../system-refresh/refresh-store.ts'
import type { CliContext } from './context.ts'
import { exitCode, exitCodeOfStatus, worstOf } from './exit-codes.ts'
import { runProgress } from './run-progress.ts'
import { sweepAfter } from './sweep-after.ts'
import { formatDuration, formatNumber, type Terminal } from './terminal.ts'

type Options = { readonly cancel?: boolean; readonly json?: boolean }
type Task = FollowedRefresh['tasks'][number]

/** Raised when there is nothing to cancel. */
class NoRefreshError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor() {
    super('No refresh of everything is under way, so there is nothing to cancel.')
  }
}

/** `postbud refresh`: sources, profiles, segments and exports, as the system refresh does it, followed to its end. */
export function refreshCommand(context: CliContext): Command {
  return new Command('refresh')
    .description(
      'refresh everything, as the system refresh does: read sources, compute segments, run the exports that go along',
    )
    .option('--cancel', 'cancel the refresh of everything that is under way, with its runs that have no plan yet')
    .option('--json', 'print one JSON document at the end')
    .action(async (options: Options) => {
      await context.withApp(async (app) => {
        const begun = options.cancel ? await cancelOpen(context, app) : await begin(context, app)
        const refresh = await follow(context, app, begun, options)
        if (options.json) context.terminal.json(asJson(refresh))
        else show(context.terminal, refresh)
        // Ending it is what was asked for.
        context.exitWith(options.cancel ? exitCode.successful : exitCodeOf(refresh))
        await sweepAfter(context, app)
      })
    })
}

async function begin({ terminal }: CliContext, app: App): Promise<RefreshRow> {
  const asked = app.clock.now()
  const refresh = await queueRefresh(app, { trigger: 'CLI', actor: terminal.actor, scope: null })
  // Two that ask for everything are one (start-refresh.ts).
  if (refresh.created_at < asked) {
    terminal.note(`Refresh ${refresh.id} of ${refresh.started_by} is under way and is followed to its end.`)
  }
  return refresh
}

async function cancelOpen({ terminal }: CliContext, app: App): Promise<RefreshRow> {
  const open = (await openRefreshes(app.db)).find(({ scope }) => scope === null)
  if (!open) throw new NoRefreshError()
  return await cancelRefresh(app, terminal.actor, open.id)
}

async function follow(
  context: CliContext,
  app: App,
  { id }: RefreshRow,
  { json, cancel }: Options,
): Promise<FollowedRefresh> {
  const { terminal, signal } = context
  const progress = runProgress(context, json ? 'json' : 'text')
  const told = new Map<number, string>()
  const tell = ({ tasks }: FollowedRefresh) => {
    for (const task of json ? [] : tasks) {
      if (told.get(task.position) === task.status) continue
      told.set(task.position, task.status)
      if (task.status !== 'Queued') terminal.note(`  ${task.kind} ${task.name}: ${task.status}${countsOf(task)}`)
    }
  }
  try {
    return await seeThroughRefresh(app, id, { signal, tell, tellRun: progress.tell })
  } catch (thrown) {
    if (signal.aborted && !cancel) {
      terminal.note(
        `Refresh ${id} has not ended. A server carries it on by itself; without one: postbud refresh. To cancel it: postbud refresh --cancel`,
      )
    }
    throw thrown
  } finally {
    progress.done()
  }
}

/** What the shell is told: the worst of its tasks, as `postbud run --all` does. A refresh of nothing has gone well. */
function exitCodeOf({ status, tasks }: FollowedRefresh): number {
  if (status === 'Canceled') return exitCode.failed
  return worstOf(tasks.filter((task) => !isLeftOnPurpose(task)).map((task) => exitCodeOfStatus(task.status)))
}

function show(terminal: Terminal, refresh: FollowedRefresh): void {
  const { id, status, message, started_at, finished_at } = refresh
  const colour = status === 'Successful' ? 'green' : status === 'Failed (permanent)' ? 'red' : 'yellow'
  const seconds = started_at && finished_at ? (finished_at.getTime() - started_at.getTime()) / 1000 : undefined
  const took = seconds === undefined ? '' : ` in ${formatDuration(seconds)}`
  terminal.print(`Refresh ${id}: ${terminal.style(colour, status)}${took}`)
  if (message) terminal.print(`  ${message}`)
  terminal.table(
    refresh.tasks.map((task) => [task.kind, task.name, task.status, task.reason, countsOf(task).slice(2)]),
    { indent: 2 },
  )
}

function countsOf({ counts }: Task): string {
  const told = Object.entries(counts).filter(([what, count]) => what !== 'changed' && count > 0)
  return told.length === 0 ? '' : `, ${told.map(([what, count]) => `${formatNumber(count)} ${what}`).join(', ')}`
}

/** The documented object of `--json`. */
function asJson(refresh: FollowedRefresh): object {
  return {
    refresh: refresh.id,
    trigger: refresh.trigger,
    startedBy: refresh.started_by,
    status: refresh.status,
    reason: refresh.reason,
    message: refresh.message,
    createdAt: refresh.created_at,
    startedAt: refresh.started_at,
    finishedAt: refresh.finished_at,
    tasks: refresh.tasks.map(({ kind, name, status, reason, message, counts, run_id, took_ms }) => ({
      kind,
      name,
      status,
      reason,
      message,
      counts,
      run: run_id,
      tookMs: took_ms,
    })),
  }
}

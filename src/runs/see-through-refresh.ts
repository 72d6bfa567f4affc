import type { App } from '../app.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import type { Tell } from '../exports/run/run-events.ts'
import { carryOnRun } from '../exports/run/run-export.ts'
import type { Trigger } from '../exports/run/run-needs.ts'
import { findRun, type RunRow } from '../exports/run/run-store.ts'
import { runNeeds } from '../run-needs.ts'
import { carryOnRefresh } from '../system-refresh/carry-on-refresh.ts'
import { readRefresh } from '../system-refresh/read-refreshes.ts'
import { dueRuns } from './due-runs.ts'
import { type FollowedRefresh, refreshFollower } from './follow-refreshes.ts'
import { tryLockWork } from './work-loop.ts'

type Given = {
  readonly signal: AbortSignal
  /** Told how the refresh stands, each time that changes. */
  readonly tell: (refresh: FollowedRefresh) => void
  /** Told what a run does that is worked on here. */
  readonly tellRun: Tell
}

const lookAgainMs = 1_000

/**
 * Sees a refresh through to its end, and answers how it stands then: works on it and on its runs wherever no other process is
 * at work on them, so that it ends whether or not there is a server, and waits where one is. Throws the signal's reason, having
 * left everything to whoever comes next.
 */
export async function seeThroughRefresh(app: App, id: string, given: Given): Promise<FollowedRefresh> {
  const { signal, tell } = given
  const unfollow = refreshFollower(app.database).follow(id, tell)
  try {
    for (;;) {
      signal.throwIfAborted()
      await whereFree(app, 'refresh', id, (mine) => carryOnRefresh(app, id, AbortSignal.any([signal, mine])))
      const refresh = await standing(app, id)
      // What is followed is looked at now and then: what was done here is told before its runs begin.
      tell(refresh)
      const run = await runToCarryOn(app, refresh)
      if (run && (await whereFree(app, 'run', run.id, (mine) => carryOn(app, run, given, mine)))) continue
      if (refresh.finished_at !== null && !run) return refresh
      await app.clock.wait(lookAgainMs, signal)
    }
  } finally {
    unfollow()
  }
}

/** Does something of which only one process does it at a time; answers whether it was done here. */
async function whereFree(
  { database }: App,
  kind: string,
  id: string,
  work: (mine: AbortSignal) => Promise<unknown>,
): Promise<boolean> {
  await using lock = await tryLockWork(database, kind, id)
  if (!lock) return false
  await work(lock.lost)
  return true
}

async function standing({ db }: App, id: string): Promise<FollowedRefresh> {
  const { refresh, tasks } = await readRefresh(db, id)
  return { ...refresh, tasks }
}

/** A run of the refresh that can be worked on now; of one that has ended, only those that were canceled with it. */
async function runToCarryOn(app: App, { finished_at, tasks }: FollowedRefresh): Promise<RunRow | undefined> {
  const ids = new Set(tasks.map(({ run_id }) => run_id))
  for (const id of (await dueRuns(app, 'all')).filter((each) => ids.has(each))) {
    const run = await findRun(app.db, id)
    if (run && (finished_at === null || run.cancel !== null)) return run
  }
  return undefined
}

async function carryOn(app: App, run: RunRow, { signal, tellRun }: Given, mine: AbortSignal): Promise<void> {
  const definitions = await loadDefinitions(app.db)
  await carryOnRun(runNeeds(app, definitions), definitions, run, {
    exportName: run.export_name,
    trigger: run.trigger as Trigger,
    startedBy: run.started_by,
    carrier: 'worker',
    signal: AbortSignal.any([signal, mine]),
    tell: tellRun,
  })
}

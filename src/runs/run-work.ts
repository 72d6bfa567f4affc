import type { App } from '../app.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { carryOnRun } from '../exports/run/run-export.ts'
import type { Trigger } from '../exports/run/run-needs.ts'
import { findRun } from '../exports/run/run-store.ts'
import type { Log } from '../lib/log.ts'
import { runNeeds } from '../run-needs.ts'
import { dueRuns } from './due-runs.ts'
import { logRun } from './log-run.ts'
import type { WorkKind } from './work-loop.ts'

/**
 * Runs of exports as work. Of the runs that a process carries on at once the last is always a small one, so that a few large
 * exports never keep all others from their turn.
 */
export function runWork(app: App, log?: Log): WorkKind[] {
  const atOnce = app.config.runsAtOnce
  if (atOnce === 0) return []
  const kind = (which: 'all' | 'small', places: number): WorkKind => ({
    name: 'run',
    atOnce: places,
    find: () => dueRuns(app, which),
    carryOn: (id, signal) => carryOn(app, id, signal, log),
  })
  return atOnce === 1 ? [kind('all', 1)] : [kind('all', atOnce - 1), kind('small', 1)]
}

async function carryOn(app: App, id: string, signal: AbortSignal, log?: Log): Promise<void> {
  const run = await findRun(app.db, id)
  if (!run) return
  const definitions = await loadDefinitions(app.db)
  await carryOnRun(runNeeds(app, definitions), definitions, run, {
    exportName: run.export_name,
    trigger: run.trigger as Trigger,
    startedBy: run.started_by,
    carrier: 'worker',
    signal,
    tell: logRun(log, run),
  })
}

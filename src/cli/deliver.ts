import type { Definitions } from '../contract/definitions.ts'
import { runExport } from '../exports/run/run-export.ts'
import type { RunNeeds, RunRequest, RunSubject } from '../exports/run/run-needs.ts'
import type { RunRow } from '../exports/run/run-store.ts'
import type { CliContext } from './context.ts'
import { exitCodeOfStatus, worstOf } from './exit-codes.ts'
import { runProgress } from './run-progress.ts'
import { runAsJson, showRun } from './show-run.ts'

/** How a command that runs something shows it. */
export type ShowOptions = { readonly json?: boolean; readonly events?: boolean }

/** Does something that runs an export, and shows its progress meanwhile. */
export async function withProgress(
  context: CliContext,
  exportName: string,
  options: ShowOptions,
  work: (request: RunRequest) => Promise<RunRow>,
): Promise<RunRow> {
  const progress = runProgress(context, options.events ? 'events' : options.json ? 'json' : 'text')
  try {
    return await work({
      exportName,
      trigger: 'CLI',
      startedBy: context.terminal.person,
      actor: context.terminal.actor,
      signal: context.signal,
      tell: progress.tell,
    })
  } finally {
    progress.done()
  }
}

/** Runs an export, or what is asked for of it, with progress. */
export function deliver(
  context: CliContext,
  needs: RunNeeds,
  definitions: Definitions,
  what: { readonly exportName: string; readonly about?: RunSubject },
  options: ShowOptions,
): Promise<RunRow> {
  const { exportName, about } = what
  return withProgress(context, exportName, options, (request) =>
    runExport(needs, definitions, { ...request, ...(about && { about }) }),
  )
}

/** Shows how runs ended, and answers the shell with the worst of it. */
export function finish(context: CliContext, runs: readonly RunRow[], options: ShowOptions): void {
  context.exitWith(worstOf(runs.map(({ status }) => exitCodeOfStatus(status))))
  if (options.json) context.terminal.json({ runs: runs.map(runAsJson) })
  else if (!options.events) for (const run of runs) showRun(context.terminal, run)
}

import { Command } from 'commander'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { resolveDefinitions } from '../definitions/resolve-definitions.ts'
import { AppError } from '../lib/app-error.ts'
import { sourceToRefresh } from '../refresh/source-to-refresh.ts'
import { findSource } from '../sources/find-source.ts'
import { type RefreshProgress, refreshSource, type SourceRefresh } from '../sources/refresh-source.ts'
import type { CliContext } from './context.ts'
import { exitCode, exitCodeOf } from './exit-codes.ts'
import { noteNotices } from './sources-show.ts'
import { formatNumber, type Terminal } from './terminal.ts'

type Options = { readonly force?: boolean; readonly json?: boolean }
type Outcome =
  | { readonly name: string; readonly result: SourceRefresh }
  | { readonly name: string; readonly error: AppError }

/**
 * `postbud sources refresh`: each source by itself, so that one that fails does not keep the others from being read. Answers 1
 * when one failed, else 3 when one has corrupt rows.
 */
export function refreshSourcesCommand(context: CliContext): Command {
  return new Command('refresh')
    .description('read the data sources that changed (all of them, unless named)')
    .argument('[names...]', 'data sources')
    .option('--force', 'read them although nothing seems changed, and settle the types of their columns afresh')
    .option('--json', 'print JSON')
    .action(async (names: string[], { force = false, json = false }: Options) => {
      const { terminal, signal } = context
      await context.withApp(async (app) => {
        const written = await loadDefinitions(app.db)
        for (const name of names) findSource(written.sources, name)
        const definitions = resolveDefinitions(written, app.variables)
        const outcomes: Outcome[] = []
        for (const name of names.length > 0 ? names : Object.keys(written.sources)) {
          const progress = json ? undefined : showProgress(terminal)
          try {
            const options = { force, signal, ...(progress && { onProgress: progress.tell }) }
            const result = await refreshSource(app, sourceToRefresh(definitions, name), options)
            progress?.done()
            outcomes.push({ name, result })
            if (!json) printRefresh(terminal, result)
          } catch (thrown) {
            progress?.done()
            if (signal.aborted || !(thrown instanceof AppError)) throw thrown
            outcomes.push({ name, error: thrown })
            if (!json) terminal.note(`error: ${thrown.message}`)
          }
        }
        if (json) terminal.json({ sources: outcomes.map(jsonOf) })
        context.exitWith(exitOf(outcomes))
      })
    })
}

function exitOf(outcomes: readonly Outcome[]): number {
  const failed = outcomes.find((outcome) => 'error' in outcome)
  if (failed && 'error' in failed) return exitCodeOf(failed.error)
  const corrupt = outcomes.some((outcome) => 'result' in outcome && outcome.result.snapshot.corrupt > 0)
  return corrupt ? exitCode.completedWithWarnings : exitCode.successful
}

function printRefresh(terminal: Terminal, { name, outcome, snapshot }: SourceRefresh): void {
  const { rows, corrupt, corruptReasons, durationMs } = snapshot
  const took = outcome === 'unchanged' ? 'unchanged' : `read in ${(durationMs / 1000).toFixed(1)} s`
  terminal.print(`${name}: ${formatNumber(rows)} rows, ${took}`)
  if (corrupt > 0) {
    const reasons = Object.entries(corruptReasons).map(([reason, count]) => `${reason} ${formatNumber(count)}`)
    terminal.print(
      terminal.style(
        'yellow',
        `  ${formatNumber(corrupt)} corrupt rows set aside (${reasons.join(', ')}): postbud sources corrupt ${name}`,
      ),
    )
  }
  if (outcome === 'refreshed') noteNotices(terminal, snapshot.notices)
}

const stages = { reading: 'reading', checking: 'looking at the values', writing: 'writing the table' } as const

/** A moving line for a person; nothing otherwise, since the lines that stay say it all. */
function showProgress(terminal: Terminal) {
  const line = terminal.movingLine()
  if (!line) return undefined
  return {
    tell: ({ source, stage, bytes, totalBytes }: RefreshProgress) => {
      const megabytes = `${formatNumber(Math.round(bytes / 1e6))} MB`
      const share = totalBytes
        ? `${Math.round((100 * bytes) / totalBytes)} % of ${formatNumber(Math.round(totalBytes / 1e6))} MB`
        : megabytes
      line(`${source}: ${stages[stage]}${stage === 'reading' ? ` (${share})` : ''} …`)
    },
    done: () => line.clear(),
  }
}

function jsonOf(outcome: Outcome): object {
  const { name } = outcome
  if ('error' in outcome)
    return { name, outcome: 'failed', error: { code: outcome.error.code, message: outcome.error.message } }
  const { rows, corrupt, corruptReasons, notices, version, refreshedAt, durationMs } = outcome.result.snapshot
  const times = { refreshedAt: refreshedAt.toISOString(), durationMs }
  return { name, outcome: outcome.result.outcome, rows, corrupt, corruptReasons, notices, version, ...times }
}

import { Command } from 'commander'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { resolveWhereSet } from '../definitions/resolve-definitions.ts'
import { sourceState } from '../sources/source-state.ts'
import type { CliContext } from './context.ts'
import { corruptSourceCommand } from './sources-corrupt.ts'
import { refreshSourcesCommand } from './sources-refresh.ts'
import { showSourceCommand } from './sources-show.ts'

/** `postbud sources …`: the data sources, their tables, and what is wrong with their rows. */
export function sourcesCommand(context: CliContext): Command {
  return new Command('sources')
    .description('list, refresh and look into data sources')
    .addCommand(listCommand(context))
    .addCommand(refreshSourcesCommand(context))
    .addCommand(showSourceCommand(context))
    .addCommand(corruptSourceCommand(context))
}

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('list the data sources with their rows and their age')
    .option('--json', 'print JSON')
    .action(async ({ json = false }: { json?: boolean }) => {
      const { terminal } = context
      await context.withApp(async (app) => {
        const { sources } = resolveWhereSet(await loadDefinitions(app.db), app.variables)
        const rows = await Promise.all(
          Object.entries(sources).map(async ([name, definition]) => {
            const state = await sourceState(app.db, name)
            return {
              name,
              kind: 'postgres' in definition ? 'postgres' : 'file',
              from: 'postgres' in definition ? (definition.table ?? 'query') : [definition.file].flat().join(', '),
              rows: state?.snapshot?.rows ?? null,
              corrupt: state?.snapshot?.corrupt ?? null,
              refreshedAt: state?.snapshot?.refreshedAt.toISOString() ?? null,
              checkedAt: state?.snapshot?.checkedAt.toISOString() ?? null,
              error: state?.error ? { code: state.error.code, message: state.error.message } : null,
            }
          }),
        )
        if (json) return terminal.json({ sources: rows })
        if (rows.length === 0) return terminal.print('No data sources are configured.')
        terminal.table(
          rows.map((row) => [row.name, row.from, row.rows ?? '-', row.corrupt ?? '-', row.checkedAt ?? 'never']),
          { head: ['SOURCE', 'READS', 'ROWS', 'CORRUPT', 'UP TO DATE AT'], alignRight: [2, 3] },
        )
        for (const { name, error } of rows) {
          if (error) terminal.note(terminal.style('red', `${name}: the last refresh failed: ${error.message}`))
        }
      })
    })
}

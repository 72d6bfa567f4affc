import { Command } from 'commander'
import type { Notice } from '../db/tables/sources.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { columnProfile } from '../sources/column-profile.ts'
import { findSource } from '../sources/find-source.ts'
import { sourceState, tableOf } from '../sources/source-state.ts'
import type { CliContext } from './context.ts'
import { formatNumber, type Terminal } from './terminal.ts'

/** `postbud sources show`: a source's table with what its columns hold, and what a person should decide about it. */
export function showSourceCommand(context: CliContext): Command {
  return new Command('show')
    .description('show the columns of a data source and what they hold')
    .argument('<name>', 'data source')
    .option('--json', 'print JSON')
    .action(async (name: string, { json = false }: { json?: boolean }) => {
      const { terminal, signal } = context
      await context.withApp(async (app) => {
        findSource((await loadDefinitions(app.db)).sources, name)
        const state = await sourceState(app.db, name)
        const table = await tableOf(app.db, app.directory, name)
        const columns = table ? await columnProfile(app, table, { signal }) : []
        const { snapshot, error } = state ?? {}
        if (json) {
          const { rows = 0, corrupt = 0, corruptReasons = {}, notices = [], inputs = [], key = null } = snapshot ?? {}
          const times = {
            refreshedAt: snapshot?.refreshedAt.toISOString() ?? null,
            checkedAt: snapshot?.checkedAt.toISOString() ?? null,
          }
          const files = inputs.map(({ path, size }) => ({ path, size }))
          return terminal.json({
            name,
            key,
            rows,
            corrupt,
            corruptReasons,
            ...times,
            files,
            notices,
            columns,
            error: error ?? null,
          })
        }
        if (snapshot) {
          terminal.print(
            `${name}: ${formatNumber(snapshot.rows)} rows, ${formatNumber(snapshot.corrupt)} corrupt, key ${snapshot.key}, read ${snapshot.refreshedAt.toISOString()}`,
          )
          terminal.table(
            columns.map((column) => [
              column.name,
              column.engineType,
              column.nulls,
              column.distinct,
              cut(column.min),
              cut(column.max),
              column.top
                .map(({ value, rows }) => `${cut(value)} (${formatNumber(rows)})`)
                .slice(0, 3)
                .join(', '),
            ]),
            { head: ['COLUMN', 'TYPE', 'BLANK', 'DISTINCT', 'MIN', 'MAX', 'MOST FREQUENT'], alignRight: [2, 3] },
          )
          noteNotices(terminal, snapshot.notices)
        } else {
          terminal.print(`${name} was never read. Run: postbud sources refresh ${name}`)
        }
        if (error) terminal.note(`The refresh at ${error.at.toISOString()} failed: ${error.message}`)
      })
    })
}

/** Notices with the lines of the configuration file that settle them. */
export function noteNotices(terminal: Terminal, notices: readonly Notice[]): void {
  for (const { message, yaml } of notices) {
    terminal.note(`note: ${message}`)
    if (yaml) terminal.note(yaml.replace(/^/gm, '    '))
  }
}

function cut(text: string | null): string {
  if (text === null) return ''
  const line = text.replace(/\s+/g, ' ')
  return line.length > 24 ? `${line.slice(0, 23)}…` : line
}

import { Command } from 'commander'
import type { Table } from '../contract/catalogue.ts'
import { loadResolved } from '../definitions/resolve-definitions.ts'
import type { CsvCells } from '../engine/csv-lines.ts'
import { kindOfTable, requireTableName, TableUnreadError, tableNamed, tableNames } from '../refresh/named-tables.ts'
import { downloadTable, firstRows } from '../refresh/table-rows.ts'
import type { CliContext } from './context.ts'
import { limitOption } from './limit-option.ts'
import { formatNumber } from './terminal.ts'
import { cellsOption, writeCsv } from './write-csv.ts'

/** `postbud tables …`: the tables that rules can name, those of unification among them, and their rows. */
export function tablesCommand(context: CliContext): Command {
  return new Command('tables')
    .description('list the tables that rules can name, and look at their rows')
    .addCommand(listCommand(context))
    .addCommand(rowsCommand(context))
}

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('list the Customer table (profile), those of the sources, and those of unification')
    .option('--json', 'print JSON')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const { terminal } = context
      await context.withApp(async (app) => {
        const definitions = await loadResolved(app)
        const rows = await Promise.all(
          tableNames(definitions).map(async (name) => {
            const table = await tableNamed(app, definitions, name)
            const kind = kindOfTable(definitions, name)
            return { name, kind, rows: table?.rows ?? null, columns: table?.columns.map((column) => column.name) ?? [] }
          }),
        )
        if (json) return terminal.json({ tables: rows })
        terminal.table(
          rows.map(({ name, kind, rows: count, columns }) => [
            name,
            kind,
            count === null ? '-' : formatNumber(count),
            columns.join(', '),
          ]),
          { head: ['TABLE', 'KIND', 'ROWS', 'COLUMNS'], alignRight: [2] },
        )
      })
    })
}

type Options = { readonly csv?: string; readonly cells: CsvCells; readonly limit?: number; readonly json?: boolean }

function rowsCommand(context: CliContext): Command {
  return new Command('rows')
    .description('the first rows of a table, or all of them in a CSV file')
    .argument('<name>', 'profile, a source, match-pairs, or deduplication-SOURCE')
    .option('--csv <file>', 'write a CSV file')
    .addOption(cellsOption())
    .addOption(limitOption('at most so many (default: 100 on the terminal, all in a file)'))
    .option('--json', 'print JSON')
    .action(async (name: string, { csv, cells, limit, json = false }: Options) => {
      const { terminal } = context
      await context.withApp(async (app) => {
        const definitions = await loadResolved(app)
        requireTableName(definitions, name)
        const table = await tableNamed(app, definitions, name)
        if (!table) throw new TableUnreadError(name)
        if (csv !== undefined) {
          const file = terminal.resolve(csv)
          const written = await writeCsv(file, await downloadTable(app, { actor: terminal.actor, table, limit }), cells)
          if (json) return terminal.json({ name, total: table.rows, file, written })
          return terminal.note(`${formatNumber(written)} rows written to ${file}`)
        }
        const rows = await firstRows(app, table, limit ?? 100)
        if (json) return terminal.json({ name, total: table.rows, rows })
        terminal.table(rowsOf(table, rows), { head: table.columns.map((column) => column.name) })
        if (rows.length < table.rows) {
          terminal.note(
            `${formatNumber(rows.length)} of ${formatNumber(table.rows)} rows; --csv FILE writes all of them.`,
          )
        }
      })
    })
}

function rowsOf({ columns }: Table, rows: Awaited<ReturnType<typeof firstRows>>): string[][] {
  return rows.map((row) =>
    columns.map(({ name }) => {
      const value = row[name]
      if (value === null || value === undefined) return ''
      return typeof value === 'object' ? JSON.stringify(value) : String(value)
    }),
  )
}

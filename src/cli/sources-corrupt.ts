import { Command } from 'commander'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import type { CsvCells } from '../engine/csv-lines.ts'
import { corruptRows, countCorruptRows, downloadCorruptRows } from '../sources/corrupt-rows.ts'
import { findSource } from '../sources/find-source.ts'
import type { CliContext } from './context.ts'
import { limitOption } from './limit-option.ts'
import { formatNumber } from './terminal.ts'
import { cellsOption, writeCsv } from './write-csv.ts'

type Options = { readonly csv?: string; readonly cells: CsvCells; readonly limit: number; readonly json?: boolean }

/** `postbud sources corrupt`: the rows that a source's table does not have, each with its place and the reason. */
export function corruptSourceCommand(context: CliContext): Command {
  return new Command('corrupt')
    .description('show the rows of a data source that were set aside, and why')
    .argument('<name>', 'data source')
    .option('--csv <file>', 'write all of them to a CSV file')
    .addOption(cellsOption())
    .addOption(limitOption('show at most so many', 50))
    .option('--json', 'print JSON')
    .action(async (name: string, { csv, cells, limit, json = false }: Options) => {
      const { terminal } = context
      await context.withApp(async (app) => {
        findSource((await loadDefinitions(app.db)).sources, name)
        const all = await countCorruptRows(app, name)
        if (csv !== undefined && all > 0) {
          const file = terminal.resolve(csv)
          await writeCsv(file, await downloadCorruptRows(app, terminal.actor, name), cells)
          if (json) return terminal.json({ name, corrupt: all, file })
          return terminal.print(`Wrote ${formatNumber(all)} corrupt rows of ${name} to ${csv}.`)
        }
        const rows = await corruptRows(app, name, { limit })
        if (json) return terminal.json({ name, corrupt: all, rows })
        if (all === 0) return terminal.print(`${name} has no corrupt rows.`)
        terminal.table(
          rows.map(({ file, row, reason, detail, key }) => [file, row, reason, key ?? '', detail]),
          { head: ['FILE', 'ROW', 'REASON', 'KEY', 'DETAIL'], alignRight: [1] },
        )
        if (rows.length < all) {
          terminal.note(`${formatNumber(rows.length)} of ${formatNumber(all)} shown; --csv FILE writes all of them.`)
        }
      })
    })
}

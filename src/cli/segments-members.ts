import { Command } from 'commander'
import type { Definitions } from '../contract/definitions.ts'
import { wholeNameColumn } from '../definitions/profile-sources.ts'
import { loadResolved } from '../definitions/resolve-definitions.ts'
import type { CsvCells } from '../engine/csv-lines.ts'
import type { Cell } from '../engine/engine.ts'
import { openCatalogue } from '../refresh/open-catalogue.ts'
import { findSegment } from '../segments/find-segment.ts'
import { downloadMembers, readMembers } from '../segments/read-members.ts'
import { requireMembers } from '../segments/require-members.ts'
import type { CliContext } from './context.ts'
import { limitOption } from './limit-option.ts'
import { formatNumber, type Terminal } from './terminal.ts'
import { cellsOption, writeCsv } from './write-csv.ts'

type Options = { readonly csv?: string; readonly cells: CsvCells; readonly limit?: number; readonly json?: boolean }

/** `postbud segments members NAME`: its members on the terminal, or all of them with all columns in a CSV file. */
export function segmentMembersCommand(context: CliContext): Command {
  return new Command('members')
    .description('list the members of a segment, or write them to a CSV file')
    .argument('<name>')
    .option('--csv <file>', 'write a CSV file with all columns of the profile')
    .addOption(cellsOption())
    .addOption(limitOption('at most so many (default: 100 on the terminal, all in a file)'))
    .option('--json', 'print JSON')
    .action(async (name: string, options: Options) => {
      await context.withApp(async (app) => {
        const { terminal } = context
        const definitions = await loadResolved(app)
        findSegment(definitions.segments, name)
        const members = await requireMembers(app, name)
        const catalogue = await openCatalogue(app, definitions)
        if (options.csv !== undefined) {
          const file = terminal.resolve(options.csv)
          const told = { actor: terminal.actor, segment: name, catalogue, members, limit: options.limit }
          const written = await writeCsv(file, await downloadMembers(app, told), options.cells)
          if (options.json) terminal.json({ segment: name, members: members.members, file, written })
          else terminal.note(`${formatNumber(written)} members written to ${file}`)
          return
        }
        const rows = await readMembers(app.engine, catalogue, members, options.limit ?? 100)
        if (options.json) return terminal.json({ segment: name, members: members.members, rows })
        memberTable(terminal, definitions, rows, catalogue.profile.key)
        if (rows.length < members.members) {
          terminal.note(`${formatNumber(rows.length)} of ${formatNumber(members.members)} members`)
        }
      })
    })
}

/** People as a table: key, name and e-mail, the columns that say who somebody is. */
export function memberTable(
  terminal: Terminal,
  { profiles }: Definitions,
  rows: readonly Readonly<Record<string, Cell>>[],
  key: string,
): void {
  const named = [profiles.firstName, profiles.lastName].filter((name) => name !== undefined)
  const names = named.length > 0 ? named : [wholeNameColumn(profiles)]
  const columns = [key, profiles.email, ...names].filter((name) => name !== undefined)
  const shown = [...new Set(columns)]
  terminal.table(
    rows.map((row) => shown.map((name) => (row[name] === null || row[name] === undefined ? '' : String(row[name])))),
    { head: shown, indent: 2 },
  )
}

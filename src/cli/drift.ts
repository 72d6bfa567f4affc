import { Command } from 'commander'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { type Drift, type DriftPeople, readDrift } from '../exports/list/read-drift.ts'
import { previewExport } from '../exports/plan/preview-export.ts'
import { runNeeds } from '../run-needs.ts'
import type { CliContext } from './context.ts'
import { deliver, finish, type ShowOptions } from './deliver.ts'
import { exitCode } from './exit-codes.ts'
import { showPreview } from './show-preview.ts'
import { sweepAfter } from './sweep-after.ts'
import { formatNumber, type Terminal } from './terminal.ts'

type Options = ShowOptions & { readonly repair?: boolean; readonly preview?: boolean; readonly showEmails?: boolean }

/** `postbud drift EXPORT`: the real list against what we believe of it. */
export function driftCommand(context: CliContext): Command {
  return new Command('drift')
    .description('compare the real list of an export with what Postbud believes of it')
    .argument('<export>')
    .option('--repair', 'run the export as a repair: what was changed by hand is sent again')
    .option('--preview', 'show what a repair would do and cost; sends nothing')
    .option('--show-emails', 'show e-mail addresses in full (a…n@example.com otherwise)')
    .option('--json', 'print JSON')
    .option('--events', 'with --repair: print one JSON line an event')
    .action(async (exportName: string, options: Options) => {
      await context.withApp(async (app) => {
        const { terminal } = context
        const definitions = await loadDefinitions(app.db)
        const needs = runNeeds(app, definitions)
        const asked = { exportName, showEmails: options.showEmails === true, signal: context.signal }
        const about = { kind: 'repair' } as const
        if (options.preview) {
          const preview = await previewExport(needs, definitions, { ...asked, about })
          if (options.json) terminal.json(preview)
          else showPreview(terminal, preview)
          return
        }
        if (options.repair) {
          const what = { exportName, about }
          finish(context, [await deliver(context, needs, definitions, what, options)], options)
          await sweepAfter(context, app)
          return
        }
        const drift = await readDrift(needs, definitions, asked)
        if (options.json) terminal.json(drift)
        else show(terminal, drift, definitions.exports[exportName]?.connection)
        context.exitWith(drift.inStep ? exitCode.successful : exitCode.completedWithWarnings)
      })
    })
}

function show(terminal: Terminal, drift: Drift, connection = 'CONNECTION'): void {
  const { list, contacts, ours, others } = drift
  terminal.print(`${terminal.style('bold', drift.export)} and the list ${list.name} (${list.id})`)
  if (list.formerName !== null) terminal.print(`  The list was called "${list.formerName}" before.`)
  terminal.print(
    `  ${formatNumber(contacts)} contacts on the list: ${formatNumber(ours)} put there by us, ${formatNumber(others)} known to be others'.`,
  )
  if (drift.inStep) terminal.print(terminal.style('green', '  The list is as Postbud believes it to be.'))
  const line = (people: DriftPeople, what: string, then: string) => {
    if (people.people === 0) return
    terminal.print(terminal.style('yellow', `  ${formatNumber(people.people)} ${what}`))
    terminal.print(`    ${people.sample.join(', ')}`)
    terminal.print(terminal.style('dim', `    ${then}`))
  }
  line(
    drift.missing,
    'put there by us and missing now',
    `They departed; no repair puts them back. After the next run they are in: postbud departures list ${connection}`,
  )
  line(drift.readdressed, 'of these are on the list under another address', 'Somebody changed the address by hand.')
  line(drift.strangers, 'on the list whom we did not put there, new since we last looked', 'They are never taken off.')
  line(drift.back, 'had departed and are on the list again', 'Their departure ends with the next run.')
  line(
    drift.changedByHand,
    'whose values were changed by hand',
    `Send ours again with: postbud drift ${drift.export} --repair`,
  )
  line(
    drift.changedByExport,
    'to whom another export has sent other values since',
    'A contact has one set of values, and whichever export sends last has its way.',
  )
}

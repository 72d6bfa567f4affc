import { Command } from 'commander'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { formerLists } from '../exports/list/known-of-list.ts'
import type { RunRow } from '../exports/run/run-store.ts'
import { runNeeds } from '../run-needs.ts'
import type { CliContext } from './context.ts'
import { deliver, finish, type ShowOptions } from './deliver.ts'
import { sweepAfter } from './sweep-after.ts'

/** `postbud clean-up EXPORT`: takes whom an export put on a list off it, where it delivers elsewhere by now. */
export function cleanUpCommand(context: CliContext): Command {
  return new Command('clean-up')
    .description('take off its former lists whom an export put there; a run like any other, guards included')
    .argument('<export>')
    .option('--list <id>', 'this list, though the export still delivers there')
    .option('--json', 'print one JSON document at the end')
    .option('--events', 'print one JSON line an event')
    .action(async (exportName: string, options: ShowOptions & { list?: string }) => {
      await context.withApp(async (app) => {
        const definitions = await loadDefinitions(app.db)
        const lists = options.list
          ? [options.list]
          : (await formerLists(app.db, exportName)).map((each) => each.list_id)
        if (lists.length === 0 && !options.json) {
          context.terminal.print(`Export "${exportName}" keeps nobody on a list where it does not deliver.`)
          return
        }
        const runs: RunRow[] = []
        for (const list of lists) {
          const what = { exportName, about: { kind: 'cleanup', list } as const }
          runs.push(await deliver(context, runNeeds(app, definitions), definitions, what, options))
        }
        finish(context, runs, options)
        await sweepAfter(context, app)
      })
    })
}

import { Command } from 'commander'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { findRunLike } from '../exports/receipts/read-receipts.ts'
import { carryOnRun } from '../exports/run/run-export.ts'
import { runNeeds } from '../run-needs.ts'
import { cancelRun } from '../runs/cancel-run.ts'
import type { CliContext } from './context.ts'
import { finish, type ShowOptions, withProgress } from './deliver.ts'

type Options = ShowOptions & { readonly note?: string }

/** `postbud cancel RUN`: ends a run that has not ended, with an exact account of what it did. */
export function cancelCommand(context: CliContext): Command {
  return new Command('cancel')
    .description('end a run: what has left settles, nothing more is sent, and everybody else is told as not sent')
    .argument('<run>', 'a run\u2019s id, its first letters, or "last"')
    .option('--note <text>', 'why, kept with the run')
    .option('--json', 'print one JSON document at the end')
    .option('--events', 'print one JSON line an event')
    .action(async (id: string, options: Options) => {
      await context.withApp(async (app) => {
        const definitions = await loadDefinitions(app.db)
        const needs = runNeeds(app, definitions)
        const actor = { id: null, name: context.terminal.person, via: 'CLI' } as const
        const canceled = await cancelRun(needs, actor, await findRunLike(app.db, id), options.note ?? null)
        // What had left is settled here, unless another process is at work on the run: then that does it.
        const run = await withProgress(context, canceled.export_name, options, (request) =>
          carryOnRun(needs, definitions, canceled, request),
        )
        finish(context, [run], options)
        // Ending it is what was asked for.
        if (run.finished_at) context.exitWith(0)
      })
    })
}

import { Command } from 'commander'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { findRunLike } from '../exports/receipts/read-receipts.ts'
import { carryOnRun } from '../exports/run/run-export.ts'
import { runNeeds } from '../run-needs.ts'
import { letRunGoOn, refuseRun } from '../runs/decide-run.ts'
import type { CliContext } from './context.ts'
import { finish, type ShowOptions, withProgress } from './deliver.ts'
import { sweepAfter } from './sweep-after.ts'

type Options = ShowOptions & { readonly note?: string }

/** `postbud approve RUN`: lets a run that stopped at a guard go on, as it was planned. */
export function approveCommand(context: CliContext): Command {
  return new Command('approve')
    .description('let a run that waits for approval go on, with the plan that it stopped with')
    .argument('<run>', 'a run\u2019s id, its first letters, or "last"')
    .option('--note <text>', 'why, kept with the run')
    .option('--json', 'print one JSON document at the end')
    .option('--events', 'print one JSON line an event')
    .action(async (id: string, options: Options) => {
      await context.withApp(async (app) => {
        const definitions = await loadDefinitions(app.db)
        const needs = runNeeds(app, definitions)
        const subject = await findRunLike(app.db, id)
        const approved = await letRunGoOn(needs, context.terminal.actor, subject, options.note ?? null)
        const run = await withProgress(context, approved.export_name, options, (request) =>
          carryOnRun(needs, definitions, approved, request),
        )
        finish(context, [run], options)
        await sweepAfter(context, app)
      })
    })
}

/** `postbud reject RUN`: ends a run that stopped at a guard, without sending anything. */
export function rejectCommand(context: CliContext): Command {
  return new Command('reject')
    .description('end a run that waits for approval; nothing of it is sent')
    .argument('<run>', 'a run\u2019s id, its first letters, or "last"')
    .option('--note <text>', 'why, kept with the run')
    .option('--json', 'print one JSON document at the end')
    .action(async (id: string, options: Options) => {
      await context.withApp(async (app) => {
        const needs = runNeeds(app, await loadDefinitions(app.db))
        const subject = await findRunLike(app.db, id)
        const run = await refuseRun(needs, context.terminal.actor, subject, options.note ?? null)
        finish(context, [run], options)
        // Ending it is what was asked for.
        context.exitWith(0)
      })
    })
}

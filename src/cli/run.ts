import { Command } from 'commander'
import type { Definitions } from '../contract/definitions.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import type { RunRow } from '../exports/run/run-store.ts'
import { AppError } from '../lib/app-error.ts'
import { fold } from '../lib/fold.ts'
import { runNeeds } from '../run-needs.ts'
import { isScheduled } from '../schedules/timetable.ts'
import type { CliContext } from './context.ts'
import { deliver, finish, type ShowOptions } from './deliver.ts'
import { sweepAfter } from './sweep-after.ts'

type Options = ShowOptions & { readonly all?: boolean }

class UsageError extends AppError {
  override readonly code = 'usage'
  override readonly recovery = 'never'
}

/** `postbud run EXPORT… | --all`: refresh, plan, deliver, settle. */
export function runCommand(context: CliContext): Command {
  return new Command('run')
    .description('deliver exports: refresh, plan, send, settle, and account for everybody')
    .argument('[exports...]', 'the exports to run, one after another')
    .option('--all', 'run every export that has a connection and whose schedule is not off')
    .option('--json', 'print one JSON document at the end')
    .option('--events', 'print one JSON line an event')
    .action(async (names: string[], options: Options) => {
      await context.withApp(async (app) => {
        const definitions = await loadDefinitions(app.db)
        const chosen = options.all ? runWithAll(definitions) : names
        if (chosen.length === 0) {
          throw new UsageError(
            options.all
              ? 'No export has a connection and a schedule that is on. Name those to run.'
              : 'Name the exports to run, or say --all.',
          )
        }
        const runs: RunRow[] = []
        for (const exportName of chosen) {
          runs.push(await deliver(context, runNeeds(app, definitions), definitions, { exportName }, options))
        }
        finish(context, runs, options)
        await sweepAfter(context, app)
      })
    })
}

/** What is by hand only is run by its name (feature map, X9). */
function runWithAll({ exports }: Definitions): string[] {
  return Object.entries(exports)
    .filter(([, { connection, schedule }]) => connection !== undefined && isScheduled(schedule))
    .map(([name]) => name)
}

/** `postbud test EXPORT --to EMAIL…`: a delivery to a few people first. */
export function testCommand(context: CliContext): Command {
  return new Command('test')
    .description('deliver an export to a few of its people only')
    .argument('<export>')
    .requiredOption('--to <emails...>', 'e-mail addresses of people in its segments')
    .option('--json', 'print one JSON document at the end')
    .option('--events', 'print one JSON line an event')
    .action(async (exportName: string, options: Options & { to: string[] }) => {
      await context.withApp(async (app) => {
        const definitions = await loadDefinitions(app.db)
        const only = options.to.map(fold)
        const about = { kind: 'test', only } as const
        const run = await deliver(context, runNeeds(app, definitions), definitions, { exportName, about }, options)
        finish(context, [run], options)
        const { all } = run.figures as { all?: { members: number } }
        const strangers = all ? only.length - all.members : 0
        if (strangers > 0 && !options.json && !options.events) {
          const who = strangers === 1 ? 'One of the addresses belongs' : `${strangers} of the addresses belong`
          context.terminal.note(`  ${who} to nobody in the export's segments (postbud why EMAIL).`)
        }
      })
    })
}

import { Command } from 'commander'
import type { App } from '../app.ts'
import { findConnection } from '../connections/application.ts'
import { NotConnectedError, readConnectionState } from '../connections/connection-state.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { endDepartures, readDeparturesBook } from '../exports/list/departures-book.ts'
import { AppError } from '../lib/app-error.ts'
import type { CliContext } from './context.ts'
import { limitOption } from './limit-option.ts'
import { formatNumber } from './terminal.ts'

class UsageError extends AppError {
  override readonly code = 'usage'
  override readonly recovery = 'never'
}

/** `postbud departures …`: who left on Constant Contact's side, and the act by which that ends. */
export function departuresCommand(context: CliContext): Command {
  return new Command('departures')
    .description('who left on Constant Contact\u2019s side, and is not sent any more')
    .addCommand(listCommand(context))
    .addCommand(endCommand(context))
}

type ListOptions = { kind?: string; email?: string; event?: string; limit: number; json?: boolean }

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('list who departed, as it was last read')
    .argument('<connection>')
    .option('--kind <kind>', 'unsubscribed, deleted or left_list')
    .option('--email <email>', 'one person')
    .option('--event <id>', 'those of one event')
    .addOption(limitOption('how many to show', 100))
    .option('--json', 'print JSON')
    .action(async (connection: string, { limit, json, ...filter }: ListOptions) => {
      await context.withApp(async (app) => {
        const { terminal } = context
        const book = await readDeparturesBook(app, await accountOf(app, connection), filter, limit)
        if (json) return terminal.json(book)
        if (book.people === 0) return terminal.print('Nobody is known to have departed.')
        const kinds = Object.entries(book.byKind).map(([kind, people]) => `${formatNumber(people)} ${kind}`)
        terminal.print(`${formatNumber(book.people)} departed: ${kinds.join(', ')}`)
        terminal.table(
          book.departures.map(({ email, kind, since, list, event }) => [
            email,
            kind,
            since?.slice(0, 19).replace('T', ' '),
            list ?? 'the account',
            event,
          ]),
          { head: ['E-MAIL', 'HOW', 'SINCE (UTC)', 'FROM', 'EVENT'] },
        )
        for (const { event, list, people } of book.events.filter((each) => each.people > 1)) {
          terminal.note(
            `${formatNumber(people)} left the list ${list} in one event. If that was a mistake: postbud departures end ${connection} --event ${event} --reason …`,
          )
        }
      })
    })
}

type EndOptions = { email?: string; event?: string; reason: string; json?: boolean }

function endCommand(context: CliContext): Command {
  return new Command('end')
    .description('let people who departed be delivered to again; who, when and why is kept')
    .argument('<connection>')
    .option('--email <email>', 'one person')
    .option('--event <id>', 'everybody who departed in one event, such as a list emptied by mistake')
    .requiredOption('--reason <text>', 'why')
    .option('--json', 'print JSON')
    .action(async (connection: string, { email, event, reason, json }: EndOptions) => {
      if ((email === undefined) === (event === undefined)) throw new UsageError('Say either --email or --event.')
      if (reason.trim() === '') throw new UsageError('Say why, with --reason.')
      await context.withApp(async (app) => {
        const people = await endDepartures(app, {
          accountId: await accountOf(app, connection),
          who: email !== undefined ? { email } : { event: event ?? '' },
          reason: reason.trim(),
          actor: context.terminal.actor,
        })
        if (json) return context.terminal.json({ people })
        context.terminal.print(
          `The departure of ${people === 1 ? 'one person' : `${formatNumber(people)} people`} has ended. Whoever is in the segments is delivered to by the next run.`,
        )
      })
    })
}

async function accountOf(app: App, connection: string): Promise<string> {
  findConnection(await loadDefinitions(app.db), connection)
  const { account } = await readConnectionState(app.db, connection)
  if (!account) throw new NotConnectedError(connection)
  return account.id
}

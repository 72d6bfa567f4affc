import { Command } from 'commander'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { AppError } from '../lib/app-error.ts'
import { exportPerson } from '../privacy/export-person.ts'
import type { CliContext } from './context.ts'

class WhoMissingError extends AppError {
  override readonly code = 'usage'
  override readonly recovery = 'never'
  constructor() {
    super('Say who: with --email-stdin, with --key, or an address.')
  }
}

type Options = { readonly emailStdin?: boolean; readonly key?: string; readonly json?: boolean }

/** `postbud person`: everything that is held of one person, as JSON, for that person. */
export function personCommand(context: CliContext): Command {
  return new Command('person')
    .description('everything Postbud holds of one person, as JSON')
    .argument('[email]', 'the address; it stays in the shell\u2019s history, so rather give it with --email-stdin')
    .option('--email-stdin', 'read the address from standard input')
    .option('--key <key>', 'the key of the person\u2019s profile')
    .option('--json', 'print JSON, as it does in any case')
    .action(async (argument: string | undefined, { key, emailStdin }: Options) => {
      if ([argument, key, emailStdin].filter((given) => given !== undefined).length !== 1) throw new WhoMissingError()
      await context.withApp(async (app) => {
        const { terminal } = context
        const email = emailStdin ? (await terminal.readInput()).trim() : argument
        if (key === undefined && !email) throw new WhoMissingError()
        const who = key !== undefined ? { key } : { email: email ?? '' }
        terminal.json(await exportPerson(app, await loadDefinitions(app.db), terminal.actor, who))
      })
    })
}

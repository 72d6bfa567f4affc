import { Command } from 'commander'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { AppError } from '../lib/app-error.ts'
import { beginErasure } from '../privacy/begin-erasure.ts'
import { carryOnErasure, erasureBusy } from '../privacy/carry-on-erasure.ts'
import { certificateText } from '../privacy/certificate.ts'
import { runNeeds } from '../run-needs.ts'
import type { CliContext } from './context.ts'
import { exitCode } from './exit-codes.ts'

class UsageError extends AppError {
  override readonly code = 'usage'
  override readonly recovery = 'never'
}

/** Another erasure takes seconds. */
const lookAgainMs = 500

type Options = {
  readonly emailStdin?: boolean
  readonly key?: string
  readonly removeFromLists?: boolean
  readonly reason?: string
  readonly yes?: boolean
  readonly json?: boolean
}

/** `postbud erase`: a person is erased from everything that Postbud holds, and the certificate printed. */
export function eraseCommand(context: CliContext): Command {
  return new Command('erase')
    .description('erase a person from everything Postbud holds; no source brings them back')
    .argument('[email]', 'the address; it stays in the shell\u2019s history, so rather give it with --email-stdin')
    .option('--email-stdin', 'read the address from standard input')
    .option('--key <key>', 'the key of the person\u2019s profile')
    .option('--remove-from-lists', 'first take them off the lists on which Postbud put them')
    .option('--reason <text>', 'why, for the certificate')
    .option('-y, --yes', 'do it without asking')
    .option('--json', 'print the certificate as JSON')
    .action(async (argument: string | undefined, options: Options) => {
      const { terminal, signal } = context
      const { key, emailStdin, removeFromLists = false, reason, json } = options
      if ([argument, key, emailStdin].filter((given) => given !== undefined).length !== 1) {
        throw new UsageError('Say who: with --email-stdin, with --key, or an address.')
      }
      await context.withApp(async (app) => {
        const email = emailStdin ? (await terminal.readInput()).trim() : argument
        if (key === undefined && !email) throw new UsageError('Standard input held no address.')
        const who = key !== undefined ? { key } : { email: email ?? '' }
        const agreed = options.yes || (await terminal.ask('Erase this person for good?', signal))
        if (agreed === undefined) {
          throw new UsageError('Erasing needs a yes, and this is no terminal to ask at. Nothing was done; add --yes.')
        }
        if (!agreed) return terminal.note('Nothing was done.')
        const definitions = await loadDefinitions(app.db)
        const begun = await beginErasure(app, definitions, terminal.actor, { who, removeFromLists, reason })
        let erasure = await carryOnErasure(runNeeds(app, definitions), definitions, begun.id, signal)
        while (erasure.waits_for?.code === erasureBusy) {
          await app.clock.wait(lookAgainMs, signal)
          erasure = await carryOnErasure(runNeeds(app, definitions), definitions, begun.id, signal)
        }
        if (json)
          terminal.json({
            erasure: erasure.id,
            state: erasure.state,
            waitsFor: erasure.waits_for,
            certificate: erasure.certificate,
          })
        if (erasure.state === 'whole' && erasure.certificate) {
          if (!json) terminal.print(certificateText(erasure.certificate))
          return
        }
        context.exitWith(exitCode.failed)
        terminal.note(
          `Erasure ${erasure.id} is under way: from now on no source brings them back and no plan sends them. It waits: ${erasure.waits_for?.sentence ?? ''} A server goes on with it by itself; without one, the next postbud run does, or this command given again.`,
        )
      })
    })
}

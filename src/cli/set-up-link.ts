import { Command } from 'commander'
import { AlreadySetUpError, newSetUpLink } from '../access/set-up.ts'
import type { CliContext } from './context.ts'

/** `postbud set-up-link`: the link that makes the first administrator, which `postbud serve` shows at its start too. */
export function setUpLinkCommand(context: CliContext): Command {
  return new Command('set-up-link')
    .description('show the link that makes the first administrator; those shown before stop working')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      await context.withApp(async (app) => {
        const link = await newSetUpLink(app, context.terminal.actor)
        if (!link) throw new AlreadySetUpError()
        if (json) return context.terminal.json(link)
        context.terminal.note(
          `Become the first administrator with this link, once, until ${link.expiresAt.toISOString()}:`,
        )
        context.terminal.print(link.address)
      })
    })
}

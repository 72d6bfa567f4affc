import { Command } from 'commander'
import { rotateKeys } from '../connections/rotate-keys.ts'
import type { CliContext } from './context.ts'
import { counted } from './terminal.ts'

/** `postbud keys`: the key that stored secrets are sealed with. */
export function keysCommand(context: CliContext): Command {
  const command = new Command('keys').description('the key that stored secrets are sealed with')
  command.addCommand(rotateCommand(context))
  return command
}

function rotateCommand(context: CliContext): Command {
  return new Command('rotate')
    .description('seal every stored secret anew under another key; the server has to be stopped for it')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const { terminal } = context
      await context.withOwnApp(async (app) => {
        const rotated = await rotateKeys(app, terminal.actor)
        if (options.json) return terminal.json(rotated)
        terminal.print(`Sealed ${counted(rotated.values, 'stored secret')} anew.`)
        terminal.note(
          rotated.key === 'file'
            ? `The new key is in ${app.directory.secretKey}. Backups made before need the former one.`
            : 'Put the key of POSTBUD_SECRET_KEY_NEXT in POSTBUD_SECRET_KEY now, and unset the former, for every process. Backups made before need the former key.',
        )
      })
    })
}

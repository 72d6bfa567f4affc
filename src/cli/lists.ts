import { Command } from 'commander'
import { openConstantContact } from '../connections/open-constant-contact.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import type { CliContext } from './context.ts'
import { waitNotes } from './wait-notes.ts'

/** `postbud lists NAME`: the lists of a connected account, with what an export's `list:` takes. */
export function listsCommand(context: CliContext): Command {
  return new Command('lists')
    .description('list the contact lists of a connected account')
    .argument('<connection>')
    .option('--json', 'print JSON')
    .action(async (name: string, options: { json?: boolean }) => {
      await context.withApp(async (app) => {
        const { terminal, signal } = context
        await using account = await openConstantContact(app, await loadDefinitions(app.db), name, {
          notify: waitNotes(terminal),
        })
        const lists = await account.readLists({ members: true }, signal)
        const shown = lists.filter((list) => !list.deletedAt).sort((a, b) => a.name.localeCompare(b.name))
        if (options.json) {
          const rows = shown.map(({ id, name, members }) => ({ id, name, members: members ?? null }))
          return terminal.json({ connection: name, account: account.accountId, lists: rows })
        }
        if (shown.length === 0) return terminal.print('The account has no lists. Make one in Constant Contact.')
        terminal.table(
          shown.map((list) => [list.id, list.name, list.members]),
          { head: ['ID', 'NAME', 'MEMBERS'], alignRight: [2] },
        )
      })
    })
}

import { Command } from 'commander'
import { findConnection } from '../connections/application.ts'
import { type ConnectionCheck, checkConnection } from '../connections/check-connection.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { listsOfConnection } from '../exports/list/lists-of-connection.ts'
import type { CliContext } from './context.ts'
import { exitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'
import { waitNotes } from './wait-notes.ts'

/**
 * `postbud connections check [NAME]`: whether each connection works, and what to do where it does not. Answers 1 when
 * something is wrong or could not be found out, else 3 when something will be.
 */
export function checkConnectionsCommand(context: CliContext): Command {
  return new Command('check')
    .description('check that connections work: tokens, account, privileges, lists')
    .argument('[connection]', 'one connection only')
    .option('--json', 'print JSON')
    .action(async (only: string | undefined, options: { json?: boolean }) => {
      const { terminal, signal } = context
      await context.withApp(async (app) => {
        const definitions = await loadDefinitions(app.db)
        const checks: ConnectionCheck[] = []
        for (const name of only === undefined ? Object.keys(definitions.connections) : [only]) {
          const definition = findConnection(definitions, name)
          const lists = await listsOfConnection(app, definitions, name)
          const session = { notify: waitNotes(terminal) }
          checks.push(await checkConnection(app, { name, definition, lists, signal, session }))
        }
        context.exitWith(exitOf(checks))
        if (options.json) return terminal.json({ connections: checks })
        if (checks.length === 0) return terminal.print('No connections are configured.')
        print(terminal, checks)
      })
    })
}

function exitOf(checks: readonly ConnectionCheck[]): number {
  const verdicts = checks.map(({ verdict }) => verdict)
  if (verdicts.includes('wrong') || verdicts.includes('unknown')) return exitCode.failed
  return verdicts.includes('warning') ? exitCode.completedWithWarnings : exitCode.successful
}

const words = {
  well: ['green', 'works'],
  warning: ['yellow', 'works, but not for long'],
  unknown: ['yellow', 'could not be checked'],
  wrong: ['red', 'something is wrong'],
} as const

function print(terminal: Terminal, checks: readonly ConnectionCheck[]): void {
  terminal.table(
    checks.map(({ name, verdict, account, renewedAt, daysLeft, lists }) => {
      const [colour, text] = words[verdict]
      const reachable = lists.filter(({ state }) => state === 'reachable').length
      return [
        name,
        terminal.style(colour, text),
        account ? `${account.organizationName ?? ''} (${account.id})`.trim() : '',
        renewedAt?.toISOString().slice(0, 10),
        daysLeft,
        lists.length === 0 ? '' : `${reachable} of ${lists.length}`,
      ]
    }),
    { head: ['NAME', 'STATE', 'ACCOUNT', 'RENEWED', 'DAYS LEFT', 'LISTS REACHABLE'], alignRight: [4] },
  )
  for (const { name, findings } of checks) {
    for (const { message } of findings) terminal.print(`${name}: ${message}`)
  }
}

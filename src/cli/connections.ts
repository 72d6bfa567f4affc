import { Command } from 'commander'
import { type ConnectionState, readConnectionStates } from '../connections/connection-state.ts'
import { ExportUserInvalidError, type ExportUserProblem, invalidExportUsers } from '../connections/export-user.ts'
import type { ConnectionDefinition } from '../contract/definitions.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { resolveWhereSet } from '../definitions/resolve-definitions.ts'
import { checkConnectionsCommand } from './connections-check.ts'
import type { CliContext } from './context.ts'
import type { Terminal } from './terminal.ts'

/** `postbud connections …`: the accounts Postbud may act for. */
export function connectionsCommand(context: CliContext): Command {
  return new Command('connections')
    .description('the accounts Postbud may act for')
    .addCommand(listCommand(context))
    .addCommand(checkConnectionsCommand(context))
}

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('list the connections with their accounts and states')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      await context.withApp(async (app) => {
        const { connections } = resolveWhereSet(await loadDefinitions(app.db), app.variables)
        const [states, problems] = [await readConnectionStates(app.db), await invalidExportUsers(app.db)]
        const rows = Object.entries(connections).map(([name, definition]) => ({
          ...rowOf(name, definition, states.get(name) ?? { name, status: 'never_connected' }),
          exportUserProblem: problems.get(name) ?? null,
        }))
        const { terminal } = context
        if (options.json) return terminal.json({ connections: rows })
        if (rows.length === 0) return terminal.print('No connections are configured.')
        print(terminal, rows)
      })
    })
}

type Row = ReturnType<typeof rowOf> & { readonly exportUserProblem: ExportUserProblem | null }

function rowOf(name: string, definition: ConnectionDefinition, state: ConnectionState) {
  return {
    name,
    displayName: definition.displayName ?? null,
    type: definition.type,
    users: definition.users ?? 'administrators',
    status: state.status,
    causeCode: state.causeCode ?? null,
    cause: state.cause ?? null,
    account: state.account ?? null,
    exportUser: state.exportUser ?? null,
    consent: state.consent ?? null,
    connectedAt: state.connectedAt?.toISOString() ?? null,
    tokensRenewedAt: state.refreshedAt?.toISOString() ?? null,
  }
}

const words = {
  never_connected: ['yellow', 'never connected'],
  connected: ['green', 'connected'],
  reconnect_needed: ['red', 'reconnect needed'],
} as const

function print(terminal: Terminal, rows: readonly Row[]): void {
  terminal.table(
    rows.map(({ name, displayName, type, status, account, exportUser, connectedAt }) => {
      const [colour, text] = words[status]
      const who = account ? `${account.organizationName ?? ''} (${account.id})`.trim() : ''
      return [name, displayName, type, terminal.style(colour, text), who, exportUser?.who, connectedAt?.slice(0, 10)]
    }),
    { head: ['NAME', 'DISPLAY NAME', 'TYPE', 'STATE', 'ACCOUNT', 'EXPORT USER', 'SINCE'] },
  )
  for (const { name, status, cause, exportUser, exportUserProblem } of rows) {
    if (exportUserProblem) {
      terminal.note(new ExportUserInvalidError(name, exportUser?.who ?? '', exportUserProblem).message)
    }
    if (status === 'never_connected') terminal.note(`${name}: run postbud connect ${name}`)
    if (status === 'reconnect_needed') terminal.note(`${name}: ${cause ?? ''} Run: postbud connect ${name}`)
  }
}

import type { App } from './app.ts'
import { requireExportUser } from './connections/export-user.ts'
import { openConstantContact } from './connections/open-constant-contact.ts'
import { requireSameAccount } from './connections/require-same-account.ts'
import type { Definitions } from './contract/definitions.ts'
import { ConnectionGoneError } from './exports/plan/require-connection.ts'
import type { RunNeeds } from './exports/run/run-needs.ts'

/** The program's parts as runs and previews need them. */
export function runNeeds(app: App, definitions: Definitions): RunNeeds {
  return {
    ...app,
    openAccount: async (connection, notify) => {
      // A run may have been put in the queue at the very moment at which its connection was removed.
      if (!Object.hasOwn(definitions.connections, connection)) throw new ConnectionGoneError(connection)
      await requireExportUser(app.db, connection)
      const client = await openConstantContact(app, definitions, connection, notify && { notify })
      await requireSameAccount(app, connection, client)
      return client
    },
  }
}

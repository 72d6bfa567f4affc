import { userInfo } from 'node:os'
import type { App } from '../app.ts'
import { openConstantContact } from '../connections/open-constant-contact.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { RunNeeds } from '../exports/run-needs.ts'

/** The program's parts as runs and previews need them. */
export function runNeeds(app: App, definitions: Definitions): RunNeeds {
  return {
    ...app,
    openAccount: (connection, notify) => openConstantContact(app, definitions, connection, notify && { notify }),
  }
}

/** Who is at the terminal, for the record. */
export function personAtTerminal(): string {
  return userInfo().username
}

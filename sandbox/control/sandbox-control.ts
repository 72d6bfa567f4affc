import type { World } from '../world.ts'
import { accountsAndTokens } from './accounts-and-tokens.ts'
import { faultsAndSettings } from './faults-and-settings.ts'
import { holdings } from './holdings.ts'
import { people } from './people.ts'

/**
 * The sandbox's other side, for tests and demonstrations: arms faults, plays the part of contacts and of the account's
 * owner, and tells what the sandbox holds. `accountId` is the default account's when left out, `listId` the default list's.
 */
export type SandboxControl = ReturnType<typeof sandboxControl>

export function sandboxControl(world: World) {
  // Into the first, and by no spread: the accessors of autoApprove would become a value.
  return Object.assign(accountsAndTokens(world), holdings(world), faultsAndSettings(world), people(world))
}

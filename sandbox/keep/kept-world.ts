import { deserialize, serialize } from 'node:v8'
import { Account } from '../accounts/account.ts'
import type { Activity } from '../activities/activity.ts'
import type { ContactTable } from '../contacts/contact-table.ts'
import { ContactList } from '../lists/contact-list.ts'
import type { World } from '../world.ts'

/** Counts the ways of writing it down: one of another way is not read. */
const way = 1

type Kept = {
  readonly way: number
  readonly signedInAs: string
  readonly grants: ReturnType<World['grants']['kept']>
  readonly accounts: readonly ReturnType<typeof keptAccount>[]
}

/**
 * What lasts of a sandbox, written down: accounts with their contacts, lists, fields and ended activities, and who may come in.
 * Armed faults, the log and today's counts of requests do not last. Activities that are under way must be ended before.
 */
export function keptWorld(world: World): Buffer {
  const kept: Kept = {
    way,
    signedInAs: world.signedInAs,
    grants: world.grants.kept(),
    accounts: [...world.accounts.values()].map(keptAccount),
  }
  return serialize(kept)
}

/** Puts back what `keptWorld` wrote down. Throws for what is not its writing, and leaves the world as it was. */
export function restoreWorld(world: World, bytes: Uint8Array): void {
  const kept = deserialize(bytes) as Kept
  if (kept.way !== way) throw new Error('It was written by another version.')
  const accounts = kept.accounts.map(restoredAccount)
  world.signedInAs = kept.signedInAs
  world.grants.restore(kept.grants)
  world.accounts = new Map(accounts.map((account) => [account.id, account]))
}

function keptAccount(account: Account) {
  const { id, organizationName, table, lists, customFields, activities, refusals, privileges, importSequence } = account
  return {
    ...{ id, organizationName, customFields, refusals, privileges, importSequence },
    tail: table.tail,
    // Its columns are what its class declares, each of which can be written down as it is.
    contacts: { ...table },
    lists: [...lists.values()].map((list) => list.kept()),
    activities: [...activities.values()].map((activity): Activity => ({ ...activity, work: null, fault: null })),
  }
}

function restoredAccount(kept: ReturnType<typeof keptAccount>): Account {
  const account = new Account(kept.id, kept.organizationName, kept.tail)
  Object.assign(account.table, kept.contacts satisfies Partial<ContactTable>)
  for (const list of kept.lists) account.lists.set(list.id, ContactList.restored(list))
  for (const [id, field] of kept.customFields) account.customFields.set(id, field)
  for (const activity of kept.activities) account.activities.set(activity.id, activity)
  for (const [email, refusal] of kept.refusals) account.refusals.set(email, refusal)
  account.privileges = kept.privileges
  account.importSequence = kept.importSequence
  return account
}

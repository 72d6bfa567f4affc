import type { Account } from '../accounts/account.ts'
import { emailKey } from '../contacts/email-key.ts'
import type { CustomField } from '../custom-fields/custom-field.ts'
import type { ContactList } from '../lists/contact-list.ts'
import type { Application } from '../oauth/grants.ts'
import type { World } from '../world.ts'

/** A control call named something that is not there. */
export class UnknownThingError extends Error {
  constructor(kind: string, name: string) {
    super(`The sandbox has no ${kind} ${JSON.stringify(name)}.`)
  }
}

/** The account of an id, or the default one, with its activities brought up to the present. */
export function accountOf(world: World, accountId?: string): Account {
  world.advance()
  const [first] = world.accounts.values()
  const account = accountId === undefined ? first : world.accounts.get(accountId)
  if (!account) throw new UnknownThingError('account', accountId ?? '')
  return account
}

/** The list of an id, deleted or not. */
export function listOf(account: Account, listId: string): ContactList {
  const list = account.lists.get(listId.toLowerCase())
  if (!list) throw new UnknownThingError('list', listId)
  return list
}

/** The place of an e-mail's contact in the account's table. */
export function placeOf(world: World, account: Account, email: string): number {
  const place = account.table.find(emailKey(email, world.unknowns))
  if (place < 0) throw new UnknownThingError('contact', email)
  return place
}

export function customFieldOf(account: Account, name: string): CustomField {
  const field = account.customFields.values().find((one) => one.name === name)
  if (!field) throw new UnknownThingError('custom field', name)
  return field
}

/** The application of an id, or the first one. */
export function applicationOf(world: World, clientId?: string): Application {
  const [first] = world.grants.applications.values()
  const application = clientId === undefined ? first : world.grants.applications.get(clientId)
  if (!application) throw new UnknownThingError('application', clientId ?? '')
  return application
}

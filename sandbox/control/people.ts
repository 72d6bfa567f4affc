import type { Account } from '../accounts/account.ts'
import { type OptSource, PERMISSIONS, type Permission, UNSUBSCRIBED } from '../contacts/contact-table.ts'
import { deleteContact, leaveList, unsubscribe } from '../contacts/depart.ts'
import { emailKey } from '../contacts/email-key.ts'
import { putOnList, takeOffList } from '../contacts/list-membership.ts'
import { type CustomField, type FieldType, nameOfLabel, newCustomField } from '../custom-fields/custom-field.ts'
import { deleteList } from '../lists/list-routes.ts'
import { DEFAULT_LIST_ID, type World } from '../world.ts'
import { type ContactState, contactState } from './contact-state.ts'
import { accountOf, customFieldOf, listOf, placeOf } from './named-things.ts'

/** What contacts do by their own hand, and the account's owner in the web page. */
export function people(world: World) {
  return {
    addContact(input: {
      email: string
      values?: Readonly<Record<string, string>> | undefined
      listIds?: readonly string[] | undefined
      permission?: Permission | undefined
      accountId?: string | undefined
    }): ContactState {
      const account = accountOf(world, input.accountId)
      const at = world.clock.now()
      const key = emailKey(input.email, world.unknowns)
      const permission = PERMISSIONS.indexOf(input.permission ?? 'implicit')
      let place = account.table.find(key)
      if (place < 0) place = account.table.add(input.email, key, permission, 'Account', at)
      else account.table.permission[place] = permission
      account.table.deletedAt[place] = 0
      account.table.updatedAt[place] = at
      if (permission === UNSUBSCRIBED) unsubscribe(account, place, 'Contact', at, world.unknowns)
      for (const [name, value] of Object.entries(input.values ?? {}))
        account.table.column(columnOf(account, name))[place] = value
      for (const listId of input.listIds ?? []) {
        const list = listOf(account, listId)
        putOnList(account.table, list, place, at, world.unknowns)
        list.noteCount(at)
      }
      return contactState(account, place)
    },

    unsubscribe(email: string, by: OptSource = 'Contact', accountId?: string): void {
      const account = accountOf(world, accountId)
      unsubscribe(account, placeOf(world, account, email), by, world.clock.now(), world.unknowns)
    },

    deleteContact(email: string, accountId?: string): void {
      const account = accountOf(world, accountId)
      deleteContact(account, placeOf(world, account, email), world.clock.now())
    },

    /** The contact leaves one list, which remembers it. */
    leaveList(email: string, listId: string = DEFAULT_LIST_ID, accountId?: string): void {
      const account = accountOf(world, accountId)
      const list = listOf(account, listId)
      leaveList(account, list, placeOf(world, account, email), world.clock.now(), world.unknowns)
    },

    /** The owner puts a contact on a list, as it is: also one who unsubscribed. One who was deleted comes back. */
    addToList(email: string, listId: string = DEFAULT_LIST_ID, accountId?: string): void {
      const account = accountOf(world, accountId)
      const list = listOf(account, listId)
      const at = world.clock.now()
      putOnList(account.table, list, placeOf(world, account, email), at, world.unknowns)
      list.noteCount(at)
    },

    /** The owner takes a contact off a list. Unlike `leaveList` it is no opt-out: nothing remembers it. */
    removeFromList(email: string, listId: string = DEFAULT_LIST_ID, accountId?: string): void {
      const account = accountOf(world, accountId)
      const list = listOf(account, listId)
      const at = world.clock.now()
      takeOffList(account.table, list, placeOf(world, account, email), at, world.unknowns)
      list.noteCount(at)
    },

    /** A new list; unlike the API it also makes a second one of the same name. Answers its id. */
    addList(input: { name: string; id?: string | undefined; accountId?: string | undefined }): string {
      const account = accountOf(world, input.accountId)
      return world.addList(account, {
        name: input.name,
        ...(input.id !== undefined && { id: input.id.toLowerCase() }),
      }).id
    },

    renameList(listId: string, name: string, accountId?: string): void {
      listOf(accountOf(world, accountId), listId).name = name
    },

    deleteList(listId: string = DEFAULT_LIST_ID, accountId?: string): void {
      const account = accountOf(world, accountId)
      deleteList(account, listOf(account, listId), world.clock.now())
    },

    addCustomField(input: {
      label: string
      type?: FieldType | undefined
      choices?: readonly string[] | undefined
      accountId?: string | undefined
    }): CustomField {
      const account = accountOf(world, input.accountId)
      const field = newCustomField(input, world.clock.now())
      account.customFields.set(field.id, field)
      return { ...field }
    },

    /** Gives a custom field a new label; its name follows unless `relabelChangesName` is off. */
    renameCustomField(name: string, label: string, accountId?: string): void {
      const field = customFieldOf(accountOf(world, accountId), name)
      field.label = label
      if (world.unknowns.relabelChangesName) field.name = nameOfLabel(label)
      field.updatedAt = world.clock.now()
    },

    deleteCustomField(name: string, accountId?: string): void {
      const account = accountOf(world, accountId)
      const field = customFieldOf(account, name)
      account.customFields.delete(field.id)
      account.table.columns.delete(`cf:${field.id}`)
    },
  }
}

function columnOf(account: Account, name: string): string {
  return name.startsWith('cf:') ? `cf:${customFieldOf(account, name.slice(3)).id}` : name
}

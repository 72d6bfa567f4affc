import type { Account } from '../accounts/account.ts'
import { OPT_SOURCES, type Permission } from '../contacts/contact-table.ts'

/** A contact as tests look at it: names instead of ids where a reader would want them. */
export type ContactState = {
  contactId: string
  email: string
  permission: Permission
  deleted: boolean
  optOutSource: string
  /** Ids of the lists it is on, and of those it left by its own act. */
  lists: string[]
  optedOutOf: string[]
  /** Standard fields by name, custom fields as `cf:` and their name. */
  values: Record<string, string>
  createdAt: number
  updatedAt: number
}

export function contactState(account: Account, place: number): ContactState {
  const contacts = account.table
  const values = [...contacts.valuesOf(place)].map(([key, value]) => {
    const field = key.startsWith('cf:') ? account.customFields.get(key.slice(3)) : undefined
    return [field ? `cf:${field.name}` : key, value] as const
  })
  return {
    contactId: contacts.idOf(place),
    email: contacts.emailOf(place),
    permission: contacts.permissionOf(place),
    deleted: contacts.isDeleted(place),
    optOutSource: OPT_SOURCES[contacts.optOutSource[place] ?? 0] ?? '',
    lists: [...account.lists.values()].filter((list) => list.deletedAt === 0 && list.has(place)).map((list) => list.id),
    optedOutOf: [...account.lists.values()].filter((list) => list.hasOptedOut(place)).map((list) => list.id),
    values: Object.fromEntries(values),
    createdAt: contacts.createdAt[place] ?? 0,
    updatedAt: contacts.updatedAt[place] ?? 0,
  }
}

import { type ContactTable, OPT_SOURCES, type OptSource, UNSUBSCRIBED } from '../contacts/contact-table.ts'
import type { CustomField } from '../custom-fields/custom-field.ts'
import type { ContactList } from '../lists/contact-list.ts'
import type { ActivityQueue } from '../activities/activity-queue.ts'
import type { Unknowns } from '../unknowns.ts'

export const ALL_PRIVILEGES = [
  'account:read',
  'account:update',
  'contacts:read',
  'contacts:write',
  'contacts:lists:read',
  'contacts:lists:write',
  'campaigns:read',
] as const

export const LISTS_PER_CONTACT = 50

export type Organization = {
  readonly id: string
  organizationName: string
  firstName: string
  lastName: string
  email: string
}

/** One Constant Contact account: its contacts, lists, custom fields and jobs, and the acts that change who is on a list. */
export class Account {
  readonly organization: Organization
  readonly contacts: ContactTable
  readonly lists = new Map<string, ContactList>()
  readonly fields = new Map<string, CustomField>()
  readonly queue: ActivityQueue
  /** Results of contact exports, by activity id. */
  readonly results = new Map<string, Buffer>()
  /** E-mails the service refuses in imports, with the message it gives; null is a refusal without a line. */
  readonly refusals = new Map<string, string | null>()
  privileges: string[] = [...ALL_PRIVILEGES]
  readonly #unknowns: () => Unknowns

  constructor(needs: { organization: Organization; contacts: ContactTable; queue: ActivityQueue; unknowns: () => Unknowns }) {
    this.organization = needs.organization
    this.contacts = needs.contacts
    this.queue = needs.queue
    this.#unknowns = needs.unknowns
  }

  get id(): string {
    return this.organization.id
  }

  /** What e-mails are compared by. */
  keyOf(email: string): string {
    return this.#unknowns().emailCase === 'insensitive' ? email.toLowerCase() : email
  }

  find(email: string): number {
    return this.contacts.find(this.keyOf(email))
  }

  findList(id: string): ContactList | undefined {
    const list = this.lists.get(id.toLowerCase())
    return list && list.deletedAt === 0 ? list : undefined
  }

  listsOf(place: number): ContactList[] {
    return [...this.lists.values()].filter((list) => list.deletedAt === 0 && list.has(place))
  }

  /** Puts a contact on a list and revives it when it was deleted. Answers false when it is on 50 lists already. */
  join(list: ContactList, place: number, at: number): boolean {
    const { contacts } = this
    if (contacts.isDeleted(place)) this.revive(place, at)
    if (list.has(place)) return true
    const count = contacts.listCount[place] ?? 0
    if (count >= LISTS_PER_CONTACT) return false
    list.add(place)
    contacts.listCount[place] = count + 1
    return true
  }

  leave(list: ContactList, place: number, at: number): boolean {
    const { contacts } = this
    if (!list.remove(place)) return false
    contacts.listCount[place] = (contacts.listCount[place] ?? 1) - 1
    if (this.#unknowns().listChangeTouchesUpdatedAt) contacts.updatedAt[place] = at
    return true
  }

  /** The contact leaves one list by its own act; the account may still write to it through others. */
  optOutOfList(list: ContactList, place: number, at: number): void {
    this.leave(list, place, at)
    list.optOut(place)
  }

  /** The contact (or the account for it) unsubscribes from everything. */
  unsubscribe(place: number, source: OptSource, at: number): void {
    const { contacts } = this
    contacts.permission[place] = UNSUBSCRIBED
    contacts.optOutSource[place] = OPT_SOURCES.indexOf(source)
    contacts.optOutAt[place] = at
    contacts.updatedAt[place] = at
    if (this.#unknowns().unsubscribeLeavesLists) this.#leaveAll(place)
  }

  resubscribe(place: number, permission: number, at: number): void {
    const { contacts } = this
    contacts.permission[place] = permission
    contacts.optOutAt[place] = 0
    contacts.optOutSource[place] = 0
    contacts.updatedAt[place] = at
  }

  /** Deletion is soft: the id, the values and the permission stay, the lists go. */
  deleteContact(place: number, at: number): void {
    this.#leaveAll(place)
    this.contacts.deletedAt[place] = at
    this.contacts.updatedAt[place] = at
  }

  revive(place: number, at: number): void {
    this.contacts.deletedAt[place] = 0
    this.contacts.updatedAt[place] = at
  }

  deleteList(list: ContactList, at: number): void {
    for (const place of list.members()) this.leave(list, place, at)
    list.deletedAt = at
    list.updatedAt = at
  }

  noteCounts(at: number): void {
    for (const list of this.lists.values()) list.noteCount(at)
  }

  #leaveAll(place: number): void {
    for (const list of this.lists.values()) list.remove(place)
    this.contacts.listCount[place] = 0
  }
}

import type { Activity } from '../activities/activity.ts'
import { ActivityQueue } from '../activities/activity-queue.ts'
import { ContactTable } from '../contacts/contact-table.ts'
import type { CustomField } from '../custom-fields/custom-field.ts'
import type { ReceivedImport } from '../imports/received-import.ts'
import type { ContactList } from '../lists/contact-list.ts'

export const PRIVILEGES = [
  'account:read',
  'account:update',
  'contacts:read',
  'contacts:write',
  'contacts:lists:read',
  'contacts:lists:write',
] as const
export type Privilege = (typeof PRIVILEGES)[number]

/** An e-mail the account's imports refuse, as an error row or one for a person to correct; `named` puts it in activity_errors. */
export type Refusal = { message: string; named: boolean; correctable: boolean }

/** One Constant Contact account with everything in it. */
export class Account {
  readonly id: string
  organizationName: string
  readonly table: ContactTable
  readonly lists = new Map<string, ContactList>()
  readonly customFields = new Map<string, CustomField>()
  readonly activities = new Map<string, Activity>()
  readonly queue = new ActivityQueue()
  readonly imports: ReceivedImport[] = []
  readonly refusals = new Map<string, Refusal>()
  /** What the user who signs in may do. */
  privileges = new Set<Privilege>(PRIVILEGES)
  importSequence = 0

  constructor(id: string, organizationName: string, tail: string) {
    this.id = id
    this.organizationName = organizationName
    this.table = new ContactTable(tail)
  }

  /** The list of an id, unless it is unknown or deleted. */
  liveList(id: string): ContactList | undefined {
    const list = this.lists.get(id.toLowerCase())
    return list && list.deletedAt === 0 ? list : undefined
  }

  listNamed(name: string): ContactList | undefined {
    return this.lists.values().find((list) => list.deletedAt === 0 && list.name === name)
  }
}

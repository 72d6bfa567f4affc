import { contactIdOf, placeOfContactId } from '../ids.ts'

export const PERMISSIONS = [
  'implicit',
  'explicit',
  'not_set',
  'pending_confirmation',
  'temp_hold',
  'unsubscribed',
] as const
export type Permission = (typeof PERMISSIONS)[number]

export const UNSUBSCRIBED = PERMISSIONS.indexOf('unsubscribed')
export const OPT_SOURCES = ['', 'Contact', 'Account'] as const
export type OptSource = 'Contact' | 'Account'

const SHARED_TEXTS = 20_000

/**
 * The contacts of one account, column by column: a million of them cost a few arrays instead of a million objects. A
 * contact is its place in them, for good; deletion is a date, as on the real service.
 */
export class ContactTable {
  readonly tail: string
  readonly byEmail = new Map<string, number>()
  readonly emails: string[] = []
  /** Values by column: a standard field's name, or `cf:` and a custom field's id. */
  readonly columns = new Map<string, (string | undefined)[]>()
  permission = new Uint8Array(1024)
  optInSource = new Uint8Array(1024)
  optOutSource = new Uint8Array(1024)
  listCount = new Uint8Array(1024)
  importMark = new Uint32Array(1024)
  createdAt = new Float64Array(1024)
  updatedAt = new Float64Array(1024)
  /** 0 while the contact is not deleted; so too `optOutAt`. */
  deletedAt = new Float64Array(1024)
  optOutAt = new Float64Array(1024)
  size = 0
  readonly #shared = new Map<string, string>()

  constructor(tail: string) {
    this.tail = tail
  }

  /** The place of an e-mail's contact (`key` is the e-mail as the account matches it), or -1. */
  find(key: string): number {
    return this.byEmail.get(key) ?? -1
  }

  add(email: string, key: string, permission: number, optIn: OptSource, at: number): number {
    const place = this.size++
    if (place === this.permission.length) this.#grow(place * 2)
    this.emails.push(email)
    this.byEmail.set(key, place)
    this.permission[place] = permission
    this.optInSource[place] = OPT_SOURCES.indexOf(optIn)
    this.createdAt[place] = at
    this.updatedAt[place] = at
    return place
  }

  rename(place: number, email: string, oldKey: string, newKey: string): void {
    this.byEmail.delete(oldKey)
    this.byEmail.set(newKey, place)
    this.emails[place] = email
  }

  column(name: string): (string | undefined)[] {
    const known = this.columns.get(name)
    if (known) return known
    const column: (string | undefined)[] = []
    this.columns.set(name, column)
    return column
  }

  /** The same text, as one string with those like it: first names and cities repeat, and a million copies would show. */
  shared(text: string): string {
    const known = this.#shared.get(text)
    if (known !== undefined) return known
    if (this.#shared.size < SHARED_TEXTS) this.#shared.set(text, text)
    return text
  }

  valuesOf(place: number): Map<string, string> {
    const values = new Map<string, string>()
    for (const [name, column] of this.columns) {
      const value = column[place]
      if (value !== undefined) values.set(name, value)
    }
    return values
  }

  idOf(place: number): string {
    return contactIdOf(place, this.tail)
  }

  placeOf(contactId: string): number {
    const place = placeOfContactId(contactId, this.tail)
    return place < this.size ? place : -1
  }

  emailOf(place: number): string {
    return this.emails[place] ?? ''
  }

  permissionOf(place: number): Permission {
    return PERMISSIONS[this.permission[place] ?? 0] ?? 'implicit'
  }

  isDeleted(place: number): boolean {
    return (this.deletedAt[place] ?? 0) > 0
  }

  /** Active is what mail goes to and what is billed: neither deleted nor unsubscribed. */
  isActive(place: number): boolean {
    return !this.isDeleted(place) && this.permission[place] !== UNSUBSCRIBED
  }

  #grow(length: number): void {
    this.permission = grown(this.permission, new Uint8Array(length))
    this.optInSource = grown(this.optInSource, new Uint8Array(length))
    this.optOutSource = grown(this.optOutSource, new Uint8Array(length))
    this.listCount = grown(this.listCount, new Uint8Array(length))
    this.importMark = grown(this.importMark, new Uint32Array(length))
    this.createdAt = grown(this.createdAt, new Float64Array(length))
    this.updatedAt = grown(this.updatedAt, new Float64Array(length))
    this.deletedAt = grown(this.deletedAt, new Float64Array(length))
    this.optOutAt = grown(this.optOutAt, new Float64Array(length))
  }
}

function grown<A extends Uint8Array | Uint32Array | Float64Array>(from: A, into: A): A {
  into.set(from)
  return into
}

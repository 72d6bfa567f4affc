import { fold } from '../lib/fold.ts'
import { said } from '../lib/said.ts'
import { UnexpectedAnswerError } from './errors.ts'
import { customFieldPrefix } from './import-fields.ts'
import { judgeSuccess } from './judge-refusal.ts'
import { readPages } from './pages.ts'
import type { Answer, ApiRequest } from './request.ts'
import { ask } from './send.ts'
import type { Session } from './session.ts'
import { arrayAt, countOf, momentOf, needText, objectOf, present, textOf, type WireObject } from './wire.ts'

/** A contact of the account. `email` as Constant Contact spells it; contacts known by telephone alone have none. */
export type Contact = {
  readonly id: string
  readonly email?: string
  /** implicit, explicit, unsubscribed, pending_confirmation, temp_hold, not_set */
  readonly permission?: string
  /** Who ended the permission: Contact or Account. */
  readonly optOutSource?: string
  readonly optOutAt?: Date
  readonly createdAt?: Date
  readonly updatedAt?: Date
  /** Who changed it last: Contact or Account. */
  readonly updateSource?: string
  /** Set when the contact was deleted: an import would bring it back. */
  readonly deletedAt?: Date
  /** The lists it is on; there when it was asked for. */
  readonly listIds?: readonly string[]
  /**
   * What the account holds of the person, by import column: first_name, last_name, job_title, company_name, and where custom
   * fields were asked for `cf:<custom_field_id>`, since a name may change. What is blank is not in it, nor is a choice that is
   * told by its id alone.
   */
  readonly values: Readonly<Record<string, string>>
}

export type ContactStatus =
  | 'all'
  | 'active'
  | 'deleted'
  | 'not_set'
  | 'pending_confirmation'
  | 'temp_hold'
  | 'unsubscribed'

/** Which contacts are read; the conditions hold together. Without a status: all that are not deleted, unsubscribed ones too. */
export type ContactQuery = {
  readonly status?: ContactStatus | readonly ContactStatus[]
  /** At most 25. */
  readonly listIds?: readonly string[]
  readonly createdAfter?: Date
  readonly updatedAfter?: Date
  readonly optOutAfter?: Date
  readonly include?: readonly ('list_memberships' | 'custom_fields' | 'phone_numbers' | 'street_addresses')[]
  /** Whether each page tells how many contacts match in all. */
  readonly count?: boolean
  /** Contacts a page, 500 at most and unless told. */
  readonly pageSize?: number
}

export type ContactPage = { readonly contacts: readonly Contact[]; readonly count?: number }

const about = said`the account's contacts`
const aboutOne = said`one contact`
const needs = { scope: 'contact_data', privilege: 'contacts:read' } as const
const plainValues = ['first_name', 'last_name', 'job_title', 'company_name'] as const

export function contactsRequest(query: ContactQuery): ApiRequest {
  const { status, listIds, createdAfter, updatedAfter, optOutAfter, include } = query
  return {
    method: 'GET',
    path: '/contacts',
    query: {
      status: typeof status === 'string' ? status : status?.join(','),
      lists: listIds?.join(','),
      created_after: createdAfter?.toISOString(),
      updated_after: updatedAfter?.toISOString(),
      optout_after: optOutAfter?.toISOString(),
      include: include?.join(','),
      include_count: query.count ? 'true' : undefined,
      limit: String(query.pageSize ?? 500),
    },
    about,
    ...needs,
  }
}

export function judgeContacts(answer: Answer): ContactPage {
  const body = objectOf(judgeSuccess(answer, about), about)
  return present<ContactPage>({
    contacts: arrayAt(body, 'contacts', about, readContact),
    count: countOf(body.contacts_count),
  })
}

/** The contacts that match, in pages. Throws PagingError when the pages do not hold together. */
export function readContacts(session: Session, query: ContactQuery, signal?: AbortSignal): AsyncGenerator<ContactPage> {
  const reader = { judge: judgeContacts, ids: (page: ContactPage) => page.contacts.map((contact) => contact.id) }
  return readPages(session, contactsRequest(query), reader, signal)
}

/** How many contacts match the query, for the price of one request; undefined when Constant Contact does not tell. */
export async function countContacts(
  session: Session,
  query: ContactQuery,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const request = contactsRequest({ ...query, count: true, pageSize: 1 })
  return judgeContacts(await ask(session, request, signal)).count
}

/** The contact of one e-mail, deleted ones too (without status=all they are invisible). */
export function contactByEmailRequest(email: string): ApiRequest {
  const query = { email, status: 'all', include: 'list_memberships' }
  return { method: 'GET', path: '/contacts', query, about: aboutOne, ...needs }
}

/** The contact, or undefined when the account has never known the e-mail. An answer about somebody else tells nothing. */
export async function findContact(session: Session, email: string, signal?: AbortSignal): Promise<Contact | undefined> {
  const { contacts } = judgeContacts(await ask(session, contactByEmailRequest(email), signal))
  const contact = contacts.find((each) => each.email !== undefined && fold(each.email) === fold(email))
  if (!contact && contacts.length > 0) throw new UnexpectedAnswerError(aboutOne, said`it is about somebody else`)
  return contact
}

export function contactByIdRequest(contactId: string): ApiRequest {
  const path = `/contacts/${encodeURIComponent(contactId)}`
  return { method: 'GET', path, query: { include: 'list_memberships' }, about: aboutOne, ...needs }
}

/** The contact, deleted ones too, or undefined when there is none of that id. */
export function judgeContact(answer: Answer): Contact | undefined {
  if (answer.status === 404) return undefined
  return readContact(judgeSuccess(answer, aboutOne))
}

/** The contact of that id with the lists it is on, or undefined. An id outlives deletion and revival. */
export async function readContactById(
  session: Session,
  contactId: string,
  signal?: AbortSignal,
): Promise<Contact | undefined> {
  return judgeContact(await ask(session, contactByIdRequest(contactId), signal))
}

function readContact(item: unknown): Contact {
  const contact = objectOf(item, about)
  const address = contact.email_address
  const email = typeof address === 'object' && address !== null ? objectOf(address, about) : {}
  const lists = contact.list_memberships
  return present<Contact>({
    id: needText(contact, 'contact_id', about),
    email: textOf(email.address),
    permission: textOf(email.permission_to_send),
    optOutSource: textOf(email.opt_out_source),
    optOutAt: momentOf(email.opt_out_date),
    createdAt: momentOf(contact.created_at),
    updatedAt: momentOf(contact.updated_at),
    updateSource: textOf(contact.update_source),
    deletedAt: momentOf(contact.deleted_at),
    listIds: Array.isArray(lists) ? lists.filter((id) => typeof id === 'string') : undefined,
    values: readValues(contact),
  })
}

function readValues(contact: WireObject): Record<string, string> {
  const values: Record<string, string> = {}
  for (const name of plainValues) {
    const text = textOf(contact[name])
    if (text !== undefined) values[name] = text
  }
  const fields: readonly unknown[] = Array.isArray(contact.custom_fields) ? contact.custom_fields : []
  for (const item of fields) {
    const field = objectOf(item, about)
    const id = textOf(field.custom_field_id)
    const text = textOf(field.value)
    if (id !== undefined && text !== undefined) values[`${customFieldPrefix}${id}`] = text
  }
  return values
}

import { said } from '../lib/said.ts'
import { judgeSuccess } from './judge-refusal.ts'
import type { Answer, ApiRequest } from './request.ts'
import { arrayAt, countOf, momentOf, needText, objectOf, present, textOf } from './wire.ts'

export type ContactList = {
  readonly id: string
  readonly name: string
  readonly description?: string
  /** Members of any status; there when it was asked for. Not told how fresh after an import. */
  readonly members?: number
  readonly createdAt?: Date
  readonly updatedAt?: Date
  /** Set when the list was deleted: by id it may still be answered. */
  readonly deletedAt?: Date
}

const about = said`the account's lists`
const needs = { scope: 'contact_data', privilege: 'contacts:lists:read' } as const

/** All lists of the account, or those of exactly one name, page by page. */
export function listsRequest(query: { readonly name?: string; readonly members?: boolean } = {}): ApiRequest {
  return {
    method: 'GET',
    path: '/contact_lists',
    // The contract says 500 in one place and 1,000 in another.
    query: { limit: '500', name: query.name, include_membership_count: query.members ? 'all' : undefined },
    about,
    ...needs,
  }
}

export function judgeLists(answer: Answer): ContactList[] {
  return arrayAt(judgeSuccess(answer, about), 'lists', about, readContactList)
}

export function listRequest(listId: string): ApiRequest {
  const query = { include_membership_count: 'all' }
  return {
    method: 'GET',
    path: `/contact_lists/${encodeURIComponent(listId)}`,
    query,
    about: said`list ${listId}`,
    ...needs,
  }
}

/** The list, or undefined when there is none of that id. What a malformed id is answered with is unknown: 400 or 404. */
export function judgeList(answer: Answer): ContactList | undefined {
  if (answer.status === 404 || answer.status === 400) return undefined
  return readContactList(judgeSuccess(answer, about))
}

/** Which lists had these numbers in the API's second version. */
export function listNumbersRequest(numbers: readonly string[]): ApiRequest {
  const query = { sequence_ids: numbers.join(',') }
  return { method: 'GET', path: '/contact_lists/list_id_xrefs', query, about: said`old list numbers`, ...needs }
}

/** List ids by old number. The service announced that it will take this question away, so a refusal is an empty answer. */
export function judgeListNumbers(answer: Answer): Map<string, string> {
  if (answer.status >= 400) return new Map()
  const pairs = arrayAt(answer.json, 'xrefs', said`old list numbers`, (item): [string, string] => {
    const pair = objectOf(item, said`old list numbers`)
    return [String(pair.sequence_id), needText(pair, 'list_id', said`old list numbers`)]
  })
  return new Map(pairs)
}

/** One list as Constant Contact tells it. */
export function readContactList(item: unknown): ContactList {
  const list = objectOf(item, about)
  return present<ContactList>({
    id: needText(list, 'list_id', about),
    name: textOf(list.name) ?? '',
    description: textOf(list.description),
    members: countOf(list.membership_count),
    createdAt: momentOf(list.created_at),
    updatedAt: momentOf(list.updated_at),
    deletedAt: momentOf(list.deleted_at),
  })
}

import { said } from '../lib/said.ts'
import { AmbiguousListError, ListDeletedError, ListNotFoundError } from './errors.ts'
import {
  type ContactList,
  judgeList,
  judgeListNumbers,
  judgeLists,
  listNumbersRequest,
  listRequest,
  listsRequest,
} from './lists.ts'
import { readPages } from './pages.ts'
import { ask } from './send.ts'
import type { Session } from './session.ts'

/** How a person points at a list. */
export type ListReference =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'number'; readonly number: string }
  | { readonly kind: 'name'; readonly name: string }

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/**
 * Reads a list reference: an id, an address copied from the browser (it holds an id, whichever of its forms it has), the
 * number a list had in the API's second version, or else an exact name.
 */
export function readListReference(text: string): ListReference {
  const trimmed = text.trim()
  const id = uuid.exec(trimmed)?.[0]
  if (id !== undefined && (id.length === trimmed.length || /^https?:/i.test(trimmed))) {
    return { kind: 'id', id: id.toLowerCase() }
  }
  if (/^\d{1,12}$/.test(trimmed)) return { kind: 'number', number: trimmed }
  return { kind: 'name', name: trimmed }
}

/**
 * The list that the text points at. Throws ListNotFoundError, ListDeletedError, and AmbiguousListError with the ids when
 * two lists have that name.
 */
export async function findList(session: Session, text: string, signal?: AbortSignal): Promise<ContactList> {
  const reference = readListReference(text)
  switch (reference.kind) {
    case 'id':
      return judgeFound(reference.id, await readList(session, reference.id, signal))
    case 'number': {
      const answer = await ask(session, listNumbersRequest([reference.number]), signal)
      const id = judgeListNumbers(answer).get(reference.number)
      if (id === undefined) return findByName(session, reference.number, signal)
      return judgeFound(reference.number, await readList(session, id, signal))
    }
    case 'name':
      return findByName(session, reference.name, signal)
  }
}

/** The list of that id, deleted ones too, or undefined. */
export async function readList(
  session: Session,
  listId: string,
  signal?: AbortSignal,
): Promise<ContactList | undefined> {
  return judgeList(await ask(session, listRequest(listId), signal))
}

/** Every list that matches the query, all pages. */
export async function readLists(
  session: Session,
  query: Parameters<typeof listsRequest>[0],
  signal?: AbortSignal,
): Promise<ContactList[]> {
  const reader = { judge: judgeLists, ids: (lists: ContactList[]) => lists.map((list) => list.id) }
  const found: ContactList[] = []
  for await (const lists of readPages(session, listsRequest(query), reader, signal)) found.push(...lists)
  return found
}

function judgeFound(reference: string, list: ContactList | undefined): ContactList {
  if (!list) throw new ListNotFoundError(reference, said`with the id`)
  if (list.deletedAt) throw new ListDeletedError(list.name, list.id)
  return list
}

async function findByName(session: Session, name: string, signal?: AbortSignal): Promise<ContactList> {
  return judgeNamed(name, await readLists(session, { name, members: true }, signal))
}

/** The one list of exactly this name among those found. */
export function judgeNamed(name: string, lists: readonly ContactList[]): ContactList {
  const named = lists.filter((list) => list.name === name && !list.deletedAt)
  if (named.length > 1)
    throw new AmbiguousListError(
      name,
      named.map((list) => list.id),
    )
  const [list] = named
  if (!list) throw new ListNotFoundError(name, said`called`)
  return list
}

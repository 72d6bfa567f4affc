import type { ContactList } from '../lists/contact-list.ts'
import type { Unknowns } from '../unknowns.ts'
import type { ContactTable } from './contact-table.ts'

/** The account puts a contact on a list, which brings a deleted one back. Its permission stays. */
export function putOnList(table: ContactTable, list: ContactList, place: number, at: number, unknowns: Unknowns): void {
  const wasDeleted = table.isDeleted(place)
  table.deletedAt[place] = 0
  const joined = list.add(place)
  if (joined) table.listCount[place] = (table.listCount[place] ?? 0) + 1
  if (wasDeleted || (joined && unknowns.listChangeTouchesUpdatedAt)) table.updatedAt[place] = at
}

/** The account takes a contact off a list. It is no opt-out: the list does not remember that it was on it. */
export function takeOffList(
  table: ContactTable,
  list: ContactList,
  place: number,
  at: number,
  unknowns: Unknowns,
): void {
  if (!list.remove(place)) return
  table.listCount[place] = Math.max(0, (table.listCount[place] ?? 0) - 1)
  if (unknowns.listChangeTouchesUpdatedAt) table.updatedAt[place] = at
}

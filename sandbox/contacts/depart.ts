import type { Account } from '../accounts/account.ts'
import type { ContactList } from '../lists/contact-list.ts'
import type { Unknowns } from '../unknowns.ts'
import { OPT_SOURCES, type OptSource, UNSUBSCRIBED } from './contact-table.ts'

/** Deletes a contact the way the service does: a state with a date, off every list, id and permission kept. */
export function deleteContact(account: Account, place: number, at: number): void {
  const { table } = account
  for (const list of account.lists.values()) {
    if (list.remove(place)) list.noteCount(at)
  }
  table.listCount[place] = 0
  table.deletedAt[place] = at
  table.updatedAt[place] = at
}

/** Somebody opts out of the whole account, by their own hand or the account's. */
export function unsubscribe(account: Account, place: number, by: OptSource, at: number, unknowns: Unknowns): void {
  const { table } = account
  table.permission[place] = UNSUBSCRIBED
  table.optOutSource[place] = OPT_SOURCES.indexOf(by)
  table.optOutAt[place] = at
  table.updatedAt[place] = at
  if (!unknowns.unsubscribeLeavesLists) return
  for (const list of account.lists.values()) {
    if (list.remove(place)) list.noteCount(at)
  }
  table.listCount[place] = 0
}

/** Somebody leaves one list by their own hand and stays in the account. */
export function leaveList(account: Account, list: ContactList, place: number, at: number, unknowns: Unknowns): void {
  const { table } = account
  if (list.optOut(place)) table.listCount[place] = Math.max(0, (table.listCount[place] ?? 0) - 1)
  if (unknowns.listChangeTouchesUpdatedAt) table.updatedAt[place] = at
  list.noteCount(at)
}

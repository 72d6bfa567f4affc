import type { Account } from '../accounts/account.ts'
import { isUuid } from '../ids.ts'
import type { ContactList } from '../lists/contact-list.ts'
import type { Unknowns } from '../unknowns.ts'
import { invalid, notFound } from '../wire/answers.ts'

const LISTS_PER_IMPORT = 50

/** The ids of a bulk call's lists, checked as far as the service checks them before it takes the job. */
export function checkListIds(ids: readonly string[], account: Account, unknowns: Unknowns): void {
  if (ids.length === 0 || ids.length > LISTS_PER_IMPORT) throw invalid('list_ids must hold 1 to 50 ids.')
  const malformed = ids.find((id) => !isUuid(id))
  if (malformed !== undefined) throw invalid('list_ids holds an id in an invalid format.')
  if (unknowns.unknownListId === 'fail-activity' || ids.every((id) => account.liveList(id))) return
  throw unknowns.unknownListId === '400'
    ? invalid('list_ids holds an unknown list.')
    : notFound('A list was not found.')
}

/** The lists of ids at the time the job runs, or null when one of them is gone. */
export function listsOf(ids: readonly string[], account: Account): ContactList[] | null {
  const lists = ids.map((id) => account.liveList(id)).filter((list) => list !== undefined)
  return lists.length === ids.length ? [...new Set(lists)] : null
}

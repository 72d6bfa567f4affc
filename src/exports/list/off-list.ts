import { quoteText } from '../../engine/quote-name.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'

/**
 * A query of `contact_id, email, kind, since`: who departed from the account and is not on the list any more. Whether
 * somebody who unsubscribed stays on the lists is unknown in general, so their memberships are read with them; where they
 * were not told, they are taken as on. `over` is a condition on `gone`, whose departure is over whatever the file says.
 */
export function accountOffQuery(listId: string, departures: string | undefined, over: string): string {
  if (!departures) {
    return 'select null::varchar as contact_id, null::varchar as email, null::varchar as kind, null::varchar as since where false'
  }
  return `select contact_id, email, kind, since from ${readSnapshot([departures])} gone
    where (kind = 'deleted' or not list_contains(lists, ${quoteText(listId)})) and not (${over})`
}

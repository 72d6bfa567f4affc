import { said } from '../lib/said.ts'
import { constantContact } from './destination.ts'
import type { ApiRequest } from './request.ts'
import type { Session } from './session.ts'
import { type StartOutcome, startActivity } from './start-activity.ts'

/**
 * An `unknown` one has nothing to be found again by: read who is on the list, and remove who still is. A contact that came
 * back in between would be removed by a repetition.
 */
export type RemovalOutcome = StartOutcome

/**
 * A removal of contacts, 500 at most, from lists, 50 at most (the guide says 100 in one place). The contacts stay in the
 * account. Contacts can be named by id, by a list they are on, or all at once, but not by e-mail.
 */
export function removeFromListsRequest(contactIds: readonly string[], listIds: readonly string[]): ApiRequest {
  const { contactIdsPerRequest, listsPerRemoval } = constantContact.limits
  // What a source without ids amounts to is unknown; nobody should find out that it is everybody.
  if (contactIds.length < 1 || contactIds.length > contactIdsPerRequest) {
    throw new RangeError(said`a removal names 1 to ${contactIdsPerRequest} contacts, not ${contactIds.length}`)
  }
  if (listIds.length < 1 || listIds.length > listsPerRemoval) {
    throw new RangeError(said`a removal names 1 to ${listsPerRemoval} lists, not ${listIds.length}`)
  }
  return {
    method: 'POST',
    path: '/activities/remove_list_memberships',
    json: { source: { contact_ids: contactIds }, list_ids: listIds },
    about: said`a removal of contacts from a list`,
    scope: 'contact_data',
    privilege: 'contacts:write',
  }
}

/** Asks for the removal once. Never asked again after an answer that could not be made out. Throws ListNotFoundError. */
export async function removeFromLists(
  session: Session,
  contactIds: readonly string[],
  listIds: readonly string[],
  signal?: AbortSignal,
): Promise<RemovalOutcome> {
  return startActivity(session, removeFromListsRequest(contactIds, listIds), listIds, signal)
}

import type { Actor } from '../access/person.ts'
import type { StoredConsent } from '../db/tables/connections.ts'

/** Counts the wordings of the text: consent is given to one of them. */
export const transferTextVersion = '1'

/** What the person who connects an account agrees to, in the words they are shown and that are recorded with their name. */
export const transferText = `Connecting lets Postbud send data, personal data included, from this installation to Constant
Contact. It then leaves the boundary within which your organisation keeps it, and is handled
under Constant Contact's terms. It goes there because you tell Postbud to send it. You answer
for having the right to send it, and for Constant Contact meeting the duties of privacy and
security that you are under. You can end this at any time by removing the connection; what was
sent by then stays with Constant Contact until it is deleted there.`

/** The consent of whoever agrees to that text now. */
export function consentOf({ id, name }: Pick<Actor, 'id' | 'name'>, now: Date): StoredConsent {
  return { textVersion: transferTextVersion, text: transferText, who: name, userId: id, at: now.toISOString() }
}

import type { Actor } from '../access/person.ts'
import type { Language } from '../contract/language.ts'
import type { StoredConsent } from '../db/tables/connections.ts'

/** Counts the wordings of the text, which says the same in every language: consent is given to one of them. */
export const transferTextVersion = '1'

/** What the person who connects an account agrees to, in the words they are shown and that are recorded with their name. */
export const transferTexts: Readonly<Record<Language, string>> = {
  en: `Connecting lets Postbud send data, personal data included, from this installation to Constant
Contact. It then leaves the boundary within which your organisation keeps it, and is handled
under Constant Contact's terms. It goes there because you tell Postbud to send it. You answer
for having the right to send it, and for Constant Contact meeting the duties of privacy and
security that you are under. You can end this at any time by removing the connection; what was
sent by then stays with Constant Contact until it is deleted there.`,
  da: `Når du opretter forbindelsen, lader du Postbud sende data, herunder persondata, fra denne installation til
Constant Contact. De forlader dermed de rammer, som din organisation opbevarer dem inden for, og
behandles efter Constant Contacts vilkår. De sendes, fordi du beder Postbud om det. Du har ansvaret
for, at I har ret til at sende dem, og for at Constant Contact lever op til de forpligtelser om
beskyttelse af persondata og om sikkerhed, som I er underlagt. Du kan til enhver tid standse det ved
at fjerne forbindelsen; det, der er sendt inden da, bliver hos Constant Contact, indtil det slettes der.`,
}

/** The consent of whoever agrees to that text now, in the language they read it in. */
export function consentOf({ id, name }: Pick<Actor, 'id' | 'name'>, now: Date, language: Language): StoredConsent {
  const text = transferTexts[language]
  return { textVersion: transferTextVersion, text, who: name, userId: id, at: now.toISOString() }
}

import type { Language } from '../contract/language.ts'
import type { Reason } from '../contract/reasons/reason.ts'
import { isReason, type ReasonCode, reasons } from '../contract/reasons.ts'
import { inDanish } from '../lib/in-danish.ts'
import type { Alert, AlertKind } from './alert.ts'

/** An alert in words: a title of one line, what happened, what it means, and what to do. */
export type AlertWords = {
  readonly title: string
  /** What happened in this case, where it is told in the language of the alert. */
  readonly message: string | null
  /** The same where it is not: told last, and as what it is. */
  readonly detail: string | null
  readonly what: string
  readonly todo: string
}

type Titles = Readonly<Record<AlertKind, (name: string) => string>>

const titles: Readonly<Record<Language, Titles>> = {
  en: {
    export_failed: (name) => `Export "${name}" failed`,
    export_skipped: (name) => `Export "${name}" was skipped`,
    source_failed: (name) => `Data source "${name}" could not be refreshed`,
    profiles_failed: () => 'The profiles could not be brought up to date',
    segment_failed: (name) => `Segment "${name}" could not be refreshed`,
    exports_held_up: () => 'Exports were skipped, since what they go out from failed',
    run_missed: (name) =>
      name === 'refresh' ? 'A time of the system refresh was missed' : `A time of export "${name}" was missed`,
    approval_needed: (name) => `Export "${name}" waits for approval`,
    reconnect_needed: (name) => `Connection "${name}" must be connected again`,
    export_user_invalid: (name) => `Connection "${name}" needs another export user`,
    connection_wrong: (name) => `Something is wrong with connection "${name}"`,
    token_lapsing: (name) => `The tokens of connection "${name}" lapse soon`,
    budget_used_up: (name) => `The day's requests of connection "${name}" are used up`,
    drift: (name) => `The list of export "${name}" has drifted`,
    erasure_waits: (name) => `Erasure ${name} has not ended`,
    test: () => 'A test of the alerts',
  },
  da: {
    export_failed: (name) => `Eksporten "${name}" mislykkedes`,
    export_skipped: (name) => `Eksporten "${name}" blev sprunget over`,
    source_failed: (name) => `Datakilden "${name}" kunne ikke opdateres`,
    profiles_failed: () => 'Profilerne kunne ikke bringes ajour',
    segment_failed: (name) => `Segmentet "${name}" kunne ikke opdateres`,
    exports_held_up: () => 'Eksporter blev sprunget over, fordi det, de bygger på, mislykkedes',
    run_missed: (name) =>
      name === 'refresh'
        ? 'Et tidspunkt for systemopdateringen blev misset'
        : `Et tidspunkt for eksporten "${name}" blev misset`,
    approval_needed: (name) => `Eksporten "${name}" venter på godkendelse`,
    reconnect_needed: (name) => `Forbindelsen "${name}" skal forbindes igen`,
    export_user_invalid: (name) => `Forbindelsen "${name}" mangler en eksportbruger`,
    connection_wrong: (name) => `Der er noget galt med forbindelsen "${name}"`,
    token_lapsing: (name) => `Adgangsnøglerne til forbindelsen "${name}" udløber snart`,
    budget_used_up: (name) => `Dagens forespørgsler for forbindelsen "${name}" er brugt op`,
    drift: (name) => `Listen for eksporten "${name}" er kommet ud af trit`,
    erasure_waits: (name) => `Sletningen ${name} er ikke afsluttet`,
    test: () => 'En prøve af advarslerne',
  },
}

const recovered: Readonly<Record<Language, { title: (title: string) => string; what: string; todo: string }>> = {
  en: { title: (title) => `Over: ${title}`, what: 'This does not need anybody any more.', todo: 'Nothing to do.' },
  da: { title: (title) => `Overstået: ${title}`, what: 'Det kræver ikke længere nogen.', todo: 'Intet at gøre.' },
}

/** What is none of Postbud's own sentences (a database's words, say) is English: it stands below the words, and says what it is. */
const inEnglish: Readonly<Record<Language, string>> = { en: '', da: 'Detaljer (p\u00e5 engelsk): ' }

export function alertWords({ event, kind, subject, reason, message }: Alert, language: Language): AlertWords {
  const title = titles[language][kind](subject)
  if (event === 'recovered') {
    const { title: over, what, todo } = recovered[language]
    return { title: over(title), message: null, detail: null, what, todo }
  }
  const code: ReasonCode = isReason(reason) ? reason : 'unexpected'
  const words = (reasons[code] as Reason)[language]
  if (language === 'en' || message === null) return { title, message, detail: null, ...words }
  const told = inDanish(message)
  if (told !== message) return { title, message: told, detail: null, ...words }
  return { title, message: null, detail: `${inEnglish[language]}${message}`, ...words }
}

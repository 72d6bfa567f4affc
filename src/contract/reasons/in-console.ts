import type { Reason } from './reason.ts'

type Words = Reason['en']

/** What of a reason is said otherwise where the console has a way of its own to what the command line does with a command. */
export type InConsole = Readonly<Record<keyof Reason, Partial<Words>>>

const todo = (en: string, da: string): InConsole => ({ en: { todo: en }, da: { todo: da } })

const connect = todo(
  'Connect again under Administrator > Connections.',
  'Forbind igen under Administrator > Forbindelser.',
)
const decide = todo(
  'Look at the figures of the run, then approve or reject it.',
  'Se på kørslens tal, og godkend eller afvis den.',
)
const correct = todo("Correct what the run's message names.", 'Ret det, som kørslens meddelelse nævner.')
const read = todo('Refresh it under Data > Data sources.', 'Opdater den under Data > Datakilder.')
const endDeparture = 'under Administrator > Connections'
const endDepartureInDanish = 'under Administrator > Forbindelser'

/** After so much has been done the source is refreshed again. */
const readAgain = (en: string, da: string) =>
  todo(`${en} Then refresh it again under Data > Data sources.`, `${da} Opdater den så igen under Data > Datakilder.`)

/** By the codes of the catalogue. */
export const reasonsInConsole: Readonly<Record<string, InConsole>> = {
  cleaned_up: {
    en: { what: 'The export put the person on this list, and was asked to take off it whom it had put there.' },
    da: { what: 'Eksporten satte personen på listen og blev bedt om at tage dem af, som den havde sat på.' },
  },
  constant_contact_forbidden: todo(
    "Do what the run's message says. Check now, at the connection, names what is missing.",
    'Gør, hvad kørslens meddelelse siger. Kontrollér nu på forbindelsen nævner, hvad der mangler.',
  ),
  definitions_invalid: correct,
  deleted: todo(
    `If that was a mistake, restore it in Constant Contact, or end the departure with a reason, ${endDeparture}.`,
    `Hvis det var en fejl, så gendan den i Constant Contact, eller ophæv det med en begrundelse ${endDepartureInDanish}.`,
  ),
  drifted: todo(
    'See how at the export, which also sends again what was changed by hand.',
    'Se hvordan på eksporten, hvor det, der er ændret manuelt, også kan sendes igen.',
  ),
  erased: todo('Nothing to do.', 'Intet at gøre.'),
  erasure_waits: todo(
    'Mend what it waits for, which stands under Administrator > Privacy; then it goes on by itself.',
    'Få det, den venter på, bragt i orden. Det står under Administrator > Databeskyttelse. Den fortsætter automatisk.',
  ),
  export_invalid: correct,
  guard_contract: decide,
  guard_empty_segment: decide,
  guard_new_contacts: decide,
  guard_removals: decide,
  guard_shrunk_segment: decide,
  lapses_soon: todo(
    'Check the connection to see why nothing reaches Constant Contact, or connect again.',
    'Kontrollér forbindelsen for at se, hvorfor intet når Constant Contact, eller forbind igen.',
  ),
  left_list: todo(
    `That ends when Constant Contact shows them on the list again, or when an administrator ends the departure with a reason, ${endDeparture}.`,
    `Det ophører, når Constant Contact igen viser personen på listen, eller når en administrator ophæver det med en begrundelse ${endDepartureInDanish}.`,
  ),
  list_not_found: todo(
    'Choose one of the lists that the export offers.',
    'Vælg en af de lister, som eksporten tilbyder.',
  ),
  not_connected: todo(
    'Connect it under Administrator > Connections.',
    'Forbind den under Administrator > Forbindelser.',
  ),
  not_found: todo("The run's message names it: make it again.", 'Kørslens meddelelse nævner hvad: Opret det igen.'),
  paused: todo('Let it go on under Administrator > System.', 'Genoptag den under Administrator > System.'),
  privilege_missing: todo(
    'Give that user a role with it, or connect as another user under Administrator > Connections.',
    'Giv brugeren en rolle med den, eller forbind som en anden bruger under Administrator > Forbindelser.',
  ),
  profile_column_missing: correct,
  profiles_not_unified: todo('Unify them under Data > Unify.', 'Saml dem under Data > Saml profiler.'),
  reconnect_needed: {
    en: { what: 'Constant Contact no longer accepts the connection.', ...connect.en },
    da: { what: 'Constant Contact accepterer ikke længere forbindelsen.', ...connect.da },
  },
  run_under_way: todo(
    'Nothing to do, unless that run waits for somebody: look at it among the runs of the export.',
    'Intet at gøre, medmindre den kørsel venter på nogen: Se den blandt eksportens kørsler.',
  ),
  secret_key_unusable: todo(
    'Bring it back from a backup; if it is lost, remove it, and connect again under Administrator > Connections.',
    'Hent den fra en sikkerhedskopi; er den tabt, så slet den, og forbind igen under Administrator > Forbindelser.',
  ),
  secret_key_wrong: todo(
    'Bring the former key back, or connect again under Administrator > Connections.',
    'Hent den tidligere nøgle frem, eller forbind igen under Administrator > Forbindelser.',
  ),
  source_columns: readAgain('Correct what the message names.', 'Ret det, meddelelsen nævner.'),
  source_database_refused: readAgain(
    'Correct the connection string or the rights of its user.',
    'Ret forbindelsesstrengen eller brugerens rettigheder.',
  ),
  source_database_unreachable: readAgain(
    'See that it is up and can be reached from here.',
    'Se efter, at den kører og kan nås herfra.',
  ),
  source_definition: readAgain('Correct what the message names.', 'Ret det, meddelelsen nævner.'),
  source_file_missing: readAgain('Put it there, or correct its path.', 'Læg den på plads, eller ret stien.'),
  source_not_refreshed: read,
  source_query_failed: readAgain('Correct the query or the table.', 'Ret forespørgslen eller tabellen.'),
  source_too_corrupt: todo(
    'Look at them at the source, and correct them at their origin.',
    'Se dem på datakilden, og ret dem, hvor de kommer fra.',
  ),
  source_type_changed: readAgain(
    'Correct the data, or declare another type.',
    'Ret dataene, eller angiv en anden type.',
  ),
  source_unreadable: readAgain('Do what the message says.', 'Gør, hvad meddelelsen siger.'),
  source_unsupported: readAgain('Do what the message says.', 'Gør, hvad meddelelsen siger.'),
  stopped: todo('The server carries it on by itself.', 'Serveren fortsætter den automatisk.'),
  suppressed: {
    en: {
      what: 'The address is on a suppression list.',
      todo: "The export's page names the list. Take the address off it if the person may be sent to again.",
    },
    da: {
      what: 'Adressen står på en spærreliste.',
      todo: 'Eksportens side nævner listen. Fjern adressen fra den, hvis der må sendes til personen igen.',
    },
  },
  undone: {
    en: { what: 'The run that added the person was undone.' },
    da: { what: 'Kørslen, der tilføjede personen, er fortrudt.' },
  },
  unification_columns: todo(
    'Correct what the message names, and unify again under Data > Unify.',
    'Ret det, meddelelsen nævner, og saml igen under Data > Saml profiler.',
  ),
  unification_lists: todo(
    'Correct the list at its source, and unify again under Data > Unify.',
    'Ret listen ved dens kilde, og saml igen under Data > Saml profiler.',
  ),
  unification_unread: read,
  waits_for_approval: decide,
}

import type { Reason } from './reason.ts'

const correctAndApply = {
  en: "Correct what the run's message names, then: postbud apply.",
  da: 'Ret det, som kørslens meddelelse nævner, og kør så: postbud apply.',
}

/** Why a run waits, was skipped or ended before its end, as far as that is decided on our side. */
export const reasonsOfRuns = {
  erasure_key_unusable: {
    en: {
      what: 'People were erased, and the file erasure.key, by which Postbud knows them again, is missing or damaged.',
      todo: 'Bring erasure.key back from a backup of the data directory; nothing is read or sent until then.',
    },
    da: {
      what: 'Personer er blevet slettet, og filen erasure.key, som Postbud genkender dem ved, mangler eller er beskadiget.',
      todo: 'Hent erasure.key tilbage fra en sikkerhedskopi af datamappen; intet læses eller sendes før da.',
    },
  },
  waits_for_approval: {
    en: {
      what: 'The run waits for a person before anything is sent.',
      todo: 'Look at the figures (postbud runs RUN), then decide: postbud approve RUN, or postbud reject RUN.',
    },
    da: {
      what: 'Kørslen venter på et menneske, før noget sendes.',
      todo: 'Se på tallene (postbud runs RUN), og tag stilling: postbud approve RUN eller postbud reject RUN.',
    },
  },
  not_approved: {
    en: {
      what: 'A person rejected the plan, and nothing was sent.',
      todo: 'Change what they objected to, and run the export again.',
    },
    da: {
      what: 'Et menneske afviste planen, og intet blev sendt.',
      todo: 'Ret det, der blev indvendt, og kør eksporten igen.',
    },
  },
  paused: {
    en: { what: 'All delivery is paused.', todo: 'Go on with: postbud resume.' },
    da: { what: 'Al levering er sat på pause.', todo: 'Fortsæt med: postbud resume.' },
  },
  canceled: {
    en: {
      what: 'A person canceled the run; who had not been sent or taken off by then is told so.',
      todo: 'Run the export again when that is wanted: it plans afresh.',
    },
    da: {
      what: 'Et menneske annullerede kørslen; hvem der ikke var sendt eller fjernet endnu, fremgår.',
      todo: 'Kør eksporten igen, når det ønskes: den planlægger forfra.',
    },
  },
  stopped: {
    en: {
      what: 'The run was stopped before its end, by hand or because its server stopped.',
      todo: 'A server carries it on by itself; without one: postbud run EXPORT.',
    },
    da: {
      what: 'Kørslen blev standset, før den var færdig, manuelt eller fordi dens server standsede.',
      todo: 'En server fortsætter den automatisk; uden en: postbud run EXPORT.',
    },
  },
  gave_up: {
    en: {
      what: 'The run could not be carried on for days (POSTBUD_GIVE_UP_DAYS), and was ended.',
      todo: 'Mend what its message names, and run the export again: it plans afresh, and sends those again of whom nothing was confirmed.',
    },
    da: {
      what: 'Kørslen kunne ikke fortsættes i dagevis (POSTBUD_GIVE_UP_DAYS) og blev afsluttet.',
      todo: 'Ret det, dens meddelelse nævner, og kør eksporten igen: den planlægger forfra og sender dem igen, som intet blev bekræftet om.',
    },
  },
  list_busy: {
    en: {
      what: 'Another run is delivering to the list.',
      todo: 'Nothing to do: this one goes on when that is done.',
    },
    da: {
      what: 'En anden kørsel leverer til listen.',
      todo: 'Intet at gøre: denne fortsætter, når den er færdig.',
    },
  },
  connection_missing: {
    en: {
      what: 'The export has no connection: it was detached from the one it had.',
      todo: 'Assign it a connection, and run it again.',
    },
    da: {
      what: 'Eksporten har ingen forbindelse: den blev løsnet fra den, den havde.',
      todo: 'Giv den en forbindelse, og kør den igen.',
    },
  },
  over_limit: {
    en: {
      what: 'An export delivers at most 1,000,000 people; nothing was sent.',
      todo: 'Narrow its segments, or divide them over several exports.',
    },
    da: {
      what: 'En eksport leverer højst 1.000.000 personer; intet blev sendt.',
      todo: 'Gør segmenterne snævrere, eller fordel dem på flere eksporter.',
    },
  },
  upstream_failed: {
    en: {
      what: 'A source or a segment could not be refreshed; its last good data are kept, and nothing was sent.',
      todo: "The run's message names it: mend that, and run the export again.",
    },
    da: {
      what: 'En kilde eller et segment kunne ikke opdateres; de sidste gode data er bevaret, og intet blev sendt.',
      todo: 'Kørslens meddelelse nævner hvilken: Ret det, og kør eksporten igen.',
    },
  },
  source_not_refreshed: {
    en: {
      what: 'The source that the profiles come from was never read.',
      todo: 'Read it with: postbud sources refresh.',
    },
    da: {
      what: 'Kilden, som profilerne kommer fra, er aldrig blevet læst.',
      todo: 'Læs den med: postbud sources refresh.',
    },
  },
  profiles_not_unified: {
    en: {
      what: 'The sources have not been unified into profiles yet.',
      todo: 'Do it with: postbud profiles refresh.',
    },
    da: {
      what: 'Kilderne er ikke blevet samlet til profiler endnu.',
      todo: 'Gør det med: postbud profiles refresh.',
    },
  },
  profile_column_missing: {
    en: { what: 'The profiles name a column that their source does not have.', todo: correctAndApply.en },
    da: { what: 'Profilerne nævner en kolonne, som deres kilde ikke har.', todo: correctAndApply.da },
  },
  definitions_invalid: {
    en: { what: 'Rules or mappings do not fit the tables as they are now.', todo: correctAndApply.en },
    da: { what: 'Regler eller feltvalg passer ikke til tabellerne, som de er nu.', todo: correctAndApply.da },
  },
  export_invalid: {
    en: { what: 'A field or a suppression of the export cannot be read from the tables.', todo: correctAndApply.en },
    da: { what: 'Et felt eller en spærring i eksporten kan ikke læses fra tabellerne.', todo: correctAndApply.da },
  },
  not_found: {
    en: {
      what: 'Something that the run needs is not declared any more.',
      todo: "The run's message names it: declare it again, then: postbud apply.",
    },
    da: {
      what: 'Noget, som kørslen har brug for, er ikke længere erklæret.',
      todo: 'Kørslens meddelelse nævner hvad: Erklær det igen, og kør så: postbud apply.',
    },
  },
  variable_unset: {
    en: {
      what: 'An environment variable that the configuration refers to is not set where Postbud runs.',
      todo: 'Set it, and run the export again.',
    },
    da: {
      what: 'En miljøvariabel, som konfigurationen henviser til, er ikke sat dér, hvor Postbud kører.',
      todo: 'Sæt den, og kør eksporten igen.',
    },
  },
  variable_invalid: {
    en: {
      what: 'The value of an environment variable cannot be what the configuration uses it for.',
      todo: 'Set it to another value, and run the export again.',
    },
    da: {
      what: 'En miljøvariabel har en værdi, der ikke kan bruges til det, konfigurationen bruger den til.',
      todo: 'Giv den en anden værdi, og kør eksporten igen.',
    },
  },
  secret_key_wrong: {
    en: {
      what: 'The stored tokens were sealed with another secret key.',
      todo: 'Bring the former key back, or connect again: postbud connect NAME.',
    },
    da: {
      what: 'De gemte adgangsnøgler er forseglet med en anden hemmelig nøgle.',
      todo: 'Hent den tidligere nøgle frem, eller forbind igen: postbud connect NAVN.',
    },
  },
  secret_key_unusable: {
    en: {
      what: 'The key file in the data directory does not hold a key.',
      todo: 'Bring it back from a backup; if it is lost, remove it, and connect again: postbud connect NAME.',
    },
    da: {
      what: 'Nøglefilen i datamappen indeholder ikke nogen nøgle.',
      todo: 'Hent den fra en sikkerhedskopi; er den tabt, så slet den, og forbind igen: postbud connect NAVN.',
    },
  },
  batch_damaged: {
    en: {
      what: 'A file of the plan was changed from outside, so neither it nor what came after it was sent.',
      todo: 'Find out what writes in the data directory; the next run plans afresh.',
    },
    da: {
      what: 'En af planens filer er ændret udefra, så hverken den eller det, der kom efter, er sendt.',
      todo: 'Find ud af, hvad der skriver i datamappen; næste kørsel planlægger forfra.',
    },
  },
  subject_elsewhere: {
    en: {
      what: 'What a retry or an undo is about happened on another list or account than the export delivers to today; nothing was done.',
      todo: "Set the export's list and connection to those of that run, and try again.",
    },
    da: {
      what: 'Det, som gentagelsen eller fortrydelsen handler om, skete på en anden liste eller konto, end eksporten leverer til i dag; intet er gjort.',
      todo: 'Sæt eksportens liste og forbindelse til den kørsels, og prøv igen.',
    },
  },
  sums_disagree: {
    en: {
      what: 'The run does not account for every member exactly once; nothing was written to the ledger.',
      todo: "Please report it with the run's message; the run's files are kept.",
    },
    da: {
      what: 'Kørslen gør ikke rede for hvert medlem netop én gang; intet er skrevet i hovedbogen.',
      todo: 'Meld det med kørslens meddelelse; kørslens filer er bevaret.',
    },
  },
  disk_full: {
    en: {
      what: 'A disk that Postbud writes to is full.',
      todo: 'Make room on it, and run the export again: it goes on where it was.',
    },
    da: {
      what: 'En disk, som Postbud skriver på, er fuld.',
      todo: 'Gør plads på den, og kør eksporten igen: Den fortsætter, hvor den var.',
    },
  },
  disk_read_only: {
    en: {
      what: 'Postbud may not write where it has to.',
      todo: 'Make the data directory writable for the user who runs Postbud, and run the export again.',
    },
    da: {
      what: 'Postbud må ikke skrive, hvor det er nødvendigt.',
      todo: 'Gør datamappen skrivbar for den bruger, der kører Postbud, og kør eksporten igen.',
    },
  },
  database_unreachable: {
    en: {
      what: 'The control database could not be reached.',
      todo: 'See that it is up; the run goes on by itself when it is back.',
    },
    da: {
      what: 'Kontroldatabasen kunne ikke nås.',
      todo: 'Se efter, at den kører; kørslen fortsætter automatisk, når den er tilbage.',
    },
  },
  unexpected: {
    en: {
      what: 'Something happened that Postbud did not foresee.',
      todo: "Run the export again; if it happens again, please report it with the run's message.",
    },
    da: {
      what: 'Der skete noget, som Postbud ikke havde forudset.',
      todo: 'Kør eksporten igen; sker det igen, så meld det med kørslens meddelelse.',
    },
  },
} as const satisfies Readonly<Record<string, Reason>>

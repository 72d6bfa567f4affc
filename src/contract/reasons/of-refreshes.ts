import type { Reason } from './reason.ts'

/** What stands before a person who has to mend a source. */
const readAgain = {
  en: 'Then refresh it again: postbud sources refresh NAME.',
  da: 'Opdatér den så igen: postbud sources refresh NAVN.',
}

/** Why a task of a refresh failed, was skipped or canceled. */
export const reasonsOfRefreshes = {
  segment_inactive: {
    en: {
      what: 'The segment is inactive, so its refresh was not even attempted; it keeps its members.',
      todo: 'Nothing to do, unless it is needed: make it active.',
    },
    da: {
      what: 'Segmentet er inaktivt, så opdateringen blev slet ikke forsøgt; det beholder sine medlemmer.',
      todo: 'Intet at gøre, medmindre det skal bruges: Gør det aktivt.',
    },
  },
  segment_static: {
    en: {
      what: 'The segment is static and is refreshed only when somebody asks for it; it keeps its members.',
      todo: 'Nothing to do, unless its members should be new: refresh it by itself.',
    },
    da: {
      what: 'Segmentet er statisk og opdateres kun, når nogen beder om det; det beholder sine medlemmer.',
      todo: 'Intet at gøre, medmindre medlemmerne skal være nye: Opdatér det for sig.',
    },
  },
  segment_manual: {
    en: {
      what: "The segment's schedule is manual, so that it is refreshed only when somebody asks for it.",
      todo: 'Nothing to do, unless its members should be new: refresh it by itself.',
    },
    da: {
      what: 'Segmentets tidsplan er manuel, så det opdateres kun, når nogen beder om det.',
      todo: 'Intet at gøre, medmindre medlemmerne skal være nye: Opdatér det for sig.',
    },
  },
  not_due: {
    en: {
      what: 'The segment has days of its own, and this was none of them.',
      todo: 'Nothing to do: it is refreshed with the system refresh of its next day.',
    },
    da: {
      what: 'Segmentet har sine egne dage, og denne var ikke en af dem.',
      todo: 'Intet at gøre: Det opdateres ved systemopdateringen på dets næste dag.',
    },
  },
  schedule_off: {
    en: {
      what: "The export's schedule is off, so that it runs only when somebody runs it.",
      todo: 'Nothing to do, unless it should run by itself: turn its schedule on.',
    },
    da: {
      what: 'Eksportens tidsplan er slået fra, så den kører kun, når nogen kører den.',
      todo: 'Intet at gøre, medmindre den skal køre automatisk: Slå tidsplanen til.',
    },
  },
  own_schedule: {
    en: {
      what: 'The export runs at times of its own, and so not with the system refresh.',
      todo: 'Nothing to do: its next run is in its schedule.',
    },
    da: {
      what: 'Eksporten kører på sine egne tidspunkter og derfor ikke ved systemopdateringen.',
      todo: 'Intet at gøre: Den næste kørsel står i dens tidsplan.',
    },
  },
  run_under_way: {
    en: {
      what: 'A run of the export that was made before has not ended, so that no other was put in the queue.',
      todo: 'Nothing to do, unless that run waits for somebody: look at it with postbud runs.',
    },
    da: {
      what: 'En tidligere kørsel af eksporten er ikke færdig, så der blev ikke sat en ny i kø.',
      todo: 'Intet at gøre, medmindre den kørsel venter på nogen: Se den med postbud runs.',
    },
  },
  refresh_canceled: {
    en: {
      what: 'Somebody canceled the refresh; the last good data are kept.',
      todo: 'Nothing to do, unless it should be refreshed after all: refresh it again.',
    },
    da: {
      what: 'Nogen annullerede opdateringen; de sidste gode data er bevaret.',
      todo: 'Intet at gøre, medmindre der alligevel skal opdateres: Opdatér igen.',
    },
  },
  segment_failed: {
    en: {
      what: 'The members of the segment could not be computed; it keeps its last ones.',
      todo: 'Do what the message says, and refresh it again.',
    },
    da: {
      what: 'Segmentets medlemmer kunne ikke beregnes; det beholder de sidste.',
      todo: 'Gør, hvad meddelelsen siger, og opdatér det igen.',
    },
  },
  unification_failed: {
    en: {
      what: 'The profiles could not be unified; the last good ones are kept.',
      todo: 'Do what the message says, and refresh them again.',
    },
    da: {
      what: 'Profilerne kunne ikke samles; de sidste gode er bevaret.',
      todo: 'Gør, hvad meddelelsen siger, og opdatér dem igen.',
    },
  },
  unification_columns: {
    en: {
      what: 'The profiles are unified from columns that are not there; the last good ones are kept.',
      todo: 'Correct what the message names, and refresh them again: postbud profiles refresh.',
    },
    da: {
      what: 'Profilerne samles fra kolonner, der ikke findes; de sidste gode er bevaret.',
      todo: 'Ret det, meddelelsen nævner, og opdatér dem igen: postbud profiles refresh.',
    },
  },
  unification_lists: {
    en: {
      what: 'A list of pairs of rows cannot be used; the last good profiles are kept.',
      todo: 'Correct the list at its source, and refresh them again: postbud profiles refresh.',
    },
    da: {
      what: 'En liste over rækkepar kan ikke bruges; de sidste gode profiler er bevaret.',
      todo: 'Ret listen ved dens kilde, og opdatér profilerne igen: postbud profiles refresh.',
    },
  },
  unification_contradiction: {
    en: {
      what: 'The lists of pairs say of some rows that they always and never are one person; the last good profiles are kept.',
      todo: 'Take the pairs that the message names out of one of the lists.',
    },
    da: {
      what: 'Listerne over rækkepar siger om nogle rækker, at de altid og aldrig er samme person; de sidste gode profiler er bevaret.',
      todo: 'Tag de par, meddelelsen nævner, ud af en af listerne.',
    },
  },
  unification_unread: {
    en: {
      what: 'A source that the profiles are unified from was never read.',
      todo: 'Read it with: postbud sources refresh.',
    },
    da: {
      what: 'En kilde, som profilerne samles fra, er aldrig blevet læst.',
      todo: 'Læs den med: postbud sources refresh.',
    },
  },
  nothing_to_unify: {
    en: {
      what: 'The profiles come from one source now, so there is nothing to match.',
      todo: 'Nothing to do.',
    },
    da: {
      what: 'Profilerne kommer fra én kilde nu, så der er intet at matche.',
      todo: 'Der er intet at gøre.',
    },
  },
  source_file_missing: {
    en: {
      what: 'A file of the source is not there; its last good rows are kept.',
      todo: `Put it there, or correct its path. ${readAgain.en}`,
    },
    da: {
      what: 'En af kildens filer er der ikke; de sidste gode rækker er bevaret.',
      todo: `Læg den på plads, eller ret stien. ${readAgain.da}`,
    },
  },
  source_unreadable: {
    en: {
      what: 'A file of the source cannot be read; its last good rows are kept.',
      todo: `Do what the message says. ${readAgain.en}`,
    },
    da: {
      what: 'En af kildens filer kan ikke læses; de sidste gode rækker er bevaret.',
      todo: `Gør, hvad meddelelsen siger. ${readAgain.da}`,
    },
  },
  source_file_changing: {
    en: {
      what: 'A file of the source was written to while it was read; its last good rows are kept.',
      todo: 'Have files put in place whole: written under another name, then renamed.',
    },
    da: {
      what: 'Der blev skrevet i en af kildens filer, mens den blev læst; de sidste gode rækker er bevaret.',
      todo: 'Få filerne lagt hele på plads: skrevet under et andet navn og så omdøbt.',
    },
  },
  source_definition: {
    en: {
      what: 'The source cannot be read as it is configured; its last good rows are kept.',
      todo: `Correct what the message names. ${readAgain.en}`,
    },
    da: {
      what: 'Kilden kan ikke læses, som den er sat op; de sidste gode rækker er bevaret.',
      todo: `Ret det, meddelelsen nævner. ${readAgain.da}`,
    },
  },
  source_columns: {
    en: {
      what: 'The columns of the source are not those that are needed; its last good rows are kept.',
      todo: `Correct what the message names. ${readAgain.en}`,
    },
    da: {
      what: 'Kildens kolonner er ikke dem, der er brug for; de sidste gode rækker er bevaret.',
      todo: `Ret det, meddelelsen nævner. ${readAgain.da}`,
    },
  },
  source_type_changed: {
    en: {
      what: 'The values of a column do not fit its type any more; the last good rows are kept.',
      todo: `Correct the data, or declare another type. ${readAgain.en}`,
    },
    da: {
      what: 'Værdierne i en kolonne passer ikke længere til dens type; de sidste gode rækker er bevaret.',
      todo: `Ret dataene, eller erklær en anden type. ${readAgain.da}`,
    },
  },
  source_unsupported: {
    en: {
      what: 'The source holds something that Postbud does not read; its last good rows are kept.',
      todo: `Do what the message says. ${readAgain.en}`,
    },
    da: {
      what: 'Kilden indeholder noget, som Postbud ikke læser; de sidste gode rækker er bevaret.',
      todo: `Gør, hvad meddelelsen siger. ${readAgain.da}`,
    },
  },
  source_too_corrupt: {
    en: {
      what: 'More rows of the source are corrupt than maxCorrupt allows; its last good rows are kept.',
      todo: 'Look at them with postbud sources corrupt NAME, and correct them at their origin.',
    },
    da: {
      what: 'Flere af kildens rækker er defekte, end maxCorrupt tillader; de sidste gode rækker er bevaret.',
      todo: 'Se dem med postbud sources corrupt NAVN, og ret dem, hvor de kommer fra.',
    },
  },
  source_database_unreachable: {
    en: {
      what: "The source's database does not answer; its last good rows are kept.",
      todo: `See that it is up and can be reached from here. ${readAgain.en}`,
    },
    da: {
      what: 'Kildens database svarer ikke; de sidste gode rækker er bevaret.',
      todo: `Se efter, at den kører og kan nås herfra. ${readAgain.da}`,
    },
  },
  source_database_refused: {
    en: {
      what: "The source's database does not let Postbud in; its last good rows are kept.",
      todo: `Correct the connection string or the rights of its user. ${readAgain.en}`,
    },
    da: {
      what: 'Kildens database lukker ikke Postbud ind; de sidste gode rækker er bevaret.',
      todo: `Ret forbindelsesstrengen eller brugerens rettigheder. ${readAgain.da}`,
    },
  },
  source_query_failed: {
    en: {
      what: "The source's database could not answer the query; the last good rows are kept.",
      todo: `Correct the query or the table. ${readAgain.en}`,
    },
    da: {
      what: 'Kildens database kunne ikke svare på forespørgslen; de sidste gode rækker er bevaret.',
      todo: `Ret forespørgslen eller tabellen. ${readAgain.da}`,
    },
  },
} as const satisfies Readonly<Record<string, Reason>>

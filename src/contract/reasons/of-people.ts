import type { Reason } from './reason.ts'

const sentAgain = {
  en: 'Nothing to do: the person is sent to again next time.',
  da: 'Intet at gøre: Der sendes til personen igen næste gang.',
}

/** Why a member was held back, rejected or left unconfirmed. */
export const reasonsOfPeople = {
  email_missing: {
    en: { what: 'The profile has no e-mail address.', todo: 'Complete it at the source.' },
    da: { what: 'Profilen har ingen mailadresse.', todo: 'Udfyld den i datakilden.' },
  },
  email_malformed: {
    en: { what: 'The e-mail address is not one that mail can be sent to.', todo: 'Correct it at the source.' },
    da: { what: 'Der kan ikke sendes til mailadressen, som den er skrevet.', todo: 'Ret den i datakilden.' },
  },
  email_too_long: {
    en: {
      what: 'Constant Contact takes e-mail addresses of at most 50 characters in an import.',
      todo: 'Use a shorter address at the source.',
    },
    da: {
      what: 'Constant Contact tager højst imod mailadresser på 50 tegn i en import.',
      todo: 'Brug en kortere adresse i datakilden.',
    },
  },
  duplicate_email: {
    en: {
      what: 'Another profile has the same e-mail address.',
      todo: 'The one updated last is delivered (or, where both are equally new, the one with the higher key). Nothing to do, unless they are two people: then give each an address of their own.',
    },
    da: {
      what: 'En anden profil har samme mailadresse.',
      todo: 'Den, der er opdateret sidst, leveres (er de lige nye, den med den højeste nøgle). Intet at gøre, medmindre det er to personer: Giv dem i så fald hver sin adresse.',
    },
  },
  profile_missing: {
    en: { what: 'The segment has a member whose profile is gone.', todo: 'Refresh the segment.' },
    da: { what: 'Segmentet har et medlem, hvis profil ikke findes længere.', todo: 'Opdater segmentet.' },
  },
  erased: {
    en: {
      what: 'The person was erased from Postbud after the run was planned, so nothing was sent.',
      todo: 'Nothing to do; see postbud erasures list.',
    },
    da: {
      what: 'Personen blev slettet fra Postbud, efter at kørslen var planlagt, så intet blev sendt.',
      todo: 'Intet at gøre; se postbud erasures list.',
    },
  },
  suppressed: {
    en: {
      what: 'The address is on a suppression list: a column that the export or the environment names under suppress.',
      todo: 'Take it off there if the person may be sent to again.',
    },
    da: {
      what: 'Adressen står på en spærreliste: en kolonne, som eksporten eller miljøet nævner under suppress.',
      todo: 'Fjern den derfra, hvis der må sendes til personen igen.',
    },
  },
  no_consent: {
    en: {
      what: 'The consent column does not say yes for this person.',
      todo: 'If consent was given, record it at the source.',
    },
    da: {
      what: 'Samtykkekolonnen siger ikke ja for denne person.',
      todo: 'Registrer samtykket i datakilden, hvis det er givet.',
    },
  },
  unsubscribed: {
    en: { what: 'The person unsubscribed from the account.', todo: 'Only they can come back.' },
    da: { what: 'Personen har afmeldt sig al mail fra kontoen.', todo: 'Kun personen selv kan tilmelde sig igen.' },
  },
  deleted: {
    en: {
      what: 'The contact was deleted in the account, and an import would bring it back.',
      todo: 'If that was a mistake, restore it in Constant Contact, or end the departure with a reason: postbud departures end.',
    },
    da: {
      what: 'Kontakten er slettet på kontoen, og en import ville genoplive den.',
      todo: 'Hvis det var en fejl, så gendan den i Constant Contact, eller ophæv det med en begrundelse: postbud departures end.',
    },
  },
  left_list: {
    en: {
      what: 'The person left this list, not the account.',
      todo: 'That ends when Constant Contact shows them on the list again, or when an administrator ends the departure with a reason: postbud departures end.',
    },
    da: {
      what: 'Personen har forladt denne liste, men ikke kontoen.',
      todo: 'Det ophører, når Constant Contact igen viser personen på listen, eller når en administrator ophæver det med en begrundelse: postbud departures end.',
    },
  },
  rejected_before: {
    en: {
      what: 'Constant Contact refused this address with the very same content.',
      todo: 'It is tried once more after 48 hours, and at once when its content changes.',
    },
    da: {
      what: 'Constant Contact har afvist adressen med nøjagtig samme indhold.',
      todo: 'Den prøves én gang til efter 48 timer, og straks når dens indhold ændrer sig.',
    },
  },
  refused: {
    en: {
      what: 'Constant Contact refused the address; its own words stand in the detail.',
      todo: 'Correct at the source what they name.',
    },
    da: {
      what: 'Constant Contact afviste adressen; begrundelsen står i detaljen med tjenestens egne ord.',
      todo: 'Ret i datakilden, hvad den peger på.',
    },
  },
  refused_unnamed: {
    en: {
      what: 'Constant Contact only counted a refusal, without saying why; the person is not on the list.',
      todo: 'Check the address at the source.',
    },
    da: {
      what: 'Constant Contact talte blot en afvisning uden at sige hvorfor; personen er ikke på listen.',
      todo: 'Kontrollér adressen i datakilden.',
    },
  },
  counts_disagree: {
    en: {
      what: "Constant Contact's counts fit no documented reading, so nobody can tell whether the person landed.",
      todo: sentAgain.en,
    },
    da: {
      what: 'Optællingen fra Constant Contact passer ikke med nogen beskrevet læsemåde, så ingen kan sige, om personen kom på listen.',
      todo: sentAgain.da,
    },
  },
  job_failed: {
    en: { what: "Constant Contact's job failed before it could be known who was added.", todo: sentAgain.en },
    da: { what: 'Jobbet hos Constant Contact slog fejl, før man kunne vide, hvem der kom med.', todo: sentAgain.da },
  },
  job_cancelled: {
    en: { what: "Constant Contact's job was cancelled.", todo: sentAgain.en },
    da: { what: 'Jobbet hos Constant Contact blev annulleret.', todo: sentAgain.da },
  },
  job_timed_out: {
    en: { what: "Constant Contact's job ran out of time.", todo: sentAgain.en },
    da: { what: 'Jobbet hos Constant Contact løb tør for tid.', todo: sentAgain.da },
  },
  job_vanished: {
    en: { what: 'Constant Contact no longer knows the job.', todo: sentAgain.en },
    da: { what: 'Constant Contact kender ikke længere jobbet.', todo: sentAgain.da },
  },
  job_stuck: {
    en: { what: "Constant Contact's job did not end within six hours.", todo: sentAgain.en },
    da: { what: 'Jobbet hos Constant Contact blev ikke færdigt inden for seks timer.', todo: sentAgain.da },
  },
} as const satisfies Readonly<Record<string, Reason>>

import type { Reason } from './reason.ts'

/** Why a run could not go on at Constant Contact: the connection, the list, the limits, its answers. */
export const reasonsOfConstantContact = {
  not_connected: {
    en: { what: 'The connection was declared and never connected.', todo: 'Run: postbud connect NAME.' },
    da: { what: 'Forbindelsen er erklæret, men aldrig forbundet.', todo: 'Kør: postbud connect NAVN.' },
  },
  reconnect_needed: {
    en: {
      what: 'Constant Contact no longer accepts the connection; postbud connections list says why.',
      todo: 'Run: postbud connect NAME.',
    },
    da: {
      what: 'Constant Contact accepterer ikke længere forbindelsen; postbud connections list siger hvorfor.',
      todo: 'Kør: postbud connect NAVN.',
    },
  },
  export_user_invalid: {
    en: {
      what: "The connection's export user was removed or disabled, or is no administrator any more; nothing was sent.",
      todo: 'An administrator has to become its export user; then run the export again.',
    },
    da: {
      what: 'Forbindelsens eksportbruger er fjernet, deaktiveret eller ikke længere administrator; intet blev sendt.',
      todo: 'En administrator skal blive dens eksportbruger; kør derefter eksporten igen.',
    },
  },
  client_secret_missing: {
    en: {
      what: "The connection's client secret is said to be stored, and none is.",
      todo: 'Type it in again in the connection, or write a reference to a variable in its place.',
    },
    da: {
      what: 'Forbindelsens klienthemmelighed skulle være gemt, men det er den ikke.',
      todo: 'Indtast den igen i forbindelsen, eller skriv en henvisning til en variabel i stedet.',
    },
  },
  address_refused: {
    en: {
      what: "The connection's service is at an address that Postbud may not be led to.",
      todo: 'Correct the address, or have its host added to POSTBUD_ALLOWED_HOSTS.',
    },
    da: {
      what: 'Forbindelsens tjeneste har en adresse, som Postbud ikke må føres til.',
      todo: 'Ret adressen, eller få dens vært føjet til POSTBUD_ALLOWED_HOSTS.',
    },
  },
  account_changed: {
    en: {
      what: 'The connection was made to lead to another account than the plan was made for.',
      todo: 'Run the export again: it plans afresh for the account that the connection leads to now.',
    },
    da: {
      what: 'Forbindelsen er blevet ført til en anden konto end den, planen blev lavet til.',
      todo: 'Kør eksporten igen: Den planlægger forfra til den konto, som forbindelsen nu fører til.',
    },
  },
  list_not_found: {
    en: {
      what: "The account has no such list as the export's list says.",
      todo: 'Choose one of those that postbud lists NAME shows.',
    },
    da: {
      what: 'Kontoen har ikke den liste, som eksporten nævner.',
      todo: 'Vælg en af dem, som postbud lists NAVN viser.',
    },
  },
  list_deleted: {
    en: { what: 'The list was deleted in Constant Contact.', todo: 'Choose another list for the export.' },
    da: { what: 'Listen er slettet i Constant Contact.', todo: 'Vælg en anden liste til eksporten.' },
  },
  ambiguous_name: {
    en: {
      what: "Two lists of the account have the name that the export's list says.",
      todo: "Write the id of the one that is meant; the run's message has both.",
    },
    da: {
      what: 'To af kontoens lister har det navn, som eksporten nævner.',
      todo: "Skriv i stedet id'et på den, der menes; kørslens meddelelse har dem begge.",
    },
  },
  custom_field_missing: {
    en: {
      what: 'A custom field that the export sends is not in the account.',
      todo: 'Make it in Constant Contact, or correct fields in the configuration.',
    },
    da: {
      what: 'Et brugerdefineret felt, som eksporten sender, findes ikke på kontoen.',
      todo: 'Opret det i Constant Contact, eller ret fields i konfigurationen.',
    },
  },
  list_unread: {
    en: {
      what: "The list changed in a way that only reading the whole of it explains, and the day's requests do not allow that.",
      todo: 'Run the export again after 00:00 UTC.',
    },
    da: {
      what: 'Listen er ændret på en måde, som kun en læsning af hele listen kan forklare, og det er der ikke forespørgsler nok til i dag.',
      todo: 'Kør eksporten igen efter kl. 00.00 UTC.',
    },
  },
  quota_exhausted: {
    en: {
      what: "The application's requests of the day are spent.",
      todo: 'Run the export again after 00:00 UTC: it goes on where it was.',
    },
    da: {
      what: 'Applikationens forespørgsler for i dag er brugt.',
      todo: 'Kør eksporten igen efter kl. 00.00 UTC: Den fortsætter, hvor den slap.',
    },
  },
  throttled: {
    en: {
      what: 'Constant Contact says "too many requests" again and again, although Postbud keeps its pace.',
      todo: 'Another program uses the same application: give Postbud one of its own.',
    },
    da: {
      what: 'Constant Contact siger igen og igen »for mange forespørgsler«, selv om Postbud holder farten nede.',
      todo: 'Et andet program bruger samme applikation: Giv Postbud sin egen.',
    },
  },
  queue_full: {
    en: {
      what: 'The account has 1,000 jobs waiting at Constant Contact, and they do not drain.',
      todo: 'Run the export again later, and look for another program that imports.',
    },
    da: {
      what: 'Kontoen har 1.000 job i kø hos Constant Contact, og køen bliver ikke kortere.',
      todo: 'Kør eksporten igen senere, og se efter, om et andet program importerer.',
    },
  },
  constant_contact_unreachable: {
    en: {
      what: 'Constant Contact did not answer, or only with failures of its own.',
      todo: 'Run the export again later: it goes on where it was.',
    },
    da: {
      what: 'Constant Contact svarede ikke eller kun med sine egne fejl.',
      todo: 'Kør eksporten igen senere: Den fortsætter, hvor den slap.',
    },
  },
  constant_contact_refused: {
    en: {
      what: "Constant Contact refused a request as it stands; its words are in the run's message.",
      todo: 'Do what they say; if they make no sense, please report it.',
    },
    da: {
      what: 'Constant Contact afviste en forespørgsel, som den er; begrundelsen står i kørslens meddelelse.',
      todo: 'Gør, hvad den siger; giver den ingen mening, så meld det.',
    },
  },
  constant_contact_forbidden: {
    en: {
      what: 'Constant Contact does not allow this connection what the run needs: a scope, a privilege, or the application itself.',
      todo: "Do what the run's message says; postbud connections check names what is missing.",
    },
    da: {
      what: 'Constant Contact tillader ikke forbindelsen det, som kørslen skal bruge: en adgang, en rettighed eller selve applikationen.',
      todo: 'Gør, hvad kørslens meddelelse siger; postbud connections check nævner, hvad der mangler.',
    },
  },
  unexpected_answer: {
    en: {
      what: 'An answer of Constant Contact cannot be used; nothing was decided from it.',
      todo: 'Run the export again later; if it stays so, please report it.',
    },
    da: {
      what: 'Et svar fra Constant Contact kan ikke bruges; intet er afgjort ud fra det.',
      todo: 'Kør eksporten igen senere; bliver det ved, så meld det.',
    },
  },
  paging_broken: {
    en: {
      what: "The pages of one of Constant Contact's answers do not hold together; nothing was decided from them.",
      todo: 'Run the export again later; if it stays so, please report it.',
    },
    da: {
      what: 'Siderne i et svar fra Constant Contact hænger ikke sammen; intet er afgjort ud fra dem.',
      todo: 'Kør eksporten igen senere; bliver det ved, så meld det.',
    },
  },
  sign_in_insecure: {
    en: {
      what: 'CONSTANT_CONTACT_AUTH_URL is neither https nor an address on this machine.',
      todo: 'Correct or unset it, and run the export again.',
    },
    da: {
      what: 'CONSTANT_CONTACT_AUTH_URL er hverken https eller en adresse på denne maskine.',
      todo: 'Ret eller fjern den, og kør eksporten igen.',
    },
  },
} as const satisfies Readonly<Record<string, Reason>>

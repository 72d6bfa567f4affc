import type { Reason } from './reason.ts'

/** Why somebody whom we put on a list leaves it, stays all the same, or may not have left. `suppressed` stands with the people. */
export const reasonsOfLeavers = {
  left_segments: {
    en: {
      what: "The person is no longer in the export's segments.",
      todo: 'Nothing to do if that is right; otherwise correct the segments, and the next run adds the person again.',
    },
    da: {
      what: 'Personen er ikke længere i eksportens segmenter.',
      todo: 'Intet at gøre, hvis det er rigtigt; ret ellers segmenterne, så tilføjer næste kørsel personen igen.',
    },
  },
  email_changed: {
    en: {
      what: 'The profile has another e-mail address now, or none.',
      todo: 'Nothing to do: the old address leaves the list, and a new one joins it.',
    },
    da: {
      what: 'Profilen har nu en anden mailadresse eller slet ingen.',
      todo: 'Intet at gøre: Den gamle adresse forlader listen, og en ny kommer på.',
    },
  },
  consent_withdrawn: {
    en: {
      what: 'The consent column does not say yes any more.',
      todo: 'Nothing to do: withdrawn consent takes people off whatever the export says of leavers.',
    },
    da: {
      what: 'Samtykkekolonnen siger ikke længere ja.',
      todo: 'Intet at gøre: Et tilbagekaldt samtykke tager personen af listen, uanset hvad eksporten ellers gør ved dem, der går ud.',
    },
  },
  erasure: {
    en: {
      what: 'The person is being erased, and was to be taken off the lists on which Postbud put them.',
      todo: 'Nothing to do.',
    },
    da: {
      what: 'Personen er ved at blive slettet og skulle tages af de lister, som Postbud har sat dem på.',
      todo: 'Intet at gøre.',
    },
  },
  cleaned_up: {
    en: {
      what: 'The export put the person on this list and was asked to clean up after itself with postbud clean-up.',
      todo: 'Nothing to do.',
    },
    da: {
      what: 'Eksporten satte personen på listen og blev bedt om at rydde op efter sig med postbud clean-up.',
      todo: 'Der er intet at gøre.',
    },
  },
  undone: {
    en: {
      what: 'The run that added the person was undone with postbud undo.',
      todo: 'Correct the segments before the next run, which adds whoever is in them.',
    },
    da: {
      what: 'Kørslen, der tilføjede personen, er gjort om med postbud undo.',
      todo: 'Ret segmenterne inden næste kørsel, for den tilføjer alle, der er i dem.',
    },
  },
  already_gone: {
    en: { what: 'The person was no longer on the list.', todo: 'Nothing to do.' },
    da: { what: 'Personen var ikke længere på listen.', todo: 'Intet at gøre.' },
  },
  before_us: {
    en: {
      what: 'The person was on the list before Postbud, or was put there by somebody else.',
      todo: 'Postbud leaves them there; if they should go, take them off in Constant Contact.',
    },
    da: {
      what: 'Personen stod på listen før Postbud eller er sat på af andre.',
      todo: 'Postbud lader personen blive; hvis personen skal af, så gør det i Constant Contact.',
    },
  },
  other_claim: {
    en: {
      what: 'Another export keeps the person on the list.',
      todo: 'Nothing to do: the person leaves when no export keeps them there.',
    },
    da: {
      what: 'En anden eksport holder personen på listen.',
      todo: 'Intet at gøre: Personen forlader listen, når ingen eksport holder fast.',
    },
  },
  departed_meanwhile: {
    en: {
      what: 'The person departed while the import was under way, and was taken off the list again.',
      todo: 'Nothing to do: from now on they are held back.',
    },
    da: {
      what: 'Personen forlod kontoen eller listen, mens importen var i gang, og er taget af listen igen.',
      todo: 'Intet at gøre: Fra nu af holdes personen tilbage.',
    },
  },
  removal_unconfirmed: {
    en: { what: 'Constant Contact did not settle the removal.', todo: 'Nothing to do: it is tried again next time.' },
    da: { what: 'Constant Contact gjorde ikke fjernelsen færdig.', todo: 'Intet at gøre: Den prøves igen næste gang.' },
  },
} as const satisfies Readonly<Record<string, Reason>>

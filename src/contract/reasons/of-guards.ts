import type { Reason } from './reason.ts'

const decide = {
  en: 'Look at the figures (postbud runs RUN), then decide: postbud approve RUN, or postbud reject RUN.',
  da: 'Se på tallene (postbud runs RUN), og tag stilling: postbud approve RUN eller postbud reject RUN.',
}

/** Which guard stopped a run before anything was sent. */
export const reasonsOfGuards = {
  guard_removals: {
    en: {
      what: 'The run would take more people off the list than its guard allows (removalShare, removalPeople).',
      todo: decide.en,
    },
    da: {
      what: 'Kørslen ville tage flere af listen, end dens grænser tillader (removalShare, removalPeople).',
      todo: decide.da,
    },
  },
  guard_empty_segment: {
    en: { what: 'A segment that had members last time is empty (emptySegment).', todo: decide.en },
    da: { what: 'Et segment, der havde medlemmer sidste gang, er tomt (emptySegment).', todo: decide.da },
  },
  guard_shrunk_segment: {
    en: { what: 'A segment has lost a great share of its members since last time (shrunkShare).', todo: decide.en },
    da: { what: 'Et segment har mistet en stor del af sine medlemmer siden sidst (shrunkShare).', todo: decide.da },
  },
  guard_contract: {
    en: { what: "The account would hold more contacts than the connection's contractLimit.", todo: decide.en },
    da: { what: 'Kontoen ville få flere kontakter end forbindelsens contractLimit.', todo: decide.da },
  },
  guard_new_contacts: {
    en: {
      what: 'The run would bring more new contacts into the account than its guard allows (newContacts).',
      todo: decide.en,
    },
    da: {
      what: 'Kørslen ville give kontoen flere nye kontakter, end dens grænser tillader (newContacts).',
      todo: decide.da,
    },
  },
} as const satisfies Readonly<Record<string, Reason>>

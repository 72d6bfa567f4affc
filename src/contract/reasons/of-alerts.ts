import type { Reason } from './reason.ts'

/** What somebody is told of besides the ends of runs and of refreshes. */
export const reasonsOfAlerts = {
  missed_ran: {
    en: {
      what: 'No server ran when it was due; it was made up for once one started.',
      todo: 'Find out why none ran; in a schedule, missed: skip leaves such times out.',
    },
    da: {
      what: 'Der kørte ingen server på tidspunktet; det blev indhentet, da en startede.',
      todo: 'Find ud af hvorfor; i en tidsplan springer missed: skip sådanne tider over.',
    },
  },
  missed_left_out: {
    en: {
      what: 'No server ran when it was due, and its schedule leaves such times out.',
      todo: 'Find out why none ran, and run it by hand if it cannot wait for its next time.',
    },
    da: {
      what: 'Der kørte ingen server på tidspunktet, og tidsplanen springer sådanne tider over.',
      todo: 'Find ud af hvorfor, og kør den manuelt, hvis den ikke kan vente til næste gang.',
    },
  },
  drifted: {
    en: {
      what: 'The list in Constant Contact is not as Postbud left it.',
      todo: 'See how with: postbud drift EXPORT. What was changed by hand is sent again with --repair.',
    },
    da: {
      what: 'Listen i Constant Contact er ikke, som Postbud efterlod den.',
      todo: 'Se hvordan med: postbud drift EKSPORT. Det, der er ændret manuelt, sendes igen med --repair.',
    },
  },
  lapses_soon: {
    en: {
      what: "The connection's tokens have not been renewed for long and lapse soon.",
      todo: 'See why nothing reaches Constant Contact (postbud connections check), or connect again: postbud connect NAME.',
    },
    da: {
      what: 'Forbindelsens adgangsnøgler er længe ikke blevet fornyet og udløber snart.',
      todo: 'Se, hvorfor intet når Constant Contact (postbud connections check), eller forbind igen: postbud connect NAVN.',
    },
  },
  privilege_missing: {
    en: {
      what: 'The user who signed in lacks a privilege in Constant Contact, without which exports are refused.',
      todo: 'Give that user a role with it, or connect as another user: postbud connect NAME.',
    },
    da: {
      what: 'Den bruger, der loggede ind, mangler en rettighed i Constant Contact, og uden den afvises eksporter.',
      todo: 'Giv brugeren en rolle med den, eller forbind som en anden bruger: postbud connect NAVN.',
    },
  },
  erasure_waits: {
    en: {
      what: 'A person who was to be erased is not erased from everything yet.',
      todo: 'Mend what it waits for (postbud erasures list); then it goes on by itself.',
    },
    da: {
      what: 'En person, der skulle slettes, er endnu ikke slettet overalt.',
      todo: 'Få det, den venter på, bragt i orden (postbud erasures list); den fortsætter automatisk.',
    },
  },
  test_alert: {
    en: { what: 'This is a test; nothing is the matter.', todo: 'Nothing to do.' },
    da: { what: 'Dette er en prøve; der er intet galt.', todo: 'Intet at gøre.' },
  },
} as const satisfies Readonly<Record<string, Reason>>

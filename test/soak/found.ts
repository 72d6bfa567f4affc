import type { Rules, Settings, Step } from './scenario.ts'
import type { Change, Person } from './town.ts'

/** What seeds found and what was mended since, each in as few steps as it takes: however seeds are drawn, these stay. */
export const found: readonly { readonly what: string; readonly settings: Settings; readonly steps: readonly Step[] }[] =
  [
    {
      what: 'a failed job of an export does not count as done because another export had put the person on the list',
      settings: settings(),
      steps: [
        { do: 'change', changes: [person(0, { company: 'Contoso', level: 'A', tier: 'gold' })] },
        { do: 'run', export: 'news' },
        { do: 'run', export: 'club', troubles: [{ kind: 'import', job: 'failed', nth: 1, times: 1 }] },
      ],
    },
    {
      what: 'a run that is stopped while it is carried on for another export is not told as at work',
      settings: settings(),
      steps: [
        { do: 'change', changes: [person(0), person(1, { tier: 'gold' })] },
        { do: 'run', export: 'news', halt: { method: 'POST', path: 'contacts_file_import', nth: 1, when: 'after' } },
        { do: 'run', export: 'club', halt: { event: 4 } },
      ],
    },
    {
      what: 'who left the list is not put back because it was others who had put them there',
      settings: settings(),
      steps: [
        { do: 'others', acts: [{ email: 'person.0@example.com', deed: 'signs-up' }] },
        { do: 'change', changes: [person(1)] },
        { do: 'run', export: 'news' },
        { do: 'others', acts: [{ email: 'person.0@example.com', deed: 'leaves' }] },
        { do: 'change', changes: [person(0)] },
        { do: 'run', export: 'news' },
      ],
    },
  ]

function settings(change: Partial<Settings> = {}): Settings {
  const rules: Rules = { segments: ['north'], leavers: 'remove', consent: false, suppress: false }
  return {
    mode: 'stopped',
    rules: { news: rules, club: { ...rules, segments: ['gold'] } },
    guards: 'wide',
    skewMs: 0,
    ownPerDay: 10_000,
    pace: null,
    ...change,
    unknowns: {
      pageCap: 500,
      listChangeTouchesUpdatedAt: false,
      unsubscribeLeavesLists: false,
      personCount: 'without-refused-and-not-added',
      countersBeforeDone: 'absent',
      errorLineCap: 20,
      vanishedCursor: 'end',
      filterBounds: 'exclusive',
      accountOptOut: 'added',
      activityOrder: 'shuffled',
      blankCell: 'erase',
      ...change.unknowns,
    },
  }
}

/** Somebody in the segment `north`. */
function person(n: number, set: Partial<Omit<Person, 'id'>> = {}): Change {
  const known = { email: `person.${n}@example.com`, first: 'Ann', region: 'north', consent: 'yes' } as const
  return { who: `C-${n}`, set: { ...known, ...set } }
}

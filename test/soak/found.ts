import { lateMs, type Rules, type Settings, type Step } from './scenario.ts'
import type { Change, Person } from './town.ts'

const rules: Rules = { segments: ['north'], leavers: 'remove', consent: false, suppress: false }
/** Only with consent, in both exports. */
const asking: Settings['rules'] = {
  news: { ...rules, consent: true },
  club: { ...rules, segments: ['gold'], consent: true },
}

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
    {
      what: 'who signed up and was opted out between two looks of a run left the account, as far as anybody can know, and not the list',
      settings: settings(
        {},
        { unsubscribeLeavesLists: true, listChangeTouchesUpdatedAt: true, accountOptOut: 'refused' },
      ),
      steps: [
        {
          do: 'change',
          changes: [
            person(24, { first: '', level: 'A' }),
            person(25, { level: 'C' }),
            person(27, { first: '', last: 'Lee' }),
            person(49, { first: '', last: 'Lee', title: 'Barista', level: 'C' }),
          ],
        },
        {
          do: 'run',
          export: 'news',
          meanwhile: [
            { ...importAt(3), act: { email: 'person.49@example.com', deed: 'is-opted-out' } },
            { ...importAt(2), act: { email: 'person.49@example.com', deed: 'signs-up' } },
          ],
        },
        { do: 'others', acts: [{ email: 'person.49@example.com', deed: 'resubscribes' }] },
      ],
    },
    {
      what: 'a request that is late when its run is stopped is received before anybody begins anew',
      settings: settings({ rules: asking }),
      steps: [
        { do: 'change', changes: [person(5)] },
        {
          do: 'run',
          export: 'news',
          halt: { event: 7 },
          troubles: [{ method: 'POST', path: 'contacts_file_import', nth: 1, times: 2, action: { delayMs: lateMs } }],
        },
        { do: 'change', changes: [{ who: 'C-5', set: { consent: 'no', updated: 100_046 } }] },
        { do: 'run', export: 'news' },
      ],
    },
    {
      what: 'an import that waits while its run is stopped puts back who leaves the list meanwhile, which nobody can see',
      settings: settings(
        { pace: 4 },
        {
          listChangeTouchesUpdatedAt: true,
          countersBeforeDone: 'zero',
          errorLineCap: 0,
          filterBounds: 'inclusive',
          accountOptOut: 'refused',
          activityOrder: 'oldest-first',
          blankCell: 'keep',
        },
      ),
      steps: [
        { do: 'change', changes: [person(13, { first: '', region: 'south', tier: 'gold', updated: 100_014 })] },
        { do: 'run', export: 'club' },
        {
          do: 'change',
          changes: [
            {
              ...person(13, { tier: 'gold', last: 'Larsen', title: 'Buyer, second class', updated: 100_081 }),
              who: 'D-51',
            },
          ],
        },
        { do: 'run', export: 'club', halt: { event: 6 } },
        { do: 'others', acts: [{ email: 'person.13@example.com', deed: 'leaves' }] },
        { do: 'run', export: 'news' },
      ],
    },
  ]

function settings(change: Partial<Settings> = {}, unknowns: Partial<Settings['unknowns']> = {}): Settings {
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
      ...unknowns,
    },
  }
}

/** The moment after the nth import of a run was received. */
function importAt(nth: number) {
  return { method: 'POST', path: 'contacts_file_import', nth, when: 'after' } as const
}

/** Somebody in the segment `north`. */
function person(n: number, set: Partial<Omit<Person, 'id'>> = {}): Change {
  const known = { email: `person.${n}@example.com`, first: 'Ann', region: 'north', consent: 'yes' } as const
  return { who: `C-${n}`, set: { ...known, ...set } }
}

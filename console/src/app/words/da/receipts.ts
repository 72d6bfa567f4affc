import type { Words } from '../en.ts'

export const receipts: Words['receipts'] = {
  title: 'Kvitteringer',
  whose: 'Hvis kvitteringer',
  members: 'Medlemmer',
  leavers: 'Dem, der forlod',
  person: 'Person',
  search: 'Søg efter en person',
  outcome: 'Udfald',
  all: 'Alle udfald',
  reason: 'Årsag',
  allReasons: 'Alle årsager',
  download: 'Hent (CSV)',
  none: 'Ingen passer.',
  before: 'Forrige side',
  after: 'Næste side',
  gone: 'Kvitteringerne er fjernet på grund af deres alder. Tallene bliver.',
  outcomes: {
    delivered: 'Leveret',
    unchanged: 'Uændret',
    held_back: 'Holdt tilbage',
    rejected: 'Afvist',
    unconfirmed: 'Ubekræftet',
    not_sent: 'Ikke sendt',
    removed: 'Taget af',
    kept: 'Bliver på listen',
  },
}

import type { Words } from '../en.ts'

export const receipts: Words['receipts'] = {
  title: 'Kvitteringer',
  search: 'Søg efter en person',
  outcome: 'Udfald',
  all: 'Alle udfald',
  reason: 'Årsag',
  download: 'Hent (CSV)',
  none: 'Ingen passer.',
  before: 'Forrige side',
  after: 'Næste side',
  outcomes: {
    delivered: 'Leveret',
    held_back: 'Holdt tilbage',
    rejected: 'Afvist',
    unconfirmed: 'Ubekræftet',
    not_sent: 'Ikke sendt',
  },
}

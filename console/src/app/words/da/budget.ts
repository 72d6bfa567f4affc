import type { Words } from '../en.ts'

export const budget: Words['budget'] = {
  lead: 'Constant Contact tager imod et antal forespørgsler om dagen fra hvert program. Eksporter på dets forbindelser deler dem og venter til næste dag, når der ikke er flere.',
  none: 'Der er ingen forbindelse, du må bruge, så der er intet at bruge af.',
  left: 'Tilbage i dag',
  leftOf: '{{left}} af {{of}}',
  used: 'Brugt i dag',
  resets: 'Nulstilles',
  pace: 'Højst',
  perSecond: '{{count}} i sekundet',
  lasts: 'Med den seneste times tempo',
  lastsDay: 'rækker til nulstillingen',
  runsOut: 'slipper de op {{when}}',
  unused: 'ingen er brugt i den seneste time',
  parked: 'Constant Contact tager ikke imod flere forespørgsler. Eksporterne fortsætter {{until}}.',
  slowed: 'Constant Contact har bedt om et lavere tempo indtil {{until}}.',
  differ: 'Forbindelserne angiver forskellige grænser; de højeste vises.',
  hours: 'Forespørgsler time for time',
  hour: 'Time',
  requests: 'Forespørgsler',
  runs: 'Kørsler i gang',
  noRuns: 'Ingen kørsel er i gang.',
  columns: {
    export: 'Eksport',
    status: 'Status',
    requests: 'Forespørgsler endnu',
    ends: 'Slutter',
    fits: 'Nok til i dag',
  },
  unknown: 'kendes ikke endnu',
  short:
    'Ikke nok til i dag: kørslerne kræver {{needed}}, og der er {{left}} tilbage. De fortsætter efter nulstillingen.',
}

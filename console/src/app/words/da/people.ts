import type { Words } from '../en.ts'

export const people: Words['people'] = {
  invite: 'Invitér en bruger',
  search: 'Søg efter et navn eller en mailadresse',
  noneFound: 'Ingen passer.',
  count_one: '{{count}} bruger',
  count_other: '{{count}} brugere',
  columns: {
    name: 'Navn',
    email: 'Mail',
    role: 'Rolle',
    status: 'Tilstand',
    lastSignInAt: 'Sidst logget på',
    acts: 'Handlinger',
  },
  status: { invited: 'Inviteret', active: 'Aktiv', disabled: 'Deaktiveret' },
  you: '(dig)',
  actsOf: 'Det kan gøres med {{name}}',
  act: {
    role: 'Skift rolle',
    disable: 'Deaktiver',
    enable: 'Aktivér',
    remove: 'Fjern',
    reset: 'Link til en ny adgangskode',
    inviteAgain: 'Invitér igen',
  },
  roles: {
    title: 'Hvad hver rolle må',
    viewer: 'Ser segmenter, kunder, tabeller, eksporter og kørsler og kan hente det, der vises. Ændrer intet.',
    contributor:
      'Sætter også datakilder, profiler, relationer og segmenter op og administrerer eksporter på forbindelser, der er delt med bidragydere.',
    administrator:
      'Bestemmer også, hvor data må sendes hen og hvornår: forbindelser, brugere, tidsplaner og indstillinger. Sletter personer og læser overvågningsloggen.',
  },
  inviting: {
    title: 'Invitér en bruger',
    name: 'Navn',
    language: 'Invitationens sprog',
    handOver: 'Sådan får brugeren linket',
    mail: 'Med mail',
    noMail: 'Med mail kun, når en mailserver er sat op (POSTBUD_SMTP_URL).',
    link: 'Jeg giver det selv videre',
    act: 'Invitér',
  },
  handed: {
    mailed: 'En mail med linket er på vej til {{email}}.',
    link: 'Giv {{email}} dette link. Det vises kun her og nu, virker én gang og gælder til {{until}}.',
    label: 'Link',
    noLink: '{{email}} logger på hos organisationens udbyder, så der skal ikke bruges et link.',
    problem: 'Mailen kunne ikke sendes: {{problem}}',
    title: 'Linket til {{name}}',
  },
  changing: {
    roleTitle: 'Skal {{name}} have en anden rolle?',
    roleText: 'Det gælder fra det næste klik.',
    disableTitle: 'Deaktiver {{name}}?',
    disableText: 'Brugeren logges straks af overalt, og API-nøglerne åbner intet, før brugeren aktiveres igen.',
    removeTitle: 'Fjern {{name}}?',
    removeText:
      'Brugerens login og API-nøgler forsvinder. Det, brugeren har gjort, bliver i overvågningsloggen. En forbindelse, som brugeren er eksportbruger for, leverer ikke, før en administrator tager over.',
    resetTitle: 'Lav et link til en ny adgangskode til {{name}}?',
    resetText: 'Linket virker én gang inden for 24 timer. Indtil det bruges, ændres intet.',
  },
  changed: '{{name}} er nu {{role}}.',
  disabled: '{{name}} er deaktiveret.',
  enabled: '{{name}} er aktiveret.',
  removed: '{{name}} er fjernet.',
}

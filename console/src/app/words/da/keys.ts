import type { Words } from '../en.ts'

export const keys: Words['keys'] = {
  title: 'API-nøgler',
  lead: 'Med en nøgle kan et program gøre det, du må, eller mindre.',
  docs: 'Se, hvad API’et kan',
  mine: 'Dine',
  all: 'Alle',
  none: 'Der er ingen nøgler.',
  make: 'Opret en nøgle',
  name: 'Hvad den skal bruges til',
  role: 'Hvad den må',
  made: 'Din nye nøgle',
  madeText: 'Den vises kun her og nu. Pas på den som på en adgangskode.',
  key: 'Nøgle',
  columns: {
    name: 'Til',
    owner: 'Ejer',
    role: 'Rolle',
    prefix: 'Begynder med',
    createdAt: 'Oprettet',
    lastUsedAt: 'Sidst brugt',
  },
  revoke: 'Tilbagekald',
  revokeNamed: 'Tilbagekald {{name}}',
  revokeTitle: 'Tilbagekald nøglen til {{name}}?',
  revokeText: 'Programmer, der bruger den, afvises fra deres næste forespørgsel.',
  revoked: 'Nøglen er tilbagekaldt.',
}

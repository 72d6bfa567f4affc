import type { Words } from '../en.ts'

export const exports: Words['exports'] = {
  search: 'Søg efter et navn eller en forbindelse',
  none: 'Der er ingen eksport endnu.',
  noneFound: 'Ingen eksport passer.',
  run: 'Kør',
  runNamed: 'Kør {{name}}',
  runAll: 'Kør alle',
  noConnection: 'Ingen forbindelse',
  viewOnly: 'Kun visning',
  columns: {
    displayName: 'Vist navn',
    connection: 'Forbindelse',
    status: 'Status',
    refreshedAt: 'Opdateret',
    acts: 'Det kan du gøre',
  },
}

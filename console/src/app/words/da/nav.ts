import type { Words } from '../en.ts'

export const nav: Words['nav'] = {
  home: 'Start',
  segments: 'Segmenter',
  data: 'Data',
  sources: 'Datakilder',
  tables: 'Tabeller',
  unify: 'Saml profiler',
  profiles: 'Profiler',
  exports: 'Eksport',
  administrator: 'Administrator',
  connections: 'Forbindelser',
  privacy: 'Databeskyttelse',
  permissions: 'Tilladelser',
  system: 'System',
  audit: 'Overvågningslog',
  budget: 'Budget',
  mine: 'Din konto',
  signOut: 'Log af',
  language: 'Sprog',
  theme: 'Tema',
  themes: { system: 'Som systemet', light: 'Lyst', dark: 'Mørkt', contrast: 'Høj kontrast' },
}

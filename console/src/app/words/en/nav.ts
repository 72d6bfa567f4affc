export const nav = {
  home: 'Home',
  segments: 'Segments',
  data: 'Data',
  sources: 'Data sources',
  exports: 'Exports',
  administrator: 'Administrator',
  connections: 'Connections',
  signOut: 'Sign out',
  language: 'Language',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark', contrast: 'High contrast' },
} as const

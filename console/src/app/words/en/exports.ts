export const exports = {
  search: 'Search for a name or a connection',
  none: 'There are no exports yet.',
  noneFound: 'No export matches.',
  run: 'Run',
  runNamed: 'Run {{name}}',
  runAll: 'Run all',
  noConnection: 'No Connection',
  viewOnly: 'View only',
  columns: {
    displayName: 'Name',
    connection: 'Connection',
    status: 'Status',
    refreshedAt: 'Refreshed',
    acts: 'What you can do',
  },
} as const

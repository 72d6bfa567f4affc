export const suppression = {
  title: 'Suppression lists',
  text: 'People whose address is in one of these columns are held back from every export, and taken off the lists that Postbud put them on.',
  none: 'Nobody is held back from every export.',
  change: 'Change suppression lists',
  columns: 'Columns with addresses',
  add: 'Add a column',
  takeOut: 'Take out {{column}}',
  saved: 'Saved. It counts from the next run of each export.',
} as const

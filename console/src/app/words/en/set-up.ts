export const setUp = {
  linkMissing: 'Open the whole link, as it stands in the terminal of the server.',
  title: 'Set up Postbud',
  lead: 'You become the first administrator.',
  name: 'Your name',
  submit: 'Begin',
} as const

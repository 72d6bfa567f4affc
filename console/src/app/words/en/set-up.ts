export const setUp = {
  title: 'Set up Postbud',
  lead: 'You become the first administrator.',
  name: 'Your name',
  submit: 'Begin',
} as const

export const invitation = {
  title: 'Welcome to Postbud',
  lead: 'You were invited as {{email}}. Choose a password, and you are in.',
  submit: 'Begin',
} as const

export const reset = {
  title: 'A new password',
  lead: 'We send a link with which you set a new one.',
  ask: 'Send the link',
  asked: 'If somebody with this e-mail may sign in here, a mail is on its way.',
  submit: 'Set the password',
  done: 'Your password is set, and you are signed out everywhere. Sign in with the new one.',
} as const

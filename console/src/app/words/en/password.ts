export const password = {
  new: 'New password',
  rule: 'At least 12 characters. A few words in a row are easy to remember and hard to guess.',
  show: 'Show the password',
  hide: 'Hide the password',
} as const

const SHAPE = /^[^\s@,;:()<>[\]\\"]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i

/** Whether the service takes this for an e-mail address. Its rules are unpublished: no spaces, commas or brackets, an @, a whole domain. */
export function isEmailAddress(text: string): boolean {
  return SHAPE.test(text) && !text.startsWith('.') && !text.includes('..') && !text.includes('.@')
}

/**
 * `ann@example.com` as `a…n@example.com`: enough to tell people apart and to see a wrong domain, not enough to write to. Text
 * that is no address is masked as a whole.
 */
export function maskEmail(email: string | null): string | null {
  if (email === null) return null
  const at = email.lastIndexOf('@')
  const local = [...(at < 0 ? email : email.slice(0, at))]
  const [first = '', last = ''] = [local.at(0), local.length > 1 ? local.at(-1) : '']
  return `${first}…${last}${at < 0 ? '' : email.slice(at)}`
}

/** Whatever looks like an e-mail address in a text, masked: for values of columns that nobody declared to hold one. */
export function maskEmailsIn(text: string): string {
  return text.replace(/[^\s@'",;:<>()[\]]+@[^\s@'",;:<>()[\]]+/g, (address) => maskEmail(address) ?? '')
}

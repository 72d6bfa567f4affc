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
  return replaceEmails(text, (address) => maskEmail(address) ?? '')
}

/** What stands between addresses. */
const between = /[\s@'",;:<>()[\]]/

/** As long as an address may be; what goes on longer than that is none. */
const longest = 320

/**
 * A text with whatever looks like an e-mail address replaced. Looks from each @ to both sides, since an expression for it takes
 * time by the square of a long text without one.
 */
export function replaceEmails(text: string, replace: (address: string) => string): string {
  let [told, from] = ['', 0]
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at
    while (start > from && at - start < longest && !between.test(text.charAt(start - 1))) start -= 1
    let end = at + 1
    while (end < text.length && end - at < longest && !between.test(text.charAt(end))) end += 1
    if (start === at || end === at + 1) continue
    told += text.slice(from, start) + replace(text.slice(start, end))
    from = end
    at = end - 1
  }
  return told + text.slice(from)
}

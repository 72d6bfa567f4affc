/**
 * A key as it stands in a page's address. One that holds an e-mail address is written so that neither a log nor who looks at the
 * screen reads it.
 */
export function addressOf(key: string): string {
  if (!key.includes('@') && !key.startsWith('~')) return key
  const bytes = new TextEncoder().encode(key)
  const text = btoa(String.fromCharCode(...bytes))
  return `~${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`
}

/** The key that an address means. */
export function keyOf(address: string): string {
  if (!address.startsWith('~')) return address
  try {
    const bytes = atob(address.slice(1).replaceAll('-', '+').replaceAll('_', '/'))
    return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)))
  } catch {
    return address
  }
}

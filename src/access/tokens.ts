import { createHash, randomBytes } from 'node:crypto'

/** A secret that nobody guesses, of 256 bits, after a prefix that says what it opens. */
export function newToken(prefix: string): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`
}

/** What is stored of such a secret. A fast hash suffices: there is nothing to guess in 256 random bits. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

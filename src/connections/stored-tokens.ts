import type { SecretBox } from './secret-box.ts'

/** The tokens of a connection as they lie, sealed, in its row. */
export type StoredTokens = {
  readonly accessToken: string
  readonly refreshToken: string
  /** When the access token was got, and until when it works. */
  readonly issuedAt: Date
  readonly expiresAt: Date
}

/** Seals the tokens for one connection: they cannot be opened as another's. */
export function sealTokens(box: SecretBox, name: string, tokens: StoredTokens): string {
  return box.seal(JSON.stringify(tokens), tokensContext(name))
}

/** The tokens in a sealed text. Throws WrongSecretKeyError. */
export function openTokens(box: SecretBox, name: string, sealed: string): StoredTokens {
  const { accessToken, refreshToken, issuedAt, expiresAt } = JSON.parse(box.open(sealed, tokensContext(name)))
  return { accessToken, refreshToken, issuedAt: new Date(issuedAt), expiresAt: new Date(expiresAt) }
}

/** What the tokens of a connection are sealed for. */
export function tokensContext(name: string): string {
  return `connection "${name}"`
}

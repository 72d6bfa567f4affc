import { createHash, randomBytes } from 'node:crypto'
import type { Unknowns } from '../unknowns.ts'
import { oauthError } from '../wire/api-error.ts'
import { newAccessToken } from './access-token.ts'
import type { Application } from './application.ts'

export const ACCESS_TOKEN_SECONDS = 86_400
const CODE_MS = 5 * 60 * 1000
const REFRESH_UNUSED_MS = 180 * 24 * 3600 * 1000

/** What one person allowed one application to do with one account. */
export type Grant = {
  readonly id: string
  readonly clientId: string
  readonly accountId: string
  readonly scopes: readonly string[]
  revoked: boolean
}

type Code = { grant: Grant; redirectUri: string; challenge: string | null; expiresAt: number; used: boolean }
type Access = { grant: Grant; expiresAt: number }
type Refresh = { grant: Grant; usedAt: number; spentAt: number | null }

export type Tokens = { access_token: string; refresh_token?: string; expires_in: number; token_type: 'Bearer'; scope: string }

/** Codes, access tokens and refresh tokens, and the rules by which one becomes the other. */
export class Grants {
  readonly #codes = new Map<string, Code>()
  readonly #access = new Map<string, Access>()
  readonly #refresh = new Map<string, Refresh>()
  readonly all: Grant[] = []

  newCode(input: { clientId: string; accountId: string; scopes: string[]; redirectUri: string; challenge: string | null }, now: number): string {
    const { redirectUri, challenge, ...who } = input
    const grant: Grant = { id: token(12), ...who, revoked: false }
    const code = token(24)
    this.#codes.set(code, { grant, redirectUri, challenge, expiresAt: now + CODE_MS, used: false })
    return code
  }

  exchangeCode(application: Application, input: { code: string; redirectUri: string; verifier: string | null }, now: number): Tokens {
    const code = this.#codes.get(input.code)
    const refused = oauthError(400, 'invalid_grant', 'The authorization code is invalid or has expired.')
    if (!code || code.used || code.expiresAt < now || code.grant.clientId !== application.clientId) throw refused
    code.used = true
    if (code.redirectUri !== input.redirectUri) {
      throw oauthError(400, 'invalid_grant', "The 'redirect_uri' does not match the redirection URI used in the authorization request.")
    }
    if (code.challenge !== null && code.challenge !== s256(input.verifier ?? '')) {
      throw oauthError(400, 'invalid_grant', 'PKCE verification failed.')
    }
    this.all.push(code.grant)
    return this.#issue(code.grant, now, code.grant.scopes.includes('offline_access') ? this.#newRefresh(code.grant, now) : undefined)
  }

  refresh(application: Application, value: string, now: number, unknowns: Unknowns): Tokens {
    const known = this.#refresh.get(value)
    const refused = oauthError(400, 'invalid_grant', 'The refresh token is invalid or expired.')
    if (!known || known.grant.clientId !== application.clientId || known.grant.revoked) throw refused
    if (known.usedAt + REFRESH_UNUSED_MS < now) throw refused
    if (known.spentAt !== null && now - known.spentAt >= unknowns.rotationGraceSeconds * 1000) {
      if (unknowns.reuseRevokesGrant) known.grant.revoked = true
      throw refused
    }
    known.usedAt = now
    if (!application.rotating) return this.#issue(known.grant, now, value)

    for (const other of this.#refresh.values()) if (other.grant === known.grant) other.spentAt ??= now
    return this.#issue(known.grant, now, this.#newRefresh(known.grant, now))
  }

  /** The grant behind an access token that is still good, or undefined. */
  grantOf(accessToken: string, now: number): Grant | undefined {
    const access = this.#access.get(accessToken)
    return access && access.expiresAt > now && !access.grant.revoked ? access.grant : undefined
  }

  expireAccessTokens(now: number): void {
    for (const access of this.#access.values()) access.expiresAt = Math.min(access.expiresAt, now)
  }

  #issue(grant: Grant, now: number, refreshToken: string | undefined): Tokens {
    const expiresAt = now + ACCESS_TOKEN_SECONDS * 1000
    const accessToken = newAccessToken(grant, now, expiresAt)
    this.#access.set(accessToken, { grant, expiresAt })
    const tokens: Tokens = {
      access_token: accessToken,
      expires_in: ACCESS_TOKEN_SECONDS,
      token_type: 'Bearer',
      scope: grant.scopes.join(' '),
    }
    return refreshToken === undefined ? tokens : { ...tokens, refresh_token: refreshToken }
  }

  #newRefresh(grant: Grant, now: number): string {
    const value = token(32)
    this.#refresh.set(value, { grant, usedAt: now, spentAt: null })
    return value
  }
}

function token(bytes: number): string {
  return randomBytes(bytes).toString('base64url')
}

function s256(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}

import { createHash, randomBytes } from 'node:crypto'
import type { SandboxClock } from '../clock.ts'

export const SCOPES = ['account_read', 'account_update', 'contact_data', 'campaign_data', 'offline_access'] as const

const ACCESS_TOKEN_SECONDS = 86_400
const CODE_MS = 5 * 60_000
const REFRESH_MS = 180 * 86_400_000

/** An application in the portal. Without a secret it uses PKCE; `*` in a redirect URI stands for any port. */
export type Application = {
  clientId: string
  clientSecret: string | null
  redirectUris: string[]
  rotating: boolean
  active: boolean
}

/** What a user allowed an application: one sign-in and all tokens that came of it. */
export type Grant = {
  clientId: string
  accountId: string
  scopes: string[]
  revoked: boolean
  refreshToken: string | null
  refreshUsedAt: number
}

export type AuthorizationCode = {
  clientId: string
  accountId: string
  redirectUri: string
  scopes: string[]
  codeChallenge: string | null
  expiresAt: number
}

export type TokenAnswer = {
  access_token: string
  refresh_token?: string
  expires_in: number
  token_type: 'Bearer'
  scope: string
}

type AccessToken = { grant: Grant; expiresAt: number }

/** The applications, grants and tokens of the authorization server. */
export class Grants {
  readonly applications = new Map<string, Application>()
  readonly accessTokens = new Map<string, AccessToken>()
  all: Grant[] = []
  readonly #codes = new Map<string, AuthorizationCode>()
  readonly #refreshTokens = new Map<string, { grant: Grant; spentAt: number | null }>()
  readonly #clock: SandboxClock

  constructor(clock: SandboxClock) {
    this.#clock = clock
  }

  addApplication(input: {
    clientId: string
    clientSecret: string | null
    redirectUris?: string[] | undefined
    rotating?: boolean | undefined
  }): Application {
    const application: Application = {
      clientId: input.clientId,
      clientSecret: input.clientSecret,
      redirectUris: input.redirectUris ?? ['http://localhost:*/callback', 'http://127.0.0.1:*/callback'],
      rotating: input.rotating ?? true,
      active: true,
    }
    this.applications.set(application.clientId, application)
    return application
  }

  /** Applications, grants and tokens, to be kept (see keep/kept-world.ts); codes live for minutes and are not. */
  kept() {
    const { applications, accessTokens, all } = this
    return { applications, accessTokens, all, refreshTokens: this.#refreshTokens }
  }

  restore({ applications, accessTokens, all, refreshTokens }: ReturnType<Grants['kept']>): void {
    replaceAll(this.applications, applications)
    replaceAll(this.accessTokens, accessTokens)
    replaceAll(this.#refreshTokens, refreshTokens)
    this.all = all
  }

  newCode(code: Omit<AuthorizationCode, 'expiresAt'>): string {
    const value = randomBytes(24).toString('base64url')
    this.#codes.set(value, { ...code, expiresAt: this.#clock.now() + CODE_MS })
    return value
  }

  /** The code's content, once, within five minutes. */
  takeCode(value: string): AuthorizationCode | null {
    const code = this.#codes.get(value)
    this.#codes.delete(value)
    return code && code.expiresAt > this.#clock.now() ? code : null
  }

  /**
   * A new grant with its first tokens. For a rotating application this spends every earlier refresh token of the same
   * application and account.
   */
  open(application: Application, accountId: string, scopes: string[]): TokenAnswer {
    if (application.rotating) {
      for (const other of this.all) {
        if (other.clientId !== application.clientId || other.accountId !== accountId) continue
        if (other.refreshToken !== null) this.#spend(other.refreshToken)
        other.refreshToken = null
      }
    }
    const grant: Grant = {
      clientId: application.clientId,
      accountId,
      scopes,
      revoked: false,
      refreshToken: null,
      refreshUsedAt: this.#clock.now(),
    }
    this.all.push(grant)
    if (scopes.includes('offline_access')) this.#newRefreshToken(grant)
    return this.#answer(grant)
  }

  /** New tokens for a refresh token, or null when it is unknown, spent, expired, revoked or another application's. */
  refresh(
    application: Application,
    token: string,
    unknowns: { reuseRevokesGrant: boolean; rotationGraceSeconds: number },
  ): TokenAnswer | null {
    const known = this.#refreshTokens.get(token)
    if (!known || known.grant.clientId !== application.clientId || known.grant.revoked) return null
    const now = this.#clock.now()
    const { grant } = known
    if (now - grant.refreshUsedAt > REFRESH_MS) return null
    if (known.spentAt !== null && now - known.spentAt >= unknowns.rotationGraceSeconds * 1000) {
      if (unknowns.reuseRevokesGrant && grant.refreshToken !== null) {
        this.#spend(grant.refreshToken)
        grant.refreshToken = null
      }
      return null
    }
    grant.refreshUsedAt = now
    if (application.rotating) {
      if (grant.refreshToken !== null) this.#spend(grant.refreshToken)
      this.#newRefreshToken(grant)
    }
    return this.#answer(grant)
  }

  /** The grant of an access token with whether it is still good, or undefined for one never issued. */
  bearer(token: string): { grant: Grant; valid: boolean } | undefined {
    const found = this.accessTokens.get(token)
    if (!found) return undefined
    return { grant: found.grant, valid: !found.grant.revoked && found.expiresAt > this.#clock.now() }
  }

  expireAccessTokens(): void {
    for (const token of this.accessTokens.values()) token.expiresAt = 0
  }

  revokeAll(): void {
    for (const grant of this.all) grant.revoked = true
  }

  /** Makes every refresh token there is useless; access tokens live on. */
  spendRefreshTokens(): void {
    for (const grant of this.all) {
      if (grant.refreshToken !== null) this.#spend(grant.refreshToken)
      grant.refreshToken = null
    }
  }

  #answer(grant: Grant): TokenAnswer {
    const issuedAt = Math.floor(this.#clock.now() / 1000)
    const access = jwt({
      iss: 'https://identity.constantcontact.com/oauth2/sandbox',
      aud: 'https://api.cc.email/v3',
      jti: randomBytes(16).toString('hex'),
      cid: grant.clientId,
      sub: grant.accountId,
      scp: grant.scopes,
      iat: issuedAt,
      exp: issuedAt + ACCESS_TOKEN_SECONDS,
    })
    this.accessTokens.set(access, { grant, expiresAt: (issuedAt + ACCESS_TOKEN_SECONDS) * 1000 })
    return {
      access_token: access,
      ...(grant.refreshToken !== null && { refresh_token: grant.refreshToken }),
      expires_in: ACCESS_TOKEN_SECONDS,
      token_type: 'Bearer',
      scope: grant.scopes.join(' '),
    }
  }

  #newRefreshToken(grant: Grant): void {
    grant.refreshToken = randomBytes(32).toString('base64url')
    this.#refreshTokens.set(grant.refreshToken, { grant, spentAt: null })
  }

  #spend(token: string): void {
    const known = this.#refreshTokens.get(token)
    if (known) known.spentAt ??= this.#clock.now()
  }
}

// Signed with noise as long as a real RS256 signature: the token has the length and the claims, and no client can check it.
function jwt(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const padding = createHash('sha512').update(JSON.stringify(claims)).digest('base64url').repeat(2)
  return [
    part({ alg: 'RS256', kid: 'sandbox' }),
    part({ ...claims, pad: padding }),
    randomBytes(256).toString('base64url'),
  ].join('.')
}

function replaceAll<V>(map: Map<string, V>, by: ReadonlyMap<string, V>): void {
  map.clear()
  for (const [key, value] of by) map.set(key, value)
}

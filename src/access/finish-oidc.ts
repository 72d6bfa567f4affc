import type { Selectable } from 'kysely'
import * as oauth from 'oauth4webapi'
import type { Config } from '../config/environment.ts'
import type { Db, Tx } from '../db/database.ts'
import type { OidcSignInsTable } from '../db/tables/people.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'
import { recordAct, recordAudit } from './audit.ts'
import { oidcLifeMs } from './begin-oidc.ts'
import { type Claims, describeClaims } from './oidc-claims.ts'
import { OidcExpiredError, OidcFailedError, OidcRefusedError, type Refusal } from './oidc-errors.ts'
import { findProvider, type OidcNeeds, type OidcProvider } from './oidc-provider.ts'
import { renewSession } from './sessions.ts'
import { type Browser, startSession } from './start-session.ts'
import { tokenHash } from './tokens.ts'
import { userOfClaims } from './user-of-claims.ts'
import type { UserRow } from './users.ts'

type Needs = OidcNeeds & { readonly db: Db; readonly clock: Clock; readonly config: Pick<Config, 'language'> }
type Begun = Selectable<OidcSignInsTable>

/**
 * Completes a sign-in with what the provider sent the browser back with, and answers what its cookie is to hold and where it
 * goes on. `token` is what the cookie of the sign-in under way holds. Throws OidcExpiredError, OidcFailedError, OidcRefusedError,
 * OidcOffError and OidcUnavailableError.
 */
export async function finishOidc(
  needs: Needs,
  { token, query, browser }: { readonly token: string; readonly query: URLSearchParams; readonly browser: Browser },
): Promise<{ readonly session: string; readonly returnTo: string }> {
  const begun = await takeBegun(needs, token)
  const provider = await findProvider(needs)
  const claims = await readClaims(provider, begun, query, needs.clock).catch((cause: unknown) => {
    throw new OidcFailedError(cause)
  })
  const described = describeClaims(provider.server.issuer, claims, provider.settings)
  const outcome = await needs.db
    .transaction()
    .execute(async (tx): Promise<string | { refusal: Refusal; user?: UserRow }> => {
      const user = await userOfClaims(tx, needs, described)
      if (typeof user === 'string') return { refusal: user }
      if (begun.session_id === null) return startSession(tx, needs, { user, way: 'oidc', browser })
      return (await renew(tx, needs, user, begun.session_id, browser)) ?? { refusal: 'other_person', user }
    })
  if (typeof outcome === 'string') return { session: outcome, returnTo: begun.return_to }
  await recordRefusal(needs, outcome.refusal, described.email, browser)
  throw new OidcRefusedError(outcome.refusal)
}

/** The sign-in that this browser has under way, which is used up by that. */
async function takeBegun({ db, clock }: Needs, token: string): Promise<Begun> {
  const begun = await db
    .deleteFrom('oidc_sign_ins')
    .where('token_hash', '=', tokenHash(token))
    .returningAll()
    .executeTakeFirst()
  if (!begun || begun.expires_at <= clock.now()) throw new OidcExpiredError()
  return begun
}

/** What the provider says of whoever signed in: state, code, issuer, audience, nonce, times and signature are checked. */
async function readClaims(
  { server, client, authentication, redirectUri, options, settings }: OidcProvider,
  begun: Begun,
  query: URLSearchParams,
  clock: Clock,
): Promise<Claims> {
  const answer = oauth.validateAuthResponse(server, client, query, begun.state)
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    answer,
    redirectUri,
    begun.code_verifier,
    options(),
  )
  const granted = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: begun.nonce,
    requireIdToken: true,
    // Whoever proves again who they are has to have done so since it was asked for.
    ...(begun.session_id !== null && { maxAge: secondsSince(begun, clock) }),
  })
  await oauth.validateApplicationLevelSignature(server, response, options())
  const claims = oauth.getValidatedIdTokenClaims(granted)
  if (!claims) throw new Error(said`it holds no ID token`)
  const isComplete = claims.email !== undefined && settings.roleClaim in claims
  if (isComplete || server.userinfo_endpoint === undefined) return claims
  // Providers tell some claims only when asked for them (OpenID Connect Core 1.0, section 5.4).
  const told = await oauth.userInfoRequest(server, client, granted.access_token, options())
  return { ...(await oauth.processUserInfoResponse(server, client, claims.sub, told)), ...claims }
}

function secondsSince({ expires_at: expiresAt }: Begun, clock: Clock): number {
  const begunMs = expiresAt.getTime() - oidcLifeMs
  return Math.ceil((clock.now().getTime() - begunMs) / 1000)
}

/** The renewed token of the very session that asked for it, if it is the same person's; undefined otherwise. */
async function renew(
  tx: Tx,
  needs: Needs,
  user: UserRow,
  sessionId: string,
  { token, address }: Browser,
): Promise<string | undefined> {
  const session = await tx
    .selectFrom('sessions')
    .select('token_hash')
    .where('id', '=', sessionId)
    .where('user_id', '=', user.id)
    .executeTakeFirst()
  if (!session || token === undefined || session.token_hash !== tokenHash(token)) return undefined
  const actor = { id: user.id, name: user.name, via: 'console', ...(address !== undefined && { address }) } as const
  const target = { kind: 'user', name: user.email }
  await recordAudit(tx, needs, { actor, action: 'session.reauthenticate', target, after: { way: 'oidc' } })
  return renewSession({ db: tx, clock: needs.clock }, token)
}

async function recordRefusal(
  needs: Needs,
  refusal: Refusal,
  email: string | undefined,
  { address }: Browser,
): Promise<void> {
  await recordAct(needs, {
    actor: { id: null, name: 'Somebody', via: 'console', ...(address !== undefined && { address }) },
    action: 'session.refuse',
    // The provider vouches for them, so that it is no stranger who is named here.
    target: { kind: 'user', name: email ?? 'unknown' },
    after: { way: 'oidc', reason: refusal },
  })
}

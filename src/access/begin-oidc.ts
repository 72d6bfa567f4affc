import * as oauth from 'oauth4webapi'
import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { networkOf } from '../lib/network-of.ts'
import { said } from '../lib/said.ts'
import { countAttempt } from './count-attempt.ts'
import { OidcUnavailableError } from './oidc-errors.ts'
import { findProvider, type OidcNeeds } from './oidc-provider.ts'
import { newToken, tokenHash } from './tokens.ts'

type Needs = OidcNeeds & { readonly db: Db; readonly clock: Clock }

/** How long somebody may take to sign in at the provider. */
export const oidcLifeMs = 10 * 60_000

/**
 * Begins a sign-in at the OpenID provider: where to send the browser, and the token that its cookie is to hold until it comes
 * back, so that nobody completes in this browser what was begun in another. With `session` its user is to prove again who they
 * are. Throws OidcOffError, OidcUnavailableError and TooManyAttemptsError.
 */
export async function beginOidc(
  needs: Needs,
  {
    returnTo,
    session,
    address: from,
  }: { readonly returnTo: string; readonly session?: string; readonly address?: string },
): Promise<{ readonly address: string; readonly token: string }> {
  const { settings, server, client, redirectUri } = await findProvider(needs)
  if (!server.authorization_endpoint) {
    throw new OidcUnavailableError(settings.issuer, new Error(said`it names no authorization_endpoint`))
  }
  // Each is kept for as long as it may take.
  await countAttempt(needs, [
    { key: `oidc network ${networkOf(from)}`, policy: { free: 30, mostMs: 60_000, forgetMs: oidcLifeMs } },
  ])
  const token = newToken('pbo_')
  const [state, nonce, codeVerifier] = [
    oauth.generateRandomState(),
    oauth.generateRandomNonce(),
    oauth.generateRandomCodeVerifier(),
  ]
  const now = needs.clock.now()
  await needs.db.deleteFrom('oidc_sign_ins').where('expires_at', '<=', now).execute()
  await needs.db
    .insertInto('oidc_sign_ins')
    .values({
      token_hash: tokenHash(token),
      state,
      nonce,
      code_verifier: codeVerifier,
      return_to: returnTo,
      session_id: session ?? null,
      expires_at: new Date(now.getTime() + oidcLifeMs),
    })
    .execute()

  const address = new URL(server.authorization_endpoint)
  const asked = {
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: settings.scope,
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...(session !== undefined && { prompt: 'login', max_age: '0' }),
  }
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value)
  return { address: address.href, token }
}

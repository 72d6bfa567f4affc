import type { Config, Secrets } from '../config/environment.ts'
import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { recordAudit } from './audit.ts'
import { OidcUnavailableError } from './oidc-errors.ts'
import { findProvider } from './oidc-provider.ts'
import type { Person } from './person.ts'
import { endSession } from './sessions.ts'
import type { Browser } from './start-session.ts'
import { tokenHash } from './tokens.ts'

type Needs = {
  readonly db: Db
  readonly clock: Clock
  readonly config: Pick<Config, 'http' | 'signIn'>
  readonly secrets: Pick<Secrets, 'oidcClientSecret'>
}

/**
 * Ends the session of a browser; one that has ended already is none the worse. Answers where the browser goes on to sign out of the OpenID
 * provider, too: where that is wished (POSTBUD_OIDC_SIGN_OUT), the session came from there, and the provider knows such a thing.
 */
export async function signOut(
  needs: Needs,
  person: Person | undefined,
  { token }: Browser,
): Promise<string | undefined> {
  if (token === undefined) return undefined
  const session = await needs.db
    .selectFrom('sessions')
    .select('way')
    .where('token_hash', '=', tokenHash(token))
    .executeTakeFirst()
  await needs.db.transaction().execute(async (tx) => {
    await endSession({ db: tx }, token)
    if (person?.via !== 'console') return
    await recordAudit(tx, needs, { actor: person, action: 'session.end', target: { kind: 'user', name: person.email } })
  })
  return session?.way === 'oidc' && needs.config.signIn.oidc?.signOut ? await signOutAddress(needs) : undefined
}

/**
 * OpenID Connect RP-Initiated Logout 1.0. Who it is the provider knows by its own cookie: an ID token that would say so is not kept, and
 * the provider may ask whether the person means it.
 */
async function signOutAddress(needs: Needs): Promise<string | undefined> {
  // Signed out here is signed out here, whether the provider can be reached or not.
  const provider = await findProvider(needs).catch((thrown: unknown) => {
    if (thrown instanceof OidcUnavailableError) return undefined
    throw thrown
  })
  const endpoint = provider?.server.end_session_endpoint
  if (!provider || endpoint === undefined) return undefined
  const address = new URL(endpoint)
  address.searchParams.set('client_id', provider.settings.clientId)
  address.searchParams.set('post_logout_redirect_uri', `${needs.config.http.publicUrl}/sign-in`)
  return address.href
}

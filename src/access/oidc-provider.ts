import * as oauth from 'oauth4webapi'
import type { Config, Secrets } from '../config/environment.ts'
import type { OidcSettings } from '../config/sign-in-settings.ts'
import { OidcOffError, OidcUnavailableError } from './oidc-errors.ts'

export type OidcNeeds = {
  readonly config: Pick<Config, 'http' | 'signIn'>
  readonly secrets: Pick<Secrets, 'oidcClientSecret'>
}

/** The provider as it describes itself, and who Postbud is to it. */
export type OidcProvider = {
  readonly settings: OidcSettings
  readonly server: oauth.AuthorizationServer
  readonly client: oauth.Client
  readonly authentication: oauth.ClientAuth
  /** Where its answers come back to; registered there letter for letter. */
  readonly redirectUri: string
  /** What goes along with each request to it. */
  readonly options: () => { [oauth.allowInsecureRequests]: boolean; signal: AbortSignal }
}

const patienceMs = 10_000
/** What a provider says of itself is asked for again after this. */
const rememberMs = 3_600_000

/**
 * The provider of the settings. What it says of itself is read once an hour. Asked with the plain `fetch`: the operator named it, and
 * it may well be in the network that addresses set by people must not lead to. Throws OidcOffError, OidcUnavailableError.
 */
export async function findProvider({ config, secrets }: OidcNeeds): Promise<OidcProvider> {
  const settings = config.signIn.oidc
  if (!settings) throw new OidcOffError()
  const options = optionsFor(settings)
  const server = await discover(settings, options)
  const client = { client_id: settings.clientId }
  return {
    settings,
    server,
    client,
    authentication: authenticationFor(server, secrets.oidcClientSecret),
    redirectUri: `${config.http.publicUrl}/api/v1/session/oidc/callback`,
    options,
  }
}

type Discovered = { readonly server: Promise<oauth.AuthorizationServer>; readonly atMs: number }
const discovered = new WeakMap<OidcSettings, Discovered>()

async function discover(settings: OidcSettings, options: OidcProvider['options']): Promise<oauth.AuthorizationServer> {
  const known = discovered.get(settings)
  // Of the process itself: how old an answer is has nothing to do with the time that acts are judged by.
  const nowMs = performance.now()
  if (known && nowMs - known.atMs < rememberMs) return known.server
  const issuer = new URL(settings.issuer)
  const server = oauth
    .discoveryRequest(issuer, { algorithm: 'oidc', ...options() })
    .then((response) => oauth.processDiscoveryResponse(issuer, response))
    .catch((cause: unknown) => {
      discovered.delete(settings)
      throw new OidcUnavailableError(settings.issuer, cause)
    })
  discovered.set(settings, { server, atMs: nowMs })
  return server
}

function optionsFor({ issuer }: OidcSettings): OidcProvider['options'] {
  // The settings allow http for this machine alone.
  const isPlain = new URL(issuer).protocol === 'http:'
  return () => ({ [oauth.allowInsecureRequests]: isPlain, signal: AbortSignal.timeout(patienceMs) })
}

function authenticationFor(server: oauth.AuthorizationServer, secret: string | undefined): oauth.ClientAuth {
  if (secret === undefined) return oauth.None()
  const methods = server.token_endpoint_auth_methods_supported
  // A provider that names no method takes the basic one (OpenID Connect Discovery 1.0, section 3).
  return !methods || methods.includes('client_secret_basic')
    ? oauth.ClientSecretBasic(secret)
    : oauth.ClientSecretPost(secret)
}

import * as oauth from 'oauth4webapi'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'
import { constantContact } from './destination.ts'
import { judgeTokens, type TokenVerdict } from './judge-tokens.ts'
import { answerOf } from './request.ts'
import { networkWords, neverLeft } from './send.ts'

/** An application as registered in Constant Contact's developer portal. Without a secret it uses PKCE. */
export type Application = { readonly clientId: string; readonly clientSecret?: string }

/** Where signing in happens and how it is reached. */
export type SignIn = {
  /** Base of the endpoints: …/oauth2/default/v1. There is no discovery document, so nothing else is asked. */
  readonly authUrl: string
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly timeoutMs?: number
}

export class InsecureSignInError extends AppError {
  override readonly code = 'sign_in_insecure'
  override readonly recovery = 'never'
  constructor(authUrl: string) {
    super(
      said`The address for signing in is ${authUrl}: without https only one on this machine is used. Correct CONSTANT_CONTACT_AUTH_URL, or the service of the connection.`,
    )
  }
}

/** A sign-in that was begun: where the person goes, and what shows that it was they who came back. */
export type PendingSignIn = {
  readonly address: URL
  readonly state: string
  readonly redirectUrl: string
  /** The PKCE secret; absent for an application with a client secret (one client id has one flow). */
  readonly verifier?: string
}

/** What is needed of a sign-in when the person comes back. */
export type ReturnedSignIn = Omit<PendingSignIn, 'address'>

/** Begins a sign-in. `askAnew` makes Constant Contact ask for the account even where somebody is signed in already. */
export async function beginSignIn(
  { authUrl }: Pick<SignIn, 'authUrl'>,
  application: Application,
  redirectUrl: string,
  askAnew: boolean,
): Promise<PendingSignIn> {
  secureBase(authUrl)
  const state = oauth.generateRandomState()
  const verifier = application.clientSecret === undefined ? oauth.generateRandomCodeVerifier() : undefined
  const address = new URL(`${authUrl}/authorize`)
  const parameters = {
    client_id: application.clientId,
    redirect_uri: redirectUrl,
    response_type: 'code',
    scope: constantContact.scopes.join(' '),
    state,
    ...(verifier && {
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }),
    ...(askAnew && { prompt: 'login' }),
  }
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value)
  return { address, state, redirectUrl, ...(verifier && { verifier }) }
}

/** Exchanges the code that came back with the person for tokens. A code works once, for five minutes. */
export function redeemCode(
  signIn: SignIn,
  application: Application,
  pending: ReturnedSignIn,
  code: string,
): Promise<TokenVerdict> {
  const server = serverOf(signIn.authUrl)
  const client = clientOf(application)
  const returned = new URLSearchParams({ code, state: pending.state })
  return tokensFrom(signIn, (options) =>
    oauth.authorizationCodeGrantRequest(
      server,
      client,
      authenticationOf(application),
      oauth.validateAuthResponse(server, client, returned, pending.state),
      pending.redirectUrl,
      pending.verifier ?? oauth.nopkce,
      options,
    ),
  )
}

/** Asks for new tokens. With rotating tokens the old refresh token is spent from the moment Constant Contact reads this. */
export function renewTokens(signIn: SignIn, application: Application, refreshToken: string): Promise<TokenVerdict> {
  return tokensFrom(signIn, (options) =>
    oauth.refreshTokenGrantRequest(
      serverOf(signIn.authUrl),
      clientOf(application),
      authenticationOf(application),
      refreshToken,
      options,
    ),
  )
}

async function tokensFrom(
  signIn: SignIn,
  request: (options: oauth.TokenEndpointRequestOptions) => Promise<Response>,
): Promise<TokenVerdict> {
  const base = secureBase(signIn.authUrl)
  try {
    const response = await request({
      [oauth.customFetch]: (url: string, options) => signIn.fetch(url, { ...options, redirect: 'manual' }),
      [oauth.allowInsecureRequests]: base.protocol === 'http:',
      // Only time may end it: a renewal that was called back halfway is a renewal whose tokens are lost.
      signal: AbortSignal.timeout(signIn.timeoutMs ?? constantContact.timeouts.requestMs),
    })
    return judgeTokens(answerOf(response.status, await response.text()), signIn.clock.now())
  } catch (thrown) {
    return { kind: 'unknown', why: networkWords(thrown), arrived: !neverLeft(thrown) }
  }
}

function serverOf(authUrl: string): oauth.AuthorizationServer {
  return { issuer: authUrl, authorization_endpoint: `${authUrl}/authorize`, token_endpoint: `${authUrl}/token` }
}

function clientOf({ clientId }: Application): oauth.Client {
  return { client_id: clientId }
}

/**
 * Id and secret stand in the Basic header as they are. The OAuth standard has them form-encoded first, which turns every
 * hyphen of a client id into %2D; Constant Contact documents the plain form.
 */
function authenticationOf({ clientId, clientSecret }: Application): oauth.ClientAuth {
  if (clientSecret === undefined) return oauth.None()
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  return (_server, _client, _body, headers) => headers.set('authorization', `Basic ${credentials}`)
}

function secureBase(authUrl: string): URL {
  const url = new URL(authUrl)
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol !== 'https:' && !local) throw new InsecureSignInError(authUrl)
  return url
}

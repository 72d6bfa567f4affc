import { createServer, type Server, type ServerResponse } from 'node:http'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import { callbackPage } from './callback-page.ts'

export class RedirectUrlError extends AppError {
  override readonly code = 'config_invalid'
  override readonly recovery = 'never'
  constructor(url: URL) {
    super(
      `POSTBUD_REDIRECT_URL is ${url.href}, where Postbud cannot listen. Use an address on this machine such as http://localhost:7531/callback, and register the same in the application's portal.`,
    )
  }
}

export class CallbackPortError extends AppError {
  override readonly code = 'callback_port_taken'
  override readonly recovery = 'later'
  constructor(url: URL, options: ErrorOptions) {
    super(
      `Another program is using port ${portOf(url)}, to which the browser comes back after signing in. Stop it, or set POSTBUD_REDIRECT_URL to another port and register that address in the portal too.`,
      options,
    )
  }
}

export class SignInDeniedError extends AppError {
  override readonly code = 'sign_in_denied'
  override readonly recovery = 'never'
  constructor(code: string, reason: string | null) {
    const words = reason ? ` (${reason})` : ''
    super(
      code === 'access_denied'
        ? said`The sign-in was declined at Constant Contact${words}. Nothing was stored. Begin the sign-in again to try once more.`
        : said`Constant Contact did not let the sign-in through: ${code}${words}. Check the application's redirect address, its flow and its scopes in the portal.`,
    )
  }
}

/** The browser's way back after signing in. */
export type Callback = AsyncDisposable & {
  /** The code, once somebody came back with the right state. Rejects with SignInDeniedError, or the signal's reason. */
  readonly code: (signal: AbortSignal) => Promise<string>
}

/**
 * Listens where the browser is sent back to. Only a visit that knows `state` counts: others are told so and change nothing,
 * since any page on the machine can call this address.
 */
export async function listenForCallback(redirectUrl: URL, state: string): Promise<Callback> {
  const hosts = listeningHosts(redirectUrl)
  const outcome = Promise.withResolvers<string>()
  // Awaited by code(); until then a rejection is not a fault.
  outcome.promise.catch(() => undefined)
  const answer = (url: URL, response: ServerResponse) => {
    if (url.pathname !== redirectUrl.pathname) return reply(response, 404, 'notHere')
    const verdict = judgeCallback(url.searchParams, state)
    switch (verdict.kind) {
      case 'foreign':
        return reply(response, 400, 'foreign')
      case 'denied':
        outcome.reject(new SignInDeniedError(verdict.code, verdict.words))
        return reply(response, 200, 'denied')
      case 'code':
        outcome.resolve(verdict.code)
        return reply(response, 200, 'signedIn')
    }
  }
  const servers: Server[] = []
  const close = async () => {
    for (const server of servers) {
      server.closeAllConnections()
      server.close()
    }
  }
  for (const host of hosts) {
    const server = createServer((request, response) => answer(new URL(request.url ?? '/', redirectUrl), response))
    try {
      await listen(server, host, portOf(redirectUrl))
      servers.push(server)
    } catch (thrown) {
      // A machine without IPv6 has no ::1; its localhost is the other address alone.
      if (host === '::1' && !isCode(thrown, 'EADDRINUSE')) continue
      await close()
      if (isCode(thrown, 'EADDRINUSE')) throw new CallbackPortError(redirectUrl, { cause: thrown })
      throw thrown
    }
  }
  return {
    code: (signal) => Promise.race([outcome.promise, abortOf(signal)]),
    [Symbol.asyncDispose]: close,
  }
}

export type CallbackVerdict =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'denied'; readonly code: string; readonly words: string | null }
  | { readonly kind: 'foreign' }

/**
 * What a visit to the callback address means. How Constant Contact tells of a denial is not documented; the OAuth
 * standard's `error` is taken, with our state or without any.
 */
export function judgeCallback(query: URLSearchParams, state: string): CallbackVerdict {
  const given = query.get('state')
  const error = query.get('error')
  if (error !== null && (given === null || given === state)) {
    return { kind: 'denied', code: error, words: query.get('error_description') }
  }
  const code = query.get('code')
  return given === state && code ? { kind: 'code', code } : { kind: 'foreign' }
}

/** `localhost` is two addresses, and a browser may take either. */
function listeningHosts(url: URL): string[] {
  const hosts = new Map([
    ['localhost', ['127.0.0.1', '::1']],
    ['127.0.0.1', ['127.0.0.1']],
    ['[::1]', ['::1']],
  ]).get(url.hostname)
  if (url.protocol !== 'http:' || !hosts) throw new RedirectUrlError(url)
  return hosts
}

function portOf(url: URL): number {
  return url.port === '' ? 80 : Number(url.port)
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function reply(response: ServerResponse, status: number, page: Parameters<typeof callbackPage>[0]): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    // The address holds the code: it is not to be handed on or kept.
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(callbackPage(page))
}

function isCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code
}

import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'
import { freePort } from './free-port.ts'

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
/** Somebody else's, which the provider does not publish. */
export const foreignKeys = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** What the next token of the provider says, and what it is signed with. */
export type Forgery = {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly signedWith?: typeof keys | 'nothing'
  /** Instead of tokens: an error of the token endpoint. */
  readonly error?: string
}

/** An OpenID provider that answers whatever a test has it answer, as an attacker on the way or a broken one would. */
export async function forgedProvider() {
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  let forge: () => Forgery = () => ({})
  const requests: { path: string; body: string; authorization: string | undefined }[] = []
  const pages: Record<string, () => object> = {
    '/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      authorization_response_iss_parameter_supported: true,
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/jwks': () => ({ keys: [{ ...keys.publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'one' }] }),
    '/token': () => {
      const forgery = forge()
      if (forgery.error !== undefined) return { error: forgery.error }
      return { access_token: 'access', token_type: 'Bearer', id_token: idToken(issuer, forgery) }
    },
  }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      requests.push({ path: request.url ?? '', body, authorization: request.headers.authorization })
      const page = pages[request.url ?? '']?.()
      const status = page === undefined ? 404 : 'error' in page ? 400 : 200
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(page ?? {}))
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    issuer,
    requests,
    forge: (next: () => Forgery) => {
      forge = next
    },
  }
}

function idToken(issuer: string, { claims, signedWith = keys }: Forgery): string {
  const now = Math.floor(Date.now() / 1000)
  const payload = { iss: issuer, aud: 'postbud', sub: 'grace', iat: now, exp: now + 300, ...claims }
  const header = signedWith === 'nothing' ? { alg: 'none' } : { alg: 'RS256', kid: 'one' }
  const text = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  if (signedWith === 'nothing') return `${text}.`
  return `${text}.${sign('sha256', Buffer.from(text), signedWith.privateKey).toString('base64url')}`
}

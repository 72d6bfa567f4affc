import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { aCaller, answerOf, recordOf } from '../caller.ts'
import type { Sandbox } from '../start-sandbox.ts'

const BASIC = `Basic ${Buffer.from('sandbox-client:sandbox-secret').toString('base64')}`
const REDIRECT = 'http://localhost:7531/callback'

function authorizeUrl(sandbox: Sandbox, changes: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    client_id: 'sandbox-client',
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: 'account_read contact_data offline_access',
    state: 'a-state',
    ...changes,
  })
  return `${sandbox.authUrl}/authorize?${query}`
}

async function signIn(sandbox: Sandbox, changes: Record<string, string> = {}): Promise<URL> {
  sandbox.control.autoApprove = true
  const response = await fetch(authorizeUrl(sandbox, changes), { redirect: 'manual' })
  return new URL(response.headers.get('location') ?? 'about:blank')
}

async function token(
  sandbox: Sandbox,
  fields: Record<string, string>,
  headers: Record<string, string> = { authorization: BASIC },
) {
  return answerOf(
    await fetch(`${sandbox.authUrl}/token`, { method: 'POST', body: new URLSearchParams(fields), headers }),
  )
}

const exchange = (code: URL, more: Record<string, string> = {}) => ({
  grant_type: 'authorization_code',
  code: code.searchParams.get('code') ?? '',
  redirect_uri: REDIRECT,
  ...more,
})
const refreshOf = (body: unknown) => ({
  grant_type: 'refresh_token',
  refresh_token: String(recordOf(body).refresh_token),
})

test('a code is exchanged once for a bearer token that lives a day', async () => {
  const { sandbox } = await aCaller()
  const callback = await signIn(sandbox)
  expect(callback.searchParams.get('state')).toBe('a-state')

  const tokens = await token(sandbox, exchange(callback))
  expect(tokens.body).toMatchObject({
    expires_in: 86_400,
    token_type: 'Bearer',
    scope: 'account_read contact_data offline_access',
  })
  expect(String(recordOf(tokens.body).access_token).length).toBeGreaterThan(900)

  const again = await token(sandbox, exchange(callback))
  expect([again.status, again.body]).toMatchObject([400, { error: 'invalid_grant' }])
})

test('a code is too old after five minutes', async () => {
  const { sandbox } = await aCaller()
  const callback = await signIn(sandbox)
  sandbox.control.advance(5 * 60_000 + 1)
  expect((await token(sandbox, exchange(callback))).body).toMatchObject({ error: 'invalid_grant' })
})

test('the page asks, and approving or denying goes back with the state', async () => {
  const { sandbox } = await aCaller()
  const url = authorizeUrl(sandbox)
  const page = await answerOf(await fetch(url))
  expect(page.body).toContain('Approve')
  const decide = async (decision: string) => {
    const body = new URLSearchParams({ decision, request: url.split('?')[1] ?? '', account: 'p07e1l8cdif9dl' })
    const response = await fetch(`${sandbox.authUrl}/authorize`, { method: 'POST', body, redirect: 'manual' })
    return Object.fromEntries(new URL(response.headers.get('location') ?? '').searchParams)
  }
  expect(await decide('approve')).toMatchObject({ code: expect.any(String), state: 'a-state' })
  expect(await decide('deny')).toMatchObject({ error: 'access_denied', state: 'a-state' })
})

test('a redirect address that is not registered is refused on the spot', async () => {
  const { sandbox } = await aCaller()
  const response = await fetch(authorizeUrl(sandbox, { redirect_uri: 'http://elsewhere.example/callback' }), {
    redirect: 'manual',
  })
  expect(response.status).toBe(400)
})

test('without offline_access there is no refresh token and no error', async () => {
  const { sandbox } = await aCaller()
  const tokens = await token(sandbox, exchange(await signIn(sandbox, { scope: 'contact_data' })))
  expect(tokens.status).toBe(200)
  expect(tokens.body).not.toHaveProperty('refresh_token')
})

test('a rotating refresh token works once, and its reuse kills the newest one', async () => {
  const { sandbox } = await aCaller()
  const first = await token(sandbox, exchange(await signIn(sandbox)))
  const second = await token(sandbox, refreshOf(first.body))
  expect(recordOf(second.body).refresh_token).not.toBe(recordOf(first.body).refresh_token)
  const reuse = await token(sandbox, refreshOf(first.body))
  expect(reuse).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant', error_description: 'The refresh token is invalid or expired.' },
  })
  expect((await token(sandbox, refreshOf(second.body))).status).toBe(400)
})

test('a new sign-in spends the refresh tokens of earlier ones', async () => {
  const { sandbox } = await aCaller()
  const earlier = await token(sandbox, exchange(await signIn(sandbox)))
  await token(sandbox, exchange(await signIn(sandbox)))
  expect((await token(sandbox, refreshOf(earlier.body))).status).toBe(400)
})

test('a long-lived refresh token stays the same, and ends after 180 days unused', async () => {
  const { sandbox } = await aCaller({ rotating: false })
  const first = await token(sandbox, exchange(await signIn(sandbox)))
  const second = await token(sandbox, refreshOf(first.body))
  expect(recordOf(second.body).refresh_token).toBe(recordOf(first.body).refresh_token)
  sandbox.control.advance(181 * 86_400_000)
  expect((await token(sandbox, refreshOf(first.body))).body).toMatchObject({ error: 'invalid_grant' })
})

test('PKCE: no secret, and the verifier has to fit', async () => {
  const { sandbox } = await aCaller()
  const verifier = 'a-verifier-that-is-long-enough-for-the-rule-of-43-characters'
  const asked = {
    client_id: 'sandbox-pkce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }
  const right = exchange(await signIn(sandbox, asked), { client_id: 'sandbox-pkce', code_verifier: verifier })
  expect((await token(sandbox, right, {})).status).toBe(200)
  const wrong = exchange(await signIn(sandbox, asked), { client_id: 'sandbox-pkce', code_verifier: 'another' })
  expect((await token(sandbox, wrong, {})).body).toMatchObject({ error: 'invalid_grant' })
})

test('the secret in the form is refused unless the switch allows it', async () => {
  const { sandbox } = await aCaller()
  const fields = { client_id: 'sandbox-client', client_secret: 'sandbox-secret' }
  expect((await token(sandbox, exchange(await signIn(sandbox), fields), {})).status).toBe(401)
  sandbox.control.setUnknown('secretInBody', 'allow')
  expect((await token(sandbox, exchange(await signIn(sandbox), fields), {})).status).toBe(200)
})

test('the token endpoint takes one request a second, whatever the API has left', async () => {
  const { sandbox } = await aCaller({ limited: true })
  const callback = await signIn(sandbox)
  const [a, b] = [await token(sandbox, exchange(callback)), await token(sandbox, exchange(callback))]
  expect([a.status, b.status]).toEqual([200, 429])
  sandbox.control.advance(1_000)
  expect((await token(sandbox, refreshOf(a.body))).status).toBe(200)
})

test('401 and 403 come in the documented shapes', async () => {
  const { sandbox, get } = await aCaller()
  const plain = await answerOf(await fetch(`${sandbox.apiUrl}/contact_lists`))
  expect(plain).toMatchObject({ status: 401, body: { error_key: 'unauthorized', error_message: 'Unauthorized' } })
  expect(plain.body).toHaveProperty('sandbox_unheard_of')

  sandbox.control.setPrivileges(['contacts:read'])
  expect(await get('/contact_lists')).toMatchObject({
    status: 403,
    body: { error_key: 'access_denied', error_message: 'Request forbidden due to insufficient user privileges.' },
  })
  expect((await get('/account/user/privileges')).body).toMatchObject([
    { privilege_id: expect.any(Number), privilege_name: 'contacts:read' },
  ])

  sandbox.control.expireAccessTokens()
  expect((await get('/account/user/privileges')).status).toBe(401)
})

test('a token without account_read cannot read the account summary', async () => {
  const { sandbox, get } = await aCaller()
  expect((await get('/account/summary')).body).toMatchObject({ encoded_account_id: 'p07e1l8cdif9dl' })
  const { access_token } = sandbox.control.issueTokens({ scopes: ['contact_data'] })
  const response = await fetch(`${sandbox.apiUrl}/account/summary`, {
    headers: { authorization: `Bearer ${access_token}` },
  })
  expect(await answerOf(response)).toMatchObject({ status: 403, body: { message: 'Forbidden' } })
})

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ConnectionLab, connectionLab, connectionName, visit } from '../../test/support/connection-lab.ts'
import { fastClock } from '../../test/support/fast-clock.ts'
import { freePort } from '../../test/support/free-port.ts'
import { judgeCallback, listenForCallback } from './callback-server.ts'
import { readConnectionState, requireConnected } from './connection-state.ts'
import { transferTexts } from './data-transfer.ts'
import { openConstantContact } from './open-constant-contact.ts'

let lab: ConnectionLab

beforeAll(async () => {
  lab = await connectionLab({ clock: (sandbox) => fastClock((ms) => sandbox.control.advance(ms)) })
})

afterAll(() => lab[Symbol.asyncDispose]())

beforeEach(async () => {
  lab.sandbox.control.reset()
  lab.sandbox.control.advance(lab.needs.clock.now().getTime() - Date.now())
  lab.sandbox.control.autoApprove = true
  await lab.needs.db.deleteFrom('connection_states').execute()
  await lab.needs.db.deleteFrom('request_budgets').execute()
})

const state = () => readConnectionState(lab.needs.db, connectionName)

test('a sign-in with a client secret connects, and records who agreed to what', async () => {
  const addresses: URL[] = []
  const connected = await lab.connect({
    show: async (address) => {
      addresses.push(address)
      await visit(address)
    },
  })
  expect(connected).toEqual({
    account: expect.objectContaining({ id: 'p07e1l8cdif9dl', organizationName: 'Sandbox Outfitters' }),
    missingPrivileges: [],
  })
  expect(Object.fromEntries(addresses[0]?.searchParams ?? [])).toEqual({
    client_id: 'sandbox-client',
    redirect_uri: lab.needs.config.redirectUrl.href,
    response_type: 'code',
    scope: 'account_read contact_data offline_access',
    state: expect.stringMatching(/.{20,}/),
  })
  expect(await state()).toMatchObject({
    status: 'connected',
    clientId: 'sandbox-client',
    account: { id: 'p07e1l8cdif9dl', organizationName: 'Sandbox Outfitters' },
    consent: { who: 'ada', text: transferTexts.en, textVersion: '1', at: expect.any(String) },
    exportUser: { who: 'ada', at: expect.any(String) },
    connectedAt: expect.any(Date),
  })
  await (await lab.open()).readLists()
})

test('the tokens lie sealed', async () => {
  await lab.connect()
  const { tokens } = await requireConnected(lab.needs.db, connectionName)
  expect(tokens).toMatch(/^v1\./)
  expect(Buffer.from(tokens.slice(3), 'base64').toString('latin1')).not.toMatch(/accessToken|refreshToken/)
})

test('an application without a secret signs in with PKCE, and renews so', async () => {
  const { clientSecret: _, ...definition } = { ...lab.definition, clientId: 'sandbox-pkce' }
  const addresses: URL[] = []
  await lab.connect({
    definition,
    show: async (address) => {
      addresses.push(address)
      await visit(address)
    },
  })
  expect(addresses[0]?.searchParams.get('code_challenge_method')).toBe('S256')
  const account = await openConstantContact(lab.needs, { connections: { marketing: definition } }, connectionName)
  lab.sandbox.control.expireAccessTokens()
  expect(await account.readLists()).toHaveLength(1)
})

test('a connection that was never made says what to run', async () => {
  await expect(lab.open()).rejects.toMatchObject({
    code: 'not_connected',
    recovery: 'after-reconnect',
    message: expect.stringContaining('Run: postbud connect marketing'),
  })
  expect((await state()).status).toBe('never_connected')
})

test('a sign-in that is declined stores nothing but the consent', async () => {
  lab.sandbox.control.autoApprove = false
  const decline = async (address: URL) => {
    const form = new URLSearchParams({ request: address.searchParams.toString(), decision: 'deny' })
    const { origin, pathname } = address
    await (await fetch(`${origin}${pathname}`, { method: 'POST', body: form })).text()
  }
  await expect(lab.connect({ show: decline })).rejects.toMatchObject({ code: 'sign_in_denied' })
  expect(await state()).toMatchObject({ status: 'never_connected', consent: { who: 'ada' } })
})

test('a sign-in that nobody finishes ends in time, and Ctrl-C ends it at once', async () => {
  await expect(lab.connect({ show: () => undefined, patienceMs: 1 })).rejects.toMatchObject({
    code: 'sign_in_timed_out',
  })
  const stop = new AbortController()
  const reason = new Error('stopped')
  await expect(lab.connect({ show: () => stop.abort(reason), signal: stop.signal })).rejects.toBe(reason)
})

test('a visit with another state changes nothing', async () => {
  const pages: [number, string][] = []
  await lab.connect({
    show: async (address) => {
      const callback = new URL(lab.needs.config.redirectUrl)
      callback.search = '?code=stolen&state=guessed'
      const page = await fetch(callback)
      pages.push([page.status, await page.text()])
      await visit(address)
    },
  })
  expect(pages[0]?.[0]).toBe(400)
  expect(pages[0]?.[1]).not.toContain('stolen')
  expect((await state()).status).toBe('connected')
})

test('no refresh token is an error at once', async () => {
  const { refresh_token: _, ...body } = lab.sandbox.control.issueTokens()
  lab.sandbox.control.fault({ path: '/token', action: { status: 200, body } })
  await expect(lab.connect()).rejects.toMatchObject({
    code: 'refresh_token_missing',
    message: expect.stringContaining('offline_access'),
  })
  expect((await state()).status).toBe('never_connected')
})

test('a wrong client secret is told with what to check', async () => {
  await expect(lab.connect({ definition: { ...lab.definition, clientSecret: 'wrong' } })).rejects.toThrow(
    /issued no tokens.*invalid_client.*exactly http:\/\/localhost:\d+\/callback/,
  )
})

test('a variable that is not set is named before anybody signs in', async () => {
  const definition = { ...lab.definition, clientId: '${CLIENT_ID_OF_NOBODY}' }
  await expect(lab.connect({ definition })).rejects.toThrow(
    /CLIENT_ID_OF_NOBODY, which connections.marketing.clientId refers to/,
  )
})

test('privileges that are missing are named', async () => {
  lab.sandbox.control.setPrivileges(['account:read', 'contacts:read', 'contacts:lists:read'])
  expect((await lab.connect()).missingPrivileges).toEqual(['contacts:write'])
})

test('another account is refused unless told, and what there was goes on working', async () => {
  await lab.connect()
  lab.sandbox.control.addAccount('p0other', 'Somebody Else')
  lab.sandbox.control.signInAs('p0other')
  await expect(lab.connect()).rejects.toMatchObject({
    code: 'other_account',
    message: expect.stringMatching(
      /Sandbox Outfitters \(p07e1l8cdif9dl\).*Somebody Else \(p0other\).*--accept-other-account/,
    ),
  })
  expect((await state()).account?.id).toBe('p07e1l8cdif9dl')
  expect(await (await lab.open()).readLists()).toHaveLength(1)

  const addresses: URL[] = []
  const connected = await lab.connect({
    otherAccount: 'accept',
    show: async (address) => {
      addresses.push(address)
      await visit(address)
    },
  })
  expect(addresses[0]?.searchParams.get('prompt')).toBe('login')
  expect(connected.formerAccount?.id).toBe('p07e1l8cdif9dl')
  expect((await lab.open()).accountId).toBe('p0other')
})

test('connecting again clears what was wrong', async () => {
  await lab.connect()
  await lab.needs.db
    .updateTable('connection_states')
    .set({ status: 'reconnect_needed', cause_code: 'rotation_lost', cause: 'lost.', refresh_started_at: new Date() })
    .execute()
  await expect(lab.open()).rejects.toThrow('lost. Run: postbud connect marketing')
  await lab.connect()
  expect(await state()).not.toHaveProperty('cause')
  await lab.open()
})

test('a port in use, and an address that is not on this machine, are told', async () => {
  const url = new URL(`http://localhost:${await freePort()}/callback`)
  await using _ = await listenForCallback(url, 'state')
  await expect(listenForCallback(url, 'state')).rejects.toThrow(
    /Another program is using port \d+.*POSTBUD_REDIRECT_URL/,
  )
  await expect(listenForCallback(new URL('https://postbud.example/callback'), 's')).rejects.toThrow(/cannot listen/)
})

test.each([
  ['code=c&state=s', { kind: 'code', code: 'c' }],
  ['code=c&state=other', { kind: 'foreign' }],
  ['code=c', { kind: 'foreign' }],
  ['state=s', { kind: 'foreign' }],
  ['', { kind: 'foreign' }],
  ['error=access_denied&state=s', { kind: 'denied', code: 'access_denied', words: null }],
  ['error=access_denied&error_description=No', { kind: 'denied', code: 'access_denied', words: 'No' }],
  ['error=access_denied&state=other', { kind: 'foreign' }],
])('the visit %j', (query, verdict) => {
  expect(judgeCallback(new URLSearchParams(query), 's')).toEqual(verdict)
})

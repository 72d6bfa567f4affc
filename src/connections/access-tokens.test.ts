import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ConnectionLab, connectionLab, connectionName } from '../../test/support/connection-lab.ts'
import { type FastClock, fastClock } from '../../test/support/fast-clock.ts'
import type { ConnectionDefinition } from '../contract/definitions.ts'
import { readConnectionState } from './connection-state.ts'
import { type ConnectionNeeds, openConstantContact } from './open-constant-contact.ts'

const day = 86_400_000
const tokenRoute = 'POST /oauth2/default/v1/token'

let lab: ConnectionLab
let clock: FastClock

beforeAll(async () => {
  lab = await connectionLab({
    sandbox: { instant: true, limits: { tokenRequestsPerSecond: 1_000 } },
    clock: (sandbox) => {
      clock = fastClock((ms) => sandbox.control.advance(ms))
      return clock
    },
  })
})

afterAll(() => lab[Symbol.asyncDispose]())

beforeEach(() => begin())

/** A connection that has just been made. */
async function begin(rotating = true): Promise<void> {
  lab.sandbox.control.reset()
  lab.sandbox.control.advance(clock.now().getTime() - Date.now())
  lab.sandbox.control.autoApprove = true
  lab.sandbox.control.setRotating(rotating)
  await lab.needs.db.deleteFrom('connection_states').execute()
  await lab.needs.db.deleteFrom('request_budgets').execute()
  await lab.connect()
  lab.sandbox.control.clearRequests()
}

const renewals = () => lab.sandbox.control.requests().byRoute[tokenRoute] ?? 0
const state = () => readConnectionState(lab.needs.db, connectionName)
const row = () => lab.needs.db.selectFrom('connection_states').selectAll().executeTakeFirstOrThrow()
const openWith = (needs: Partial<ConnectionNeeds>, definition: Partial<ConnectionDefinition> = {}) =>
  openConstantContact(
    { ...lab.needs, ...needs },
    { connections: { [connectionName]: { ...lab.definition, ...definition } } },
    connectionName,
  )

test('a token is renewed before it ends, once, and the new pair is stored', async () => {
  const account = await lab.open({ random: () => 0 })
  await account.readAccount()
  expect(renewals()).toBe(0)
  const before = await row()
  clock.advance(day - 4 * 60_000)
  await Promise.all([account.readAccount(), account.readLists()])
  expect(renewals()).toBe(1)
  const after = await row()
  expect(after.tokens).not.toBe(before.tokens)
  expect(after.refresh_started_at).toBeNull()
  // Tokens rotate again and again, and each stored one works.
  for (let at = 0; at < 3; at += 1) {
    clock.advance(day)
    await (await lab.open()).readAccount()
  }
  expect(renewals()).toBe(4)
})

test('two processes that renew at once make one renewal', async () => {
  const accounts = await Promise.all(Array.from({ length: 4 }, () => lab.open()))
  lab.sandbox.control.expireAccessTokens()
  await Promise.all(accounts.map((account) => account.readAccount()))
  expect(renewals()).toBe(1)
})

test('who waits for the lock of another process takes what that one stored', async () => {
  const account = await lab.open()
  const other = await lab.open()
  const lock = await lab.needs.database.tryLock(`tokens:${connectionName}`)
  lab.sandbox.control.expireAccessTokens()
  const waiting = account.readAccount()
  await lock?.[Symbol.asyncDispose]()
  await Promise.all([waiting, other.readAccount()])
  expect(renewals()).toBe(1)
})

test('a long-lived refresh token stays in use', async () => {
  await begin(false)
  for (let at = 0; at < 3; at += 1) {
    clock.advance(day)
    await (await lab.open()).readAccount()
  }
  expect(renewals()).toBe(3)
  expect((await state()).status).toBe('connected')
})

test('an answer without a refresh token keeps the old one', async () => {
  await begin(false)
  const { access_token } = lab.sandbox.control.issueTokens()
  const body = { access_token, expires_in: 86_400, token_type: 'Bearer' }
  lab.sandbox.control.fault({ path: '/token', action: { status: 200, body } })
  clock.advance(day)
  const account = await lab.open()
  clock.advance(-day)
  lab.sandbox.control.expireAccessTokens()
  lab.sandbox.control.clearFaults()
  await account.readAccount()
  expect((await state()).status).toBe('connected')
})

test('an answer lost once is healed by a second try while the old token still works', async () => {
  await begin(false)
  clock.advance(day)
  lab.sandbox.control.fault({ path: '/token', action: 'drop-after' })
  await (await lab.open()).readAccount()
  expect(renewals()).toBe(2)
})

test.each([
  ['the answer lost', 'drop-after' as const],
  ['the answer cut short', 'truncated-json' as const],
  ['a 500 after the work', { status: 500, handled: true }],
])('a rotation lost (%s) ends in reconnect needed, and never in a loop', async (_, action) => {
  clock.advance(day)
  lab.sandbox.control.fault({ path: '/token', action })
  const account = await lab.open()
  await expect(account.readAccount()).rejects.toMatchObject({ code: 'reconnect_needed', causeCode: 'rotation_lost' })
  expect(renewals()).toBe(2)
  await expect(account.readAccount()).rejects.toMatchObject({ causeCode: 'rotation_lost' })
  await expect(lab.open()).rejects.toThrow(/last renewal of its tokens was lost.*postbud connect marketing/)
  expect(renewals()).toBe(2)
  await lab.connect()
  await (await lab.open()).readAccount()
})

test('a crash between asking and storing: the old token is tried once more, then a person is needed', async () => {
  await lab.needs.db.updateTable('connection_states').set({ refresh_started_at: clock.now() }).execute()
  clock.advance(day)
  lab.sandbox.control.spendRefreshTokens()
  await expect((await lab.open()).readAccount()).rejects.toMatchObject({ causeCode: 'rotation_lost' })
  expect(renewals()).toBe(1)
})

test('a crash before the request left costs nothing', async () => {
  await lab.needs.db.updateTable('connection_states').set({ refresh_started_at: clock.now() }).execute()
  clock.advance(day)
  await (await lab.open()).readAccount()
  expect(renewals()).toBe(1)
  expect((await row()).refresh_started_at).toBeNull()
})

test('that a renewal begins is durable before it leaves, and its tokens before they are used', async () => {
  const seen: [string, boolean, string | null][] = []
  const watched: typeof fetch = async (input, init) => {
    const { refresh_started_at, tokens } = await row()
    seen.push([new URL(String(input)).pathname, refresh_started_at !== null, tokens])
    return fetch(input, init)
  }
  const before = (await row()).tokens
  clock.advance(day)
  await (await openWith({ fetch: watched })).readAccount()
  expect(seen.map(([path, started]) => [path, started])).toEqual([
    ['/oauth2/default/v1/token', true],
    ['/v3/account/summary', false],
  ])
  expect(seen[0]?.[2]).toBe(before)
  expect(seen[1]?.[2]).not.toBe(before)
})

test.each([
  ['a revoked grant', 'refresh_refused', () => lab.sandbox.control.revokeGrants()],
  ['180 unused days', 'refresh_refused', () => clock.advance(181 * day)],
  ['a deactivated application', 'client_refused', () => lab.sandbox.control.deactivateApplication('sandbox-client')],
])('%s ends in reconnect needed: %s', async (_, causeCode, happen) => {
  happen()
  clock.advance(day)
  await expect((await lab.open()).readAccount()).rejects.toMatchObject({ code: 'reconnect_needed', causeCode })
  expect(await state()).toMatchObject({ status: 'reconnect_needed', causeCode })
  expect(renewals()).toBe(1)
})

test('tokens of another application are not shown to this one', async () => {
  const account = await openWith({}, { clientId: 'sandbox-other' })
  clock.advance(day)
  await expect(account.readAccount()).rejects.toMatchObject({ causeCode: 'client_changed' })
  expect(renewals()).toBe(0)
})

test('a token endpoint that is away is waited out while the old token lasts', async () => {
  const account = await lab.open({ random: () => 0 })
  clock.advance(day - 4 * 60_000)
  lab.sandbox.control.fault({ path: '/token', times: 2, action: { status: 503 } })
  await account.readAccount()
  await account.readAccount()
  expect(renewals()).toBe(2)
  expect((await state()).status).toBe('connected')
  clock.advance(61_000)
  await account.readAccount()
  expect(renewals()).toBe(3)
})

test('a token endpoint that stays away is an error for later, and the connection lives', async () => {
  clock.advance(day)
  lab.sandbox.control.fault({ path: '/token', times: 4, action: { status: 503 } })
  const account = await lab.open()
  await expect(account.readAccount()).rejects.toMatchObject({ code: 'constant_contact_unreachable', recovery: 'later' })
  expect((await state()).status).toBe('connected')
  await expect(account.readAccount()).rejects.toMatchObject({ code: 'constant_contact_unreachable' })
  lab.sandbox.control.clearFaults()
  await account.readAccount()
  expect((await row()).refresh_started_at).toBeNull()
})

test('a busy token endpoint issued nothing: it is asked again', async () => {
  clock.advance(day)
  lab.sandbox.control.fault({ path: '/token', times: 3, action: 'throttled' })
  await (await lab.open()).readAccount()
  expect(renewals()).toBe(4)
})

test('a key that is not the one they were sealed with is told, and nothing is lost', async () => {
  const account = await openWith({ secrets: { secretKey: Buffer.alloc(32, 7).toString('base64') } })
  await expect(account.readAccount()).rejects.toThrow(/connection "marketing" cannot be opened with POSTBUD_SECRET_KEY/)
  await (await lab.open()).readAccount()
})

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ConnectionLab, connectionLab, connectionName } from '../../test/support/connection-lab.ts'
import { type FastClock, fastClock } from '../../test/support/fast-clock.ts'
import { type CheckInput, checkConnection } from './check-connection.ts'
import { readConnectionState } from './connection-state.ts'
import { requireSameAccount } from './require-same-account.ts'

const day = 86_400_000
const accountId = 'p07e1l8cdif9dl'

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

beforeEach(async () => {
  lab.sandbox.control.reset()
  lab.sandbox.control.advance(clock.now().getTime() - Date.now())
  lab.sandbox.control.autoApprove = true
  await lab.needs.db.deleteFrom('connection_states').execute()
  await lab.needs.db.deleteFrom('request_budgets').execute()
  await lab.connect()
  lab.sandbox.control.clearRequests()
})

const state = () => readConnectionState(lab.needs.db, connectionName)
const check = (input: Partial<CheckInput> = {}) =>
  checkConnection(lab.needs, { name: connectionName, definition: lab.definition, lists: [], ...input })
const replaceAccount = () =>
  lab.sandbox.control.fault({
    path: '/account/summary',
    times: Number.POSITIVE_INFINITY,
    action: { status: 200, body: { encoded_account_id: 'p0other', organization_name: 'Somebody Else' } },
  })

test('a connection that works is well, and each of its lists is looked up once', async () => {
  const listId = lab.sandbox.control.addList({ name: 'Members' })
  const lists = [
    { export: 'news', list: 'Newsletter' },
    { export: 'offers', list: listId },
    { export: 'events', list: listId },
  ]
  expect(await check({ lists })).toEqual({
    name: connectionName,
    verdict: 'well',
    account: expect.objectContaining({ id: accountId, organizationName: 'Sandbox Outfitters' }),
    renewedAt: expect.any(Date),
    lapsesAt: expect.any(Date),
    daysLeft: 179,
    lists: [
      { list: 'Newsletter', id: expect.any(String), name: 'Newsletter', exports: ['news'], state: 'reachable' },
      { list: listId, id: listId, name: 'Members', exports: ['offers', 'events'], state: 'reachable' },
    ],
    missingPrivileges: [],
    findings: [],
  })
  expect(lab.sandbox.control.requests().total).toBe(4)
})

test('a check renews tokens that have ended, so that they never lapse', async () => {
  clock.advance(170 * day)
  expect(await check()).toMatchObject({ verdict: 'well', daysLeft: 179 })
})

test.each([
  ['a revoked grant', 'refresh_refused', () => lab.sandbox.control.revokeGrants()],
  ['180 unused days', 'refresh_refused', () => clock.advance(181 * day)],
  ['a rotation lost', 'rotation_lost', () => lab.sandbox.control.fault({ path: '/token', action: 'drop-after' })],
  [
    'a secret changed in the portal',
    'client_refused',
    () => lab.sandbox.control.addApplication({ clientId: 'sandbox-client', clientSecret: 'another' }),
  ],
  [
    'a token that is refused for good',
    'access_refused',
    () => lab.sandbox.control.fault({ path: '/v3/', times: 9, action: 'unauthorized' }),
  ],
])('%s is found as reconnect needed: %s', async (_, causeCode, happen) => {
  clock.advance(day)
  happen()
  const found = await check({ lists: [{ export: 'news', list: 'Newsletter' }] })
  expect(found).toMatchObject({
    verdict: 'wrong',
    lists: [],
    findings: [
      { kind: 'wrong', code: 'reconnect_needed', causeCode, message: expect.stringMatching(/Run: postbud connect/) },
    ],
  })
  expect(found).not.toHaveProperty('daysLeft')
  expect(await state()).toMatchObject({ status: 'reconnect_needed', causeCode })
  // A dead connection is told again without a request.
  const asked = lab.sandbox.control.requests().total
  expect((await check()).findings).toMatchObject([{ code: 'reconnect_needed', causeCode }])
  expect(lab.sandbox.control.requests().total).toBe(asked)
})

test('an account that was replaced is marked, nothing of it is looked at, and connecting mends it', async () => {
  replaceAccount()
  expect(await check({ lists: [{ export: 'news', list: 'Newsletter' }] })).toMatchObject({
    verdict: 'wrong',
    account: { id: accountId },
    lists: [],
    findings: [{ code: 'reconnect_needed', causeCode: 'account_replaced' }],
  })
  expect(await state()).toMatchObject({ status: 'reconnect_needed', causeCode: 'account_replaced' })
  lab.sandbox.control.clearFaults()
  await lab.connect()
  expect(await check()).toMatchObject({ verdict: 'well' })
})

test('an account that is found replaced while its tokens are renewed is marked all the same', async () => {
  clock.advance(day)
  replaceAccount()
  const client = await lab.open()
  await expect(requireSameAccount(lab.needs, connectionName, client)).rejects.toMatchObject({
    causeCode: 'account_replaced',
    message: expect.stringMatching(/--accept-other-account. Run: postbud connect marketing$/),
  })
  expect(await state()).toMatchObject({ causeCode: 'account_replaced' })
})

test('what is under way does not go over to an account that a person connected meanwhile', async () => {
  const client = await lab.open()
  await requireSameAccount(lab.needs, connectionName, client)
  lab.sandbox.control.addAccount('p0other', 'Somebody Else')
  lab.sandbox.control.signInAs('p0other')
  await lab.connect({ otherAccount: 'accept' })
  const changed = { code: 'account_changed', recovery: 'later' }
  await expect(requireSameAccount(lab.needs, connectionName, client)).rejects.toMatchObject(changed)
  clock.advance(day)
  await expect(client.readLists()).rejects.toMatchObject(changed)
  expect(await check()).toMatchObject({ verdict: 'well', account: { id: 'p0other' } })
})

test('missing privileges are named, and what needs them is not asked for', async () => {
  lab.sandbox.control.setPrivileges(['contacts:read', 'contacts:write'])
  expect(await check({ lists: [{ export: 'news', list: 'Newsletter' }] })).toMatchObject({
    verdict: 'wrong',
    lists: [],
    findings: [
      { code: 'privilege_missing', message: expect.stringMatching(/lacks account:read, contacts:lists:read, and/) },
    ],
  })
  expect(lab.sandbox.control.requests().total).toBe(1)
})

test('a list that is gone is told with its export, and the others are looked at', async () => {
  const deleted = lab.sandbox.control.addList({ name: 'Old' })
  lab.sandbox.control.deleteList(deleted)
  const lists = [
    { export: 'old', list: deleted },
    { export: 'typo', list: 'Newsleter' },
    { export: 'unset', list: '${LIST}' },
    { export: 'news', list: 'Newsletter' },
  ]
  const found = await check({ lists })
  expect(found.verdict).toBe('wrong')
  expect(found.lists.map((each) => each.state)).toEqual([
    'list_deleted',
    'list_not_found',
    'variable_unset',
    'reachable',
  ])
  expect(found.findings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/"Old" .* was deleted .*Choose another.* It is the list of export "old"\.$/),
    expect.stringMatching(/no list called "Newsleter".* It is the list of export "typo"\.$/),
    expect.stringMatching(/LIST, which exports\.unset\.list refers to/),
  ])
})

test('a connection that cannot be reached is not called wrong, and its days are counted', async () => {
  clock.advance(160 * day)
  lab.sandbox.control.fault({ path: '/token', times: Number.POSITIVE_INFINITY, action: { status: 503 } })
  expect(await check()).toMatchObject({
    verdict: 'unknown',
    daysLeft: 19,
    findings: [
      { kind: 'unknown', code: 'constant_contact_unreachable' },
      { kind: 'warning', code: 'lapses_soon', message: expect.stringMatching(/lapse on \d{4}-\d\d-\d\d, in 19 days/) },
    ],
  })
  expect((await state()).status).toBe('connected')
})

test('a connection that nothing has renewed for long is a warning while it works', async () => {
  const renewed = new Date(clock.now().getTime() - 150 * day)
  await lab.needs.db.updateTable('connection_states').set({ refreshed_at: renewed }).execute()
  expect(await check()).toMatchObject({ verdict: 'warning', daysLeft: 29, findings: [{ code: 'lapses_soon' }] })
})

test('a connection that was never made, and one whose variables are unset, are findings too', async () => {
  expect(await check({ name: 'other' })).toEqual({
    name: 'other',
    verdict: 'wrong',
    lists: [],
    missingPrivileges: [],
    findings: [{ kind: 'wrong', code: 'not_connected', message: expect.stringMatching(/postbud connect other/) }],
  })
  const definition = { ...lab.definition, clientId: '${CLIENT_ID_OF_NOBODY}' }
  expect((await check({ definition })).findings).toMatchObject([{ kind: 'wrong', code: 'variable_unset' }])
})

test('Ctrl-C ends a check', async () => {
  const stop = new AbortController()
  const reason = new Error('stopped')
  stop.abort(reason)
  await expect(check({ signal: stop.signal })).rejects.toBe(reason)
})

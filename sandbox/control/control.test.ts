import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aCaller, answerOf, recordOf } from '../caller.ts'
import { ACTIVITY_FAULTS } from '../faults/activity-faults.ts'
import { NAMED_FAULTS } from '../faults/request-faults.ts'
import { UNKNOWNS } from '../unknowns.ts'
import { DEFAULT_LIST_ID } from '../world.ts'
import { COMMANDS } from './commands.ts'

test('the control address reads state and takes commands as JSON', async () => {
  const { sandbox, get, importCsv } = await aCaller()
  const post = async (command: string, body: unknown = {}) =>
    answerOf(
      await fetch(`${sandbox.url}/control/${command}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    )
  const read = async (path: string) => (await answerOf(await fetch(`${sandbox.url}/control${path}`))).body

  await post('fault', { path: { pattern: '/contacts$' }, times: null, action: { status: 503, body: { why: 'test' } } })
  expect(await get('/contacts')).toMatchObject({ status: 503, body: { why: 'test' } })
  await post('clear-faults')
  await importCsv('email,first_name\nada@example.com,Ada\n', { fileName: 'one.csv' })
  expect(await read(`/lists/${DEFAULT_LIST_ID}`)).toMatchObject({
    memberCount: 1,
    members: [{ email: 'ada@example.com' }],
  })
  expect(await read(`/lists/${DEFAULT_LIST_ID}/members.csv`)).toBe(
    'email,permission,first_name\nada@example.com,implicit,Ada\n',
  )
  const imports = await read('/imports?fileName=one.csv')
  expect(imports).toMatchObject([{ rows: 1, bytes: 37 }])
  const [first] = Array.isArray(imports) ? imports : []
  expect(await read(`/imports/${recordOf(first).activityId}/text`)).toBe('email,first_name\nada@example.com,Ada\n')
  expect(await read('/requests')).toMatchObject({ total: 2 })

  await post('unsubscribe', { email: 'ada@example.com' })
  expect(await read('/contacts/ada@example.com')).toMatchObject({ permission: 'unsubscribed' })
  await post('remove-from-list', { email: 'ada@example.com' })
  expect(await read(`/lists/${DEFAULT_LIST_ID}`)).toMatchObject({ memberCount: 0 })
  await post('add-to-list', { email: 'ada@example.com', listId: DEFAULT_LIST_ID })
  expect(await read(`/lists/${DEFAULT_LIST_ID}`)).toMatchObject({ memberCount: 1 })
  await post('spend', { requests: 100 })
  expect(await read('/requests')).toMatchObject({ today: { 'sandbox-client': 101 } })
  expect((await post('spend', { requests: -1 })).status).toBe(400)
  await post('fault', { action: { delayMs: 0, handled: true } })
  await post('fault', { action: 'malformed-page' })
  expect(await get('/contacts')).toMatchObject({ status: 200, body: { contacts: [{}] } })
  expect(await get('/contacts')).toMatchObject({ body: { contacts: { 0: {} } } })
  await post('activity-fault', { kind: 'export', action: 'failed' })
  expect((await post('activity-fault', { kind: 'deletion', action: 'failed' })).status).toBe(400)
  await post('advance', { ms: -1_000 })
  expect((await post('unsubscribe', { email: 'nobody@example.com' })).status).toBe(404)
  expect((await post('unsubscribe', { mail: 'x' })).status).toBe(400)
  expect((await post('set-unknown', { name: 'blankCell', value: 'perhaps' })).status).toBe(400)
  expect((await post('set-unknown', { name: 'blankCell', value: 'keep' })).status).toBe(200)
  expect((await post('no-such-command')).status).toBe(404)
  await post('reset')
  expect(await read(`/lists/${DEFAULT_LIST_ID}`)).toMatchObject({ memberCount: 0 })
})

test('the page shows accounts, lists and members, escaped and searchable', async () => {
  const { sandbox, importCsv } = await aCaller()
  await importCsv('email,first_name\nada@example.com,<b>Ada</b>\nbob@example.com,Bob\n')
  const page = async (path: string) => String((await answerOf(await fetch(`${sandbox.url}${path}`))).body)
  expect(await page('/')).toContain('Newsletter')
  const members = `/accounts/p07e1l8cdif9dl/lists/${DEFAULT_LIST_ID}`
  expect(await page(members)).toContain('&lt;b&gt;Ada&lt;/b&gt;')
  const found = await page(`${members}?search=BOB`)
  expect(found).toContain('bob@example.com')
  expect(found).not.toContain('ada@example.com')
})

test('another account is another sign-in', async () => {
  const { sandbox } = await aCaller()
  sandbox.control.addAccount('a07other', 'Other Shop')
  const { access_token } = sandbox.control.issueTokens({ accountId: 'a07other' })
  const response = await fetch(`${sandbox.apiUrl}/account/summary`, {
    headers: { authorization: `Bearer ${access_token}` },
  })
  expect(await response.json()).toMatchObject({ encoded_account_id: 'a07other' })
})

test('whatever lies outside the API is the gateway’s 403', async () => {
  const { sandbox } = await aCaller()
  expect(await answerOf(await fetch(`${sandbox.url}/v2/lists`))).toMatchObject({
    status: 403,
    body: { message: 'Forbidden' },
  })
})

test('the documentation names every command, fault and switch', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/sandbox.md'), 'utf8')
  const names = [...Object.keys(COMMANDS), ...NAMED_FAULTS, ...ACTIVITY_FAULTS, ...Object.keys(UNKNOWNS)]
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})

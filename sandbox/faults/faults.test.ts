import { once } from 'node:events'
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { aCaller } from '../caller.ts'
import type { FaultAction } from './request-faults.ts'

test.each<[FaultAction, unknown]>([
  [{ status: 503 }, { status: 503 }],
  [
    { status: 500, body: 'oops' },
    { status: 500, body: 'oops' },
  ],
  ['html', { status: 502, body: expect.stringContaining('<html>') }],
  ['truncated-json', { status: 200, body: expect.stringMatching(/^\{"(lists|sandbox_unheard_of)"/) }],
  ['unauthorized', { status: 401, body: { error_key: 'unauthorized' } }],
  ['forbidden', { status: 403, body: { message: 'Forbidden' } }],
  ['throttled', { status: 429, body: { error_key: 'throttled' } }],
  ['quota-exceeded', { status: 429, body: { error_key: 'quota_exceeded' } }],
  [
    'queue-full',
    { status: 429, body: { error_message: 'You exceeded 1,000 queued activities for this user account' } },
  ],
  [{ delayMs: 1 }, { status: 200, body: { lists: [{ name: 'Newsletter' }] } }],
])('a request is struck by %j, once', async (action, answer) => {
  const { sandbox, get } = await aCaller()
  sandbox.control.fault({ path: '/contact_lists', nth: 2, action })
  expect((await get('/contact_lists')).body).toMatchObject({ lists: [{ name: 'Newsletter' }] })
  expect(await get('/contact_lists')).toMatchObject(answer as object)
  expect((await get('/contact_lists')).status).toBe(200)
})

test('a connection cut before the work leaves nothing, one cut after it leaves the import', async () => {
  const { sandbox, importCsv } = await aCaller()
  const { control } = sandbox
  control.fault({ method: 'POST', path: /file_import$/, action: 'drop-before' })
  await expect(importCsv('email\na@example.com\n')).rejects.toThrow()
  expect(control.imports()).toEqual([])

  control.fault({ method: 'POST', path: /file_import$/, action: 'drop-after' })
  await expect(importCsv('email\na@example.com\n')).rejects.toThrow()
  expect(control.imports()).toMatchObject([{ rows: 1, state: 'completed' }])
  expect(control.list().memberCount).toBe(1)
})

test('an upload can be cut while it is on its way', async () => {
  const { sandbox, importCsv } = await aCaller()
  const { control } = sandbox
  control.fault({ method: 'POST', action: 'cut-upload', times: 2 })
  const upload = request(`${sandbox.apiUrl}/activities/contacts_file_import`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=part', 'content-length': 1_000 },
  })
  // The rest is never sent: who waits for it would wait for ever.
  upload.write('--part\r\n')
  await expect(once(upload, 'response')).rejects.toThrow()

  await expect(importCsv(`email\n${'a@example.com\n'.repeat(200_000)}`)).rejects.toThrow()
  expect(control.imports()).toEqual([])
  expect(control.requests().log).toMatchObject(Array(2).fill({ fault: 'cut-upload', status: null }))
  expect((await importCsv('email\na@example.com\n')).status).toBe(201)
})

test.each([
  ['before the work', {}, 1],
  ['between the work and the answer', { handled: true }, 2],
])('an answer can be late by a delay %s', async (_, handled, lists) => {
  const { sandbox } = await aCaller()
  const { control } = sandbox
  control.fault({ action: { delayMs: 60_000, ...handled } })
  const client = new AbortController()
  const asked = fetch(`${sandbox.apiUrl}/contact_lists`, {
    method: 'POST',
    headers: { authorization: `Bearer ${control.issueTokens().access_token}`, 'content-type': 'application/json' },
    body: '{"name":"Spring"}',
    signal: client.signal,
  })
  await expect.poll(() => control.accounts()[0]?.lists.length === lists && control.requests().total).toBe(1)
  client.abort()
  await expect(asked).rejects.toThrow()
  expect(control.requests().log).toMatchObject([{ fault: 'delay 60000 ms', status: null }])
})

test('a 503 can come after the work was done', async () => {
  const { sandbox, importCsv } = await aCaller()
  sandbox.control.fault({ action: { status: 503, handled: true } })
  expect((await importCsv('email\na@example.com\n')).status).toBe(503)
  expect(sandbox.control.list().memberCount).toBe(1)
})

test('faults can strike again and again until cleared, and are in the log', async () => {
  const { sandbox, get } = await aCaller()
  sandbox.control.fault({ times: Number.POSITIVE_INFINITY, action: { status: 500 } })
  for (let i = 0; i < 3; i++) expect((await get('/contacts')).status).toBe(500)
  sandbox.control.clearFaults()
  expect((await get('/contacts')).status).toBe(200)
  expect(sandbox.control.requests()).toMatchObject({ total: 4, byRoute: { 'GET /v3/contacts': 4 } })
  expect(sandbox.control.requests().log.map((line) => [line.status, line.fault])).toContainEqual([500, 'status 500'])
})

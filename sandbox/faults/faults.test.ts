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
  ['truncated-json', { status: 200, body: expect.stringMatching(/^\{"lists"/) }],
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

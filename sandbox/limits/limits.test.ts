import { expect, test } from 'vitest'
import { aCaller } from '../caller.ts'

test('four requests a second pass and the fifth is throttled', async () => {
  const { sandbox, get } = await aCaller({ limited: true })
  const answers = []
  for (let i = 0; i < 5; i++) answers.push(await get('/account/summary'))
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 429])
  expect(answers[4]?.body).toMatchObject({ error_key: 'throttled', error_message: 'Too Many Requests' })
  expect(answers[4]?.headers.has('retry-after')).toBe(false)
  sandbox.control.advance(1_000)
  expect((await get('/account/summary')).status).toBe(200)
})

test('the day has its own limit, which ends at midnight UTC, and counts what was refused', async () => {
  const { sandbox, get } = await aCaller({
    limited: true,
    limits: { requestsPerSecond: Number.POSITIVE_INFINITY, requestsPerDay: 2 },
  })
  const statuses = []
  for (let i = 0; i < 3; i++) statuses.push((await get('/account/summary')).status)
  expect(statuses).toEqual([200, 200, 429])
  expect((await get('/account/summary')).body).toMatchObject({
    error_key: 'quota_exceeded',
    error_message: 'Limit Exceeded',
  })
  expect(sandbox.control.requests().today).toEqual({ 'sandbox-client': 4 })
  const now = sandbox.control.now()
  sandbox.control.advance(Math.ceil((now + 1) / 86_400_000) * 86_400_000 - now)
  expect((await get('/account/user/privileges')).status).toBe(200)
})

test('another program can spend the day’s requests of the same application', async () => {
  const { sandbox, get } = await aCaller({ limited: true })
  sandbox.control.spend(9_998)
  sandbox.control.spend(1, 'sandbox-pkce')
  expect(sandbox.control.requests().today).toEqual({ 'sandbox-client': 9_998, 'sandbox-pkce': 1 })
  const statuses = []
  for (let i = 0; i < 3; i++) statuses.push((await get('/account/summary')).status)
  expect(statuses).toEqual([200, 200, 429])
  expect((await get('/account/summary')).body).toMatchObject({ error_key: 'quota_exceeded' })
  expect(() => sandbox.control.spend(1, 'nobody')).toThrow('no application "nobody"')
})

test('a full queue is the third 429', async () => {
  const { importCsv } = await aCaller({
    limited: true,
    instant: false,
    contactsPerSecond: 1,
    limits: { requestsPerSecond: Number.POSITIVE_INFINITY, queuedActivities: 2 },
  })
  const text = 'email\na@example.com\nb@example.com\nc@example.com\n'
  const statuses = [await importCsv(text), await importCsv(text), await importCsv(text)]
  expect(statuses.map((answer) => answer.status)).toEqual([201, 201, 429])
  expect(statuses[2]?.body).toMatchObject({
    error_message: 'You exceeded 1,000 queued activities for this user account',
  })
})

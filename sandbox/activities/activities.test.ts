import { expect, test } from 'vitest'
import { aCaller, nextOf, recordOf, rowsOf } from '../caller.ts'

const PEOPLE = 'email\na@example.com\nb@example.com\nc@example.com\nd@example.com\n'

test('activities run one after another at the pace told', async () => {
  const { sandbox, importCsv, activityOf } = await aCaller({ instant: false, contactsPerSecond: 1 })
  const first = await importCsv(PEOPLE)
  const second = await importCsv('email\ne@example.com\n')
  expect(await activityOf(first)).toMatchObject({ state: 'processing', activity_errors: [] })
  expect(await activityOf(second)).toMatchObject({ state: 'initialized' })
  expect(sandbox.control.list().memberCount).toBe(0)
  sandbox.control.advance(4_000)
  expect(await activityOf(first)).toMatchObject({ state: 'completed', status: { person_count: 4 } })
  expect(await activityOf(second)).not.toMatchObject({ state: 'completed' })
  sandbox.control.advance(1_000)
  expect(await activityOf(second)).toMatchObject({ state: 'completed', started_at: expect.any(String) })
})

test('the collection is paged, filtered by state, and forgets after ten days', async () => {
  const { sandbox, importCsv, get } = await aCaller()
  for (let i = 0; i < 3; i++) await importCsv(PEOPLE, { fileName: `f${i}.csv` })
  const page = await get('/activities?limit=2')
  const rest = await get(nextOf(page) ?? '')
  const names = [...rowsOf(page, 'activities'), ...rowsOf(rest, 'activities')].map((row) => row.source_file_name)
  expect(names.toSorted()).toEqual(['f0.csv', 'f1.csv', 'f2.csv'])
  expect(rowsOf(await get('/activities?state=failed'), 'activities')).toEqual([])
  expect((await get('/activities?state=initialized')).status).toBe(400)
  sandbox.control.advance(11 * 86_400_000)
  // The access token is of a day ago.
  const { access_token } = sandbox.control.issueTokens()
  const later = await fetch(`${sandbox.apiUrl}/activities`, { headers: { authorization: `Bearer ${access_token}` } })
  expect(recordOf(await later.json()).activities).toEqual([])
})

test('an unknown activity is not found in the documented words', async () => {
  const { get } = await aCaller()
  expect(await get('/activities/11111111-56dd-11e9-932a-fa163ea075fa')).toMatchObject({
    status: 404,
    body: [{ error_message: 'Resource not found for the activity_id provided' }],
  })
})

test.each([
  ['failed', { state: 'failed' }, 0],
  ['timed_out', { state: 'timed_out' }, 2],
  ['cancelled', { state: 'cancelled' }, 0],
  ['stuck', { state: 'processing' }, 0],
  ['no-counters', { state: 'completed', status: {} }, 4],
] as const)('an import can be made to end as %s', async (action, shown, landed) => {
  const { sandbox, importCsv, activityOf } = await aCaller()
  sandbox.control.activityFault({ action, nth: 2 })
  await importCsv('email\nfirst@example.com\n')
  expect(await activityOf(await importCsv(PEOPLE))).toMatchObject(shown)
  expect(sandbox.control.list().memberCount).toBe(1 + landed)
  if (action !== 'stuck') return
  sandbox.control.release()
  expect(sandbox.control.list().memberCount).toBe(5)
})

test('an import can vanish though it landed', async () => {
  const { sandbox, importCsv, get } = await aCaller()
  sandbox.control.activityFault({ action: 'vanished', fileName: /people/ })
  const answer = await importCsv(PEOPLE)
  expect((await get(`/activities/${recordOf(answer.body).activity_id}`)).status).toBe(404)
  expect(rowsOf(await get('/activities'), 'activities')).toEqual([])
  expect(sandbox.control.list().memberCount).toBe(4)
})

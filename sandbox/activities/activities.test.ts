import { expect, test } from 'vitest'
import { aCaller, type Caller, nextOf, recordOf, rowsOf } from '../caller.ts'
import { DEFAULT_LIST_ID } from '../world.ts'

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

async function aRemoval(caller: Caller) {
  const { control } = caller.sandbox
  await caller.importCsv(PEOPLE)
  const ids = control.list().members?.map((member) => member.contactId)
  return () =>
    caller.post('/activities/remove_list_memberships', { source: { contact_ids: ids }, list_ids: [DEFAULT_LIST_ID] })
}

test.each([
  ['failed', { state: 'failed', activity_errors: [{ message: expect.any(String) }] }, ['a', 'b', 'c', 'd']],
  ['timed_out', { state: 'timed_out' }, ['c', 'd']],
  ['cancelled', { state: 'cancelled' }, ['a', 'b', 'c', 'd']],
  ['stuck', { state: 'processing' }, ['a', 'b', 'c', 'd']],
  ['no-counters', { state: 'completed', status: {} }, []],
] as const)('a removal can be made to end as %s', async (action, shown, left) => {
  const caller = await aCaller()
  const { control } = caller.sandbox
  control.activityFault({ kind: 'removal', action })
  const remove = await aRemoval(caller)
  expect(await caller.activityOf(await remove())).toMatchObject(shown)
  expect(control.list().members?.map(({ email }) => email)).toEqual(left.map((name) => `${name}@example.com`))
  control.release()
  await remove()
  expect(control.list().memberCount).toBe(0)
})

test('a removal can do a share of its work and vanish', async () => {
  const caller = await aCaller()
  caller.sandbox.control.activityFault({ kind: 'removal', action: 'vanished', share: 0.75 })
  const answer = await (await aRemoval(caller))()
  expect((await caller.get(`/activities/${recordOf(answer.body).activity_id}`)).status).toBe(404)
  expect(caller.sandbox.control.list().members).toMatchObject([{ email: 'd@example.com' }])
})

test.each([
  ['failed', 'failed', null],
  ['timed_out', 'timed_out', null],
  ['no-counters', 'completed', 2],
] as const)('an export can be made to end as %s', async (action, state, rows) => {
  const { sandbox, importCsv, post, get, activityOf } = await aCaller()
  sandbox.control.activityFault({ kind: 'export', action, share: 0.5 })
  await importCsv(PEOPLE)
  const activity = await activityOf(await post('/activities/contact_exports', { list_ids: [DEFAULT_LIST_ID] }))
  expect(activity).toMatchObject({ state, status: {} })
  const { results } = recordOf(activity._links)
  if (rows === null) return expect(results).toBeUndefined()
  expect(String((await get(String(recordOf(results).href))).body).match(/@example/g)).toHaveLength(rows)
})

test('the service’s clock can be ahead or behind, also when jobs have run', async () => {
  const { sandbox, importCsv, activityOf, get } = await aCaller({ instant: false, contactsPerSecond: 1 })
  const { control } = sandbox
  let skewMs = 0
  for (const ms of [-3_600_000, 7_200_000, -3_600_000]) {
    control.advance(ms)
    skewMs += ms
    const answer = await importCsv(PEOPLE)
    const createdAt = Date.parse(String(recordOf(answer.body).created_at))
    // The machine's own clock goes on too, and each import below takes four seconds.
    expect(Math.abs(createdAt - Date.now() - skewMs)).toBeLessThan(60_000)
    expect(await activityOf(answer)).toMatchObject({ state: 'processing' })
    control.advance(4_000)
    expect(await activityOf(answer)).toMatchObject({ state: 'completed' })
    const since = new Date(createdAt - 1_000).toISOString()
    expect(rowsOf(await get(`/contacts?updated_after=${since}`), 'contacts')).toHaveLength(4)
  }
})

test('an import can vanish though it landed', async () => {
  const { sandbox, importCsv, get } = await aCaller()
  sandbox.control.activityFault({ action: 'vanished', fileName: /people/ })
  const answer = await importCsv(PEOPLE)
  expect((await get(`/activities/${recordOf(answer.body).activity_id}`)).status).toBe(404)
  expect(rowsOf(await get('/activities'), 'activities')).toEqual([])
  expect(sandbox.control.list().memberCount).toBe(4)
})

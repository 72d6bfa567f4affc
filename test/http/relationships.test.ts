import { expect, test } from 'vitest'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { aShop } from '../support/a-shop.ts'
import { serverLab } from '../support/server-lab.ts'

const related = { purchases: { file: 'purchases.csv', key: 'Id' }, loyalty: { file: 'loyalty.csv', key: 'Id' } }
const bought = { from: 'purchases.ContactId', to: 'profile.ContactId' }
const joined = { from: 'loyalty.ContactId', to: 'profile.ContactId' }

async function lab() {
  const server = await serverLab()
  const shop = aShop({ sources: { ...aShop().sources, ...related }, relationships: { bought } })
  await saveDefinitions(server.app.db, shop)
  return { ...server, contributor: await server.as('contributor'), viewer: await server.as('viewer') }
}

test('a relationship is made, read, changed and removed, each with the version that was seen', async () => {
  const { contributor } = await lab()
  const made = await contributor.send('POST', '/relationships', { name: 'joined', definition: joined })
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'joined', definition: joined, managedBy: null, warnings: [], consequences: [] },
  })
  expect(made.headers.get('location')).toBe('/api/v1/relationships/joined')
  const etag = made.headers.get('etag') ?? ''
  expect(etag).toBe(`"${made.body.version}"`)
  const read = await contributor.get('/relationships/joined')
  expect(read).toMatchObject({ status: 200, body: { definition: joined } })
  expect(read.headers.get('etag')).toBe(etag)

  const to = { from: 'loyalty.CustomerId', to: 'profile.ContactId' }
  expect(await contributor.send('PUT', '/relationships/joined', to)).toMatchObject({
    status: 428,
    body: { code: 'precondition_needed' },
  })
  const changed = await contributor.send('PUT', '/relationships/joined', to, { 'if-match': etag })
  expect(changed).toMatchObject({ status: 200, body: { definition: to } })
  const late = await contributor.send('PATCH', '/relationships/joined', { from: 'x.y' }, { 'if-match': etag })
  expect(late).toMatchObject({ status: 412, body: { code: 'changed_meanwhile' } })
  const now = changed.headers.get('etag') ?? ''
  expect(now).not.toBe(etag)
  const patched = await contributor.send('PATCH', '/relationships/joined', { from: joined.from }, { 'if-match': now })
  expect(patched).toMatchObject({ status: 200, body: { definition: joined } })
  const removed = await contributor.send('DELETE', '/relationships/joined', undefined, {
    'if-match': patched.headers.get('etag') ?? '',
  })
  expect(removed).toMatchObject({ status: 200, body: { warnings: [] } })
  expect(await contributor.get('/relationships/joined')).toMatchObject({ status: 404, body: { code: 'not_found' } })
})

test('of two editors at once one is told that the other was faster', async () => {
  const { contributor } = await lab()
  const etag = (await contributor.get('/relationships/bought')).headers.get('etag') ?? ''
  const answers = await Promise.all(
    ['A', 'B', 'C', 'D'].map((column) =>
      contributor.send(
        'PUT',
        '/relationships/bought',
        { ...bought, from: `purchases.${column}` },
        { 'if-match': etag },
      ),
    ),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412])
  const won = answers.find(({ status }) => status === 200)
  expect((await contributor.get('/relationships/bought')).body.definition).toEqual(won?.body.definition)
})

test('what is wrong is told with its path, and nothing is written', async () => {
  const { contributor } = await lab()
  const send = (definition: unknown) => contributor.send('POST', '/relationships', { name: 'wrong', definition })
  expect(await send({ from: 'purchases.ContactId', too: 'x' })).toMatchObject({
    status: 422,
    body: {
      code: 'definition_invalid',
      issues: [
        { path: 'relationships.wrong.to' },
        { path: 'relationships.wrong.too', message: expect.stringContaining('unknown key "too"') },
      ],
    },
  })
  expect(await send({ from: 'nowhere.ContactId', to: 'profile.ContactId' })).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'relationships.wrong.from' }] },
  })
  expect(await send(['list'])).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
  expect(await contributor.send('POST', '/relationships', { name: 'Bad Name', definition: joined })).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'name' }] },
  })
  expect(await contributor.send('POST', '/relationships', { name: 'bought', definition: joined })).toMatchObject({
    status: 409,
    body: { code: 'name_taken' },
  })
  expect((await contributor.get('/relationships')).body.items).toHaveLength(1)
})

test('a viewer looks and changes nothing', async () => {
  const { viewer } = await lab()
  expect(await viewer.get('/relationships/bought')).toMatchObject({ status: 200 })
  const etag = { 'if-match': '"1"' }
  for (const [method, path, body] of [
    ['POST', '/relationships', { name: 'joined', definition: joined }],
    ['POST', '/relationships/bought/duplicate', { name: 'twin' }],
    ['PUT', '/relationships/bought', bought],
    ['PATCH', '/relationships/bought', {}],
    ['DELETE', '/relationships/bought', undefined],
  ] as const) {
    expect(await viewer.send(method, path, body, etag)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  }
})

test('a request that is sent twice with one key is done once', async () => {
  const { contributor, as } = await lab()
  const key = { 'idempotency-key': 'make-joined-1' }
  const make = (definition: object) => contributor.send('POST', '/relationships', { name: 'joined', definition }, key)
  const first = await make(joined)
  const again = await make(joined)
  expect(again).toMatchObject({ status: 201, body: first.body })
  expect(again.headers.get('etag')).toBe(first.headers.get('etag'))
  expect(again.headers.get('location')).toBe(first.headers.get('location'))
  expect(again.headers.get('idempotent-replay')).toBe('true')
  expect(await make(bought)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
  // A key is its sender's own.
  const other = await as('contributor')
  expect(await other.send('POST', '/relationships', { name: 'joined', definition: joined }, key)).toMatchObject({
    status: 409,
    body: { code: 'name_taken' },
  })
  // What failed is tried again.
  const late = { 'idempotency-key': 'late' }
  const wrong = () => contributor.send('POST', '/relationships', { name: 'joined', definition: joined }, late)
  expect(await wrong()).toMatchObject({ status: 409 })
  const { headers } = await contributor.get('/relationships/joined')
  await contributor.send('DELETE', '/relationships/joined', undefined, { 'if-match': headers.get('etag') ?? '' })
  expect(await wrong()).toMatchObject({ status: 201 })
  expect(await contributor.send('POST', '/relationships', {}, { 'idempotency-key': 'x y' })).toMatchObject({
    status: 422,
  })
})

test('two at once with one key: one is done, the other is told so', async () => {
  const { contributor } = await lab()
  const key = { 'idempotency-key': 'both' }
  const body = { name: 'joined', definition: joined }
  const answers = await Promise.all([1, 2, 3].map(() => contributor.send('POST', '/relationships', body, key)))
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0)
  expect(
    answers.filter(({ status }) => status !== 201).every(({ body: { code } }) => code === 'request_under_way'),
  ).toBe(true)
})

test('a list is searched, sorted, and read page by page whatever changes meanwhile', async () => {
  const { contributor } = await lab()
  for (const name of ['e', 'd', 'c', 'a']) {
    await contributor.send('POST', '/relationships', { name, definition: joined })
  }
  const names = async (query: string) => {
    const { body } = await contributor.get(`/relationships?${query}`)
    return { names: body.items.map(({ name }: { name: string }) => name), next: body.next }
  }
  expect((await names('')).names).toEqual(['a', 'bought', 'c', 'd', 'e'])
  expect((await names('sort=-name')).names).toEqual(['e', 'd', 'c', 'bought', 'a'])
  expect((await names('search=OUG')).names).toEqual(['bought'])
  const first = await names('limit=2')
  expect(first.names).toEqual(['a', 'bought'])
  await contributor.send('POST', '/relationships', { name: 'b', definition: joined })
  await contributor.send('POST', '/relationships', { name: 'cc', definition: joined })
  const second = await names(`limit=2&cursor=${first.next}`)
  expect(second.names).toEqual(['c', 'cc'])
  expect(await names(`limit=2&cursor=${second.next}`)).toEqual({ names: ['d', 'e'], next: null })
  for (const query of ['cursor=nonsense', `sort=-name&cursor=${first.next}`, 'sort=size', 'limit=0', 'limit=501']) {
    expect(await contributor.get(`/relationships?${query}`)).toMatchObject({ status: 422 })
  }
})

import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { aShop, writePeople } from '../support/a-shop.ts'
import { serverLab } from '../support/server-lab.ts'

const people = [
  { id: 'C-1', email: 'ann@example.com', first: 'Ann', last: 'Lee' },
  { id: 'C-2', email: 'bo@example.com', first: 'Bo', last: 'Lee' },
  { id: 'C-3', email: 'cy@example.com', first: 'Cy', last: 'Lee' },
  { id: 'C-4', email: 'di@example.com', first: 'Di', last: 'Moe' },
]
const within = (column: string, ...values: readonly string[]) => ({ rules: [{ where: { column, in: values } }] })

async function lab() {
  const server = await serverLab()
  const purchases = { file: 'purchases.csv', key: 'No' }
  const shop = aShop({
    sources: { ...aShop().sources, purchases },
    relationships: {
      bought: { from: 'purchases.Buyer', to: 'profile.ContactId' },
      given: { from: 'purchases.Friend', to: 'profile.ContactId' },
    },
    segments: {
      everybody: { rules: [{ where: { all: [] } }] },
      ab: within('FirstName', 'Ann', 'Bo'),
      lee: within('LastName', 'Lee'),
      bd: { tags: ['spring'], ...within('FirstName', 'Bo', 'Di') },
      friends: { rules: [{ where: { segment: 'bd' } }] },
    },
  })
  await saveDefinitions(server.app.db, shop)
  await writePeople(server.app, people)
  const file = join(dirname(server.app.config.file), 'purchases.csv')
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, 'No,Buyer,Friend,Total\n1,C-1,C-2,10\n2,C-1,,20\n3,C-2,C-1,30\n')
  const [contributor, viewer] = [await server.as('contributor'), await server.as('viewer')]
  const settle = async (body: { readonly sources?: string[]; readonly segments?: string[] }) => {
    const { id } = (await contributor.send('POST', '/refreshes', body)).body
    await expect
      .poll(async () => (await contributor.get(`/refreshes/${id}`)).body.status, { timeout: 15_000 })
      .toBe('Successful')
  }
  await settle({ sources: ['contacts', 'purchases'] })
  return { ...server, contributor, viewer, settle }
}

test('two and three segments are laid over one another, each combination counted once', async () => {
  const { contributor, viewer, settle } = await lab()
  expect(await viewer.get('/segments/ab/overlap?with=lee')).toMatchObject({
    status: 409,
    body: { code: 'segment_not_refreshed' },
  })
  await settle({ segments: ['ab', 'lee', 'bd'] })
  const two = await viewer.get('/segments/ab/overlap?with=lee')
  expect(two.body.segments).toMatchObject([
    { name: 'ab', displayName: 'ab', members: 2 },
    { name: 'lee', members: 3 },
  ])
  expect(two.body.overlaps).toEqual([
    { in: ['ab'], people: 0 },
    { in: ['lee'], people: 1 },
    { in: ['ab', 'lee'], people: 2 },
  ])
  const three = (await contributor.get('/segments/ab/overlap?with=lee,bd')).body.overlaps
  expect(three).toEqual([
    { in: ['ab'], people: 0 },
    { in: ['lee'], people: 1 },
    { in: ['bd'], people: 1 },
    { in: ['ab', 'lee'], people: 1 },
    { in: ['ab', 'bd'], people: 0 },
    { in: ['lee', 'bd'], people: 0 },
    { in: ['ab', 'lee', 'bd'], people: 1 },
  ])
  expect((await viewer.get('/segments/ab/overlap?with=ab')).status).toBe(422)
  expect((await viewer.get('/segments/ab/overlap?with=lee,bd,everybody')).status).toBe(422)
  expect((await viewer.get('/segments/ab/overlap')).status).toBe(422)
  expect((await viewer.get('/segments/ab/overlap?with=gone')).status).toBe(404)
})

test('several segments are changed at once, all or none, and found again by their tags', async () => {
  const { app, contributor, viewer } = await lab()
  const change = (body: object) => contributor.send('POST', '/segments/change', body)
  expect(
    await change({ segments: ['ab', 'bd'], state: 'inactive', addTags: ['VIP'], removeTags: ['spring'] }),
  ).toMatchObject({ status: 200, body: { warnings: [], consequences: [] } })
  expect((await viewer.get('/segments?tag=VIP')).body.items).toMatchObject([
    { name: 'ab', active: false, definition: { tags: ['VIP'] } },
    { name: 'bd', active: false, definition: { tags: ['VIP'] } },
  ])
  expect((await viewer.get('/segments?search=vip')).body.items).toHaveLength(2)
  expect(await change({ segments: ['ab', 'gone'], type: 'static' })).toMatchObject({ status: 404 })
  expect(await change({ segments: ['lee', 'ab'], addTags: [' '] })).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'segments.ab.tags[1]' }, { path: 'segments.lee.tags[0]' }] },
  })
  expect((await viewer.get('/segments/ab')).body).toMatchObject({ type: 'dynamic', definition: { tags: ['VIP'] } })
  expect(await change({ segments: ['ab', 'bd'], state: 'active', removeTags: ['VIP'] })).toMatchObject({ status: 200 })
  expect((await viewer.get('/segments/ab')).body.definition).toEqual({
    ...within('FirstName', 'Ann', 'Bo'),
    state: 'active',
  })
  const written = await app.db
    .selectFrom('audit_log')
    .select('target')
    .where('actor_id', '=', contributor.userId)
    .where('target', 'in', ['ab', 'bd'])
    .execute()
  expect(written.length).toBe(4)
})

test('several segments are removed at once, unless something else needs one or it is not what was seen', async () => {
  const { contributor, viewer } = await lab()
  const versions = new Map<string, string>()
  for (const { name, version } of (await viewer.get('/segments')).body.items) versions.set(name, version)
  const remove = (...names: string[]) =>
    contributor.send('POST', '/segments/removal', {
      segments: names.map((name) => ({ name, version: versions.get(name) ?? 'none' })),
    })
  expect(await remove('ab', 'everybody')).toMatchObject({
    status: 409,
    body: { code: 'definition_in_use', detail: expect.stringContaining('exports.news.segments[0]') },
  })
  expect(await remove('bd')).toMatchObject({
    status: 409,
    body: { code: 'definition_in_use', detail: expect.stringContaining('segments.friends') },
  })
  await contributor.send('POST', '/segments/change', { segments: ['ab'], type: 'static' })
  expect(await remove('ab', 'lee')).toMatchObject({ status: 412, body: { code: 'changed_meanwhile' } })
  expect((await viewer.get('/segments')).body.items).toHaveLength(5)
  // What only names each other goes together.
  expect(await remove('bd', 'friends')).toMatchObject({ status: 200 })
  expect((await viewer.get('/segments')).body.items.map(({ name }: { name: string }) => name)).toEqual([
    'ab',
    'everybody',
    'lee',
  ])
})

test('the values of a column are told with how frequent they are, masked for viewers', async () => {
  const { contributor, viewer } = await lab()
  expect((await viewer.get('/tables/profile/values?column=LastName')).body).toMatchObject({
    rows: 4,
    filled: 4,
    distinct: 2,
    items: [
      { value: 'Lee', rows: 3 },
      { value: 'Moe', rows: 1 },
    ],
    quantiles: [],
  })
  const found = '/tables/profile/values?column=EMail&search=ANN'
  expect((await contributor.get(found)).body.items).toEqual([{ value: 'ann@example.com', rows: 1 }])
  // Else a viewer would find an address out letter by letter.
  expect((await viewer.get(found)).body.items).toEqual([])
  expect((await viewer.get('/tables/purchases/values?column=Total&limit=1')).body).toMatchObject({
    distinct: 3,
    items: [{ rows: 1 }],
    quantiles: [{ share: 0.1 }, { share: 0.25 }, { share: 0.5, value: 20 }, { share: 0.75 }, { share: 0.9 }],
  })
  expect((await viewer.get('/tables/purchases/values?column=Totl')).body).toMatchObject({
    status: 404,
    detail: expect.stringContaining('Did you mean "Total"?'),
  })
  expect((await viewer.get('/tables/gone/values?column=Total')).status).toBe(404)
  expect((await viewer.get('/tables/purchases/values')).status).toBe(422)
})

test('the ways to a table are told, so that a rule can choose one', async () => {
  const { viewer } = await lab()
  expect((await viewer.get('/relationship-paths?to=purchases')).body.items).toEqual([
    { relationships: ['bought'], tables: ['purchases'] },
    { relationships: ['given'], tables: ['purchases'] },
  ])
  expect((await viewer.get('/relationship-paths?to=gone')).body.items).toEqual([])
  expect((await viewer.get('/relationship-paths')).status).toBe(422)
})

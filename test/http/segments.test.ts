import { expect, test } from 'vitest'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { aShop, writePeople } from '../support/a-shop.ts'
import { type Client, serverLab } from '../support/server-lab.ts'

const people = [
  { id: 'C-1', email: 'ann@example.com', first: 'Ann', last: 'Lee, "Annie"' },
  { id: 'C-2', email: 'bo@example.com', first: 'Bo' },
  { id: 'C-3', email: 'cy@example.com', first: 'Cy' },
]
const called = (name: string) => ({ rules: [{ where: { column: 'FirstName', equals: name } }] })

async function lab() {
  const server = await serverLab()
  const { connections, exports } = aShop()
  const shared = { ...connections.marketing, users: 'contributors' } as const
  const news = exports.news as NonNullable<typeof exports.news>
  await saveDefinitions(
    server.app.db,
    aShop({
      segments: { ...aShop().segments, anns: called('Ann') },
      connections: { ...connections, shared } as never,
      exports: { news, ours: { ...news, connection: 'shared' } },
    }),
  )
  await writePeople(server.app, people)
  const [administrator, contributor, viewer] = [
    await server.as('administrator'),
    await server.as('contributor'),
    await server.as('viewer'),
  ]
  await contributor.send('POST', '/sources/contacts/refresh')
  await expect
    .poll(async () => (await contributor.get('/sources/contacts')).body.state.status, { timeout: 15_000 })
    .toBe('Successful')
  return { ...server, administrator, contributor, viewer }
}

async function refresh(client: Client, name: string) {
  expect(await client.send('POST', `/segments/${name}/refresh`)).toMatchObject({ status: 202 })
  return expect.poll(async () => (await client.get(`/segments/${name}`)).body.state, { timeout: 15_000 })
}

test('a segment is refreshed, and tells its members, its sizes, and how it comes to them', async () => {
  const { contributor, viewer, ...server } = await lab()
  expect((await viewer.get('/segments/anns')).body).toMatchObject({
    displayName: 'anns',
    active: true,
    type: 'dynamic',
    state: { status: 'Not started', members: null },
    usedBy: [],
  })
  expect(await viewer.get('/segments/anns/members')).toMatchObject({
    status: 409,
    body: { code: 'segment_not_refreshed' },
  })
  await (await refresh(contributor, 'anns')).toMatchObject({ status: 'Successful', members: 1 })
  expect((await contributor.get('/segments/anns/members')).body).toMatchObject({
    total: 1,
    columns: [{ name: 'ContactId', type: 'string' }, { name: 'EMail' }, { name: 'FirstName' }, { name: 'LastName' }],
    nameColumns: [],
    items: [{ ContactId: 'C-1', EMail: 'ann@example.com' }],
  })
  expect((await viewer.get('/segments/anns/members')).body.items).toMatchObject([{ EMail: 'a…n@example.com' }])
  const csv = 'ContactId,EMail,FirstName,LastName\r\nC-1,ann@example.com,Ann,"Lee, ""Annie"""\r\n'
  expect((await contributor.get('/segments/anns/members.csv')).body).toBe(csv)
  expect((await viewer.get('/segments/anns/members.csv')).body).toBe(csv.replace('ann@', 'a…n@'))
  // A spreadsheet computes nothing of it; a program is given what is there.
  await writePeople(server.app, [{ id: 'C-1', email: 'ann@example.com', first: 'Ann', last: '=1+1' }])
  await contributor.send('POST', '/sources/contacts/refresh')
  await expect
    .poll(async () => (await contributor.get('/segments/anns/members.csv')).body, { timeout: 15_000 })
    .toContain(",Ann,'=1+1\r\n")
  expect((await contributor.get('/segments/anns/members.csv?cells=raw')).body).toContain(',Ann,=1+1\r\n')
  expect((await contributor.get('/segments/anns/members.csv?cells=cooked')).status).toBe(422)
  const taken = await server.app.db
    .selectFrom('audit_log')
    .select(['actor', 'target'])
    .where('action', '=', 'segment.download')
    .execute()
  expect(taken[1]).toEqual({ actor: 'viewer 3', target: 'anns' })
  await writePeople(server.app, people)
  await contributor.send('POST', '/sources/contacts/refresh')
  await expect
    .poll(async () => (await contributor.get('/segments/anns/members.csv')).body, { timeout: 15_000 })
    .toBe(csv)
  expect((await viewer.get('/segments/anns/sizes')).body.items).toMatchObject([{ members: 1 }])
  expect((await viewer.get('/profiles/sizes?limit=1')).body.items).toMatchObject([{ rows: 3 }])
  expect((await viewer.get('/segments/anns/explanation')).body).toMatchObject({
    members: 1,
    profiles: 3,
    rules: [{ operator: 'where', alone: 1 }],
    emptiedBy: null,
  })
  expect((await viewer.get('/segments?sort=-members&search=ann')).body.items).toMatchObject([
    { name: 'anns', state: { members: 1 } },
  ])
  for (const path of ['members', 'members.csv', 'sizes', 'explanation', 'exports']) {
    expect((await viewer.get(`/segments/gone/${path}`)).status).toBe(404)
  }
})

test('an inactive segment keeps its members, and its state and type are changed by a patch', async () => {
  const { contributor } = await lab()
  await (await refresh(contributor, 'anns')).toMatchObject({ members: 1 })
  const etag = (await contributor.get('/segments/anns')).headers.get('etag') ?? ''
  const off = await contributor.send('PATCH', '/segments/anns', { state: 'inactive' }, { 'if-match': etag })
  expect(off).toMatchObject({ status: 200, body: { active: false, state: { status: 'Skipped', members: 1 } } })
  const seen = { 'if-match': off.headers.get('etag') ?? '' }
  const on = await contributor.send('PATCH', '/segments/anns', { state: null, type: 'static' }, seen)
  expect(on).toMatchObject({ status: 200, body: { active: true, type: 'static' } })
  expect((await contributor.get('/segments?type=static&active=true')).body.items).toHaveLength(1)
})

test('a segment that is not saved is counted, with what empties it, and what is wrong with it', async () => {
  const { contributor, viewer } = await lab()
  const count = (definition: unknown, name?: string) =>
    contributor.send('POST', '/segments/count', { definition, ...(name && { name }) })
  expect(await count(called('Bo'))).toMatchObject({ status: 200, body: { members: 1, profiles: 3 } })
  expect(await count(called('Dee'))).toMatchObject({
    status: 200,
    body: { members: 0, emptiedBy: { path: 'rules[0].where', message: expect.stringContaining('nobody meets') } },
  })
  expect(await count({ rules: [{ where: { column: 'Frist', equals: 'x' } }] })).toMatchObject({
    status: 422,
    body: { issues: [{ path: expect.stringMatching(/^segments\.this-segment\.rules\[0\]/) }] },
  })
  expect(await count({ rules: [] })).toMatchObject({ status: 422, body: { code: 'definition_invalid' } })
  expect(await count({ rules: [{ where: { segment: 'anns' } }] }, 'anns')).toMatchObject({ status: 422 })
  expect(await count({ rules: [{ where: { column: 'FirstName', equals: '${HOME}' } }] })).toMatchObject({
    status: 422,
    body: { issues: [{ message: expect.stringContaining('only administrators') }] },
  })
  expect(await viewer.send('POST', '/segments/count', { definition: called('Bo') })).toMatchObject({ status: 403 })
  // The same for whoever reads Danish, down to what is wrong with one word, and what empties it.
  const danish = { 'accept-language': 'sv, da-DK;q=0.9, en;q=0.5' }
  const inDanish = (definition: unknown) => contributor.send('POST', '/segments/count', { definition }, danish)
  const empty = await inDanish(called('Dee'))
  expect(empty.body.emptiedBy.message).toMatch(/^ingen opfylder denne betingelse: /)
  expect([empty.headers.get('content-language'), empty.headers.get('vary')]).toEqual([
    'da',
    'accept-language, postbud-surface',
  ])
  expect((await inDanish({ rules: [{ where: { column: 'Frist', equals: 'x' } }] })).body).toMatchObject({
    code: 'definition_invalid',
    detail: expect.stringMatching(/^Intet blev gemt: segments.this-segment.*: profilen har ingen kolonne "Frist"/),
    issues: [{ message: 'profilen har ingen kolonne "Frist".' }],
  })
  expect((await contributor.send('POST', '/segments/count', {}, danish)).body).toMatchObject({
    code: 'invalid_request',
    title: 'Kan ikke bruges',
    detail: 'Det, der blev sendt, kan ikke bruges: definition: der skal stå et objekt.',
  })
  // Whoever has the console in front of them is told its ways, and a program the commands.
  const unread = async (headers: Record<string, string>) =>
    (await contributor.get('/segments/everybody/members', headers)).body.detail
  expect(await unread({})).toMatch(/Run: postbud segments refresh everybody$/)
  expect(await unread({ 'postbud-surface': 'console' })).toBe(
    'Segment "everybody" has no members yet. Refresh it first.',
  )
  expect(await unread({ ...danish, 'postbud-surface': 'console' })).toBe(
    'Segmentet "everybody" har ingen medlemmer endnu. Opdater det først.',
  )
  const unsure = await contributor.get('/segments/gone', { 'accept-language': 'da;q=0, en-GB' })
  expect(unsure.body.detail).toMatch(/^There is no segment "gone"\./)
  expect(unsure.headers.get('content-language')).toBe('en')
  expect((await contributor.get('/segments')).body.items).toHaveLength(2)
})

test('a segment is duplicated, and one that something names is not removed', async () => {
  const { contributor } = await lab()
  const twin = await contributor.send('POST', '/segments/anns/duplicate', {
    name: 'bos',
    changes: { displayName: 'The Bos', rules: called('Bo').rules },
  })
  expect(twin).toMatchObject({
    status: 201,
    body: { displayName: 'The Bos', definition: called('Bo'), managedBy: null },
  })
  const etag = (await contributor.get('/segments/everybody')).headers.get('etag') ?? ''
  expect(await contributor.send('DELETE', '/segments/everybody', undefined, { 'if-match': etag })).toMatchObject({
    status: 409,
    body: { code: 'definition_in_use', detail: expect.stringContaining('exports.news.segments[0]') },
  })
})

test('the exports of a segment are told and changed by those who may edit them', async () => {
  const { administrator, contributor, viewer } = await lab()
  expect((await contributor.get('/segments/anns/exports')).body).toMatchObject({
    contains: [],
    others: [
      { name: 'news', connection: { name: 'marketing', displayName: 'marketing' }, permission: 'view' },
      { name: 'ours', connection: { name: 'shared', displayName: 'shared' }, permission: 'edit' },
    ],
  })
  expect(await contributor.send('PUT', '/segments/anns/exports/news')).toMatchObject({ status: 403 })
  expect(await viewer.send('PUT', '/segments/anns/exports/ours')).toMatchObject({ status: 403 })
  expect(await contributor.send('PUT', '/segments/anns/exports/ours')).toMatchObject({ status: 200 })
  expect(await contributor.send('PUT', '/segments/anns/exports/ours')).toMatchObject({ status: 200 })
  expect(await administrator.send('PUT', '/segments/anns/exports/news')).toMatchObject({ status: 200 })
  expect((await viewer.get('/segments/anns/exports')).body).toMatchObject({
    contains: [{ name: 'news', permission: 'view' }, { name: 'ours' }],
    others: [],
  })
  expect(await contributor.send('DELETE', '/segments/everybody/exports/ours')).toMatchObject({ status: 200 })
  expect(await contributor.send('DELETE', '/segments/anns/exports/ours')).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'exports.ours.segments', message: expect.stringContaining('at least one segment') }] },
  })
  expect(await contributor.send('PUT', '/segments/gone/exports/ours')).toMatchObject({ status: 404 })
  expect(await contributor.send('PUT', '/segments/anns/exports/gone')).toMatchObject({ status: 404 })
})

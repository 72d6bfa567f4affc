import { expect, test } from 'vitest'
import { systemActor } from '../../src/access/person.ts'
import type { ExportDefinition } from '../../src/contract/definitions.ts'
import { queueRun } from '../../src/runs/queue-run.ts'
import { aShop } from '../support/a-shop.ts'
import { people } from '../support/delivery-lab.ts'
import type { Client } from '../support/server-lab.ts'
import { shopServer } from '../support/shop-server.ts'

const { connections, exports } = aShop()
const news = exports.news as ExportDefinition
const marketing = connections.marketing as NonNullable<typeof connections.marketing>

async function lab() {
  const server = await shopServer({
    shop: aShop({
      connections: { marketing, shared: { ...marketing, displayName: 'For everybody', users: 'contributors' } },
      exports: { news, ours: { ...news, displayName: 'Ours', connection: 'shared', list: 'Newsletter' } },
    }),
    people: people(3),
  })
  const [administrator, contributor, viewer] = [
    await server.as('administrator'),
    await server.as('contributor'),
    await server.as('viewer'),
  ]
  const tagOf = async (client: Client, path: string) => ({
    'if-match': (await client.get(path)).headers.get('etag') ?? '',
  })
  return { ...server, administrator, contributor, viewer, tagOf }
}

test('the list of exports says what whoever asks may do with each, and is searched, sorted and filtered', async () => {
  const { administrator, contributor, viewer, tagOf } = await lab()
  const permissions = async (client: Client) =>
    (await client.get('/exports')).body.items.map((item: { name: string; permission: string }) => [
      item.name,
      item.permission,
    ])
  expect(await permissions(administrator)).toEqual([
    ['news', 'edit'],
    ['ours', 'edit'],
  ])
  expect(await permissions(contributor)).toEqual([
    ['news', 'view'],
    ['ours', 'edit'],
  ])
  expect(await permissions(viewer)).toEqual([
    ['news', 'view'],
    ['ours', 'view'],
  ])
  const names = async (query: string) =>
    (await viewer.get(`/exports?${query}`)).body.items.map(({ name }: { name: string }) => name)
  expect(await names('search=for%20every')).toEqual(['ours'])
  expect(await names('search=constant-contact&sort=-displayName')).toEqual(['ours', 'news'])
  expect(await names('connection=shared')).toEqual(['ours'])
  expect(await names('status=Not%20started&sort=schedule')).toEqual(['news', 'ours'])
  expect(await names('status=Skipped')).toEqual([])
  expect(await names('segment=everybody&permission=edit')).toEqual([])
  expect((await viewer.get('/exports/ours')).body).toMatchObject({
    displayName: 'Ours',
    connection: { name: 'shared', displayName: 'For everybody', type: 'constant-contact' },
    active: true,
    schedule: 'With every system refresh',
    list: null,
    lastRun: null,
    refreshedAt: null,
  })
  const scheduled = { repeat: 'daily', times: ['06:00'] }
  await contributor.send('PATCH', '/exports/ours', { schedule: scheduled }, await tagOf(viewer, '/exports/ours'))
  expect(await names('sort=-next')).toEqual(['ours', 'news'])
  expect((await viewer.get('/exports/ours')).body).toMatchObject({
    next: expect.stringMatching(/T0[45]:00:00/),
    standing: { status: 'Not started', reason: null, inStep: null },
  })
})

test('contributors make and change exports on shared connections only, from and to', async () => {
  const { contributor, administrator, viewer, tagOf, define } = await lab()
  const make = (client: Client, name: string, connection?: string) =>
    client.send('POST', '/exports', { name, definition: { ...news, connection } })
  expect(await make(viewer, 'mine', 'shared')).toMatchObject({ status: 403 })
  expect(await make(contributor, 'mine', 'marketing')).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect(await make(contributor, 'mine', 'nowhere')).toMatchObject({ status: 403 })
  expect(await make(administrator, 'mine', 'nowhere')).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'exports.mine.connection' }] },
  })
  const made = await make(contributor, 'mine', 'shared')
  expect(made).toMatchObject({ status: 201, body: { permission: 'edit', lastRun: null } })

  const patch = async (name: string, changes: object) =>
    contributor.send('PATCH', `/exports/${name}`, changes, await tagOf(contributor, `/exports/${name}`))
  expect(await patch('mine', { connection: 'marketing' })).toMatchObject({ status: 403 })
  expect(await patch('news', { connection: 'shared' })).toMatchObject({ status: 403 })
  expect(await patch('news', { connection: null })).toMatchObject({ status: 403 })
  expect(await patch('mine', { leavers: 'remove' })).toMatchObject({ status: 200 })
  // A duplicate goes where its original goes, unless it is told otherwise.
  const duplicate = (changes: object) => contributor.send('POST', '/exports/news/duplicate', { name: 'twin', changes })
  expect(await duplicate({})).toMatchObject({ status: 403 })
  expect(await duplicate({ connection: 'shared' })).toMatchObject({ status: 201, body: { permission: 'edit' } })
  for (const path of ['/exports/news/preview', '/exports/news/drift']) {
    expect(await contributor.send('POST', path)).toMatchObject({ status: 403 })
  }
  expect(
    await contributor.send('DELETE', '/exports/news', undefined, await tagOf(viewer, '/exports/news')),
  ).toMatchObject({
    status: 403,
  })
  expect(
    await contributor.send('DELETE', '/exports/twin', undefined, await tagOf(viewer, '/exports/twin')),
  ).toMatchObject({
    status: 200,
  })

  // When the sharing ends they only look, at the next request.
  await define(
    aShop({ connections: { marketing, shared: marketing }, exports: { ours: { ...news, connection: 'shared' } } }),
  )
  expect(await patch('ours', { leavers: 'remove' })).toMatchObject({ status: 403 })
  expect((await contributor.get('/exports/ours')).body.permission).toBe('view')
})

test('an export without a connection is kept, told as inactive, and given one again', async () => {
  const { contributor, tagOf } = await lab()
  const seen = await tagOf(contributor, '/exports/ours')
  expect(await contributor.send('PATCH', '/exports/ours', { connection: null }, seen)).toMatchObject({
    status: 200,
    body: { connection: null, active: false, warnings: ['exports.ours: it has no connection, so it does not run'] },
  })
  expect((await contributor.get('/exports?connection=')).body.items).toMatchObject([{ name: 'ours' }])
  const again = await tagOf(contributor, '/exports/ours')
  expect(await contributor.send('PATCH', '/exports/ours', { connection: 'shared' }, again)).toMatchObject({
    status: 200,
    body: { active: true },
  })
})

test('an editor previews an export with masked people, and sees them in full when asked', async () => {
  const { contributor, control } = await lab()
  const preview = await contributor.send('POST', '/exports/ours/preview')
  expect(preview).toMatchObject({
    status: 200,
    body: {
      export: 'ours',
      all: { members: 3, new: 3 },
      batches: 1,
      cost: { imports: 1, fitsToday: true },
      guards: [],
    },
  })
  const masked = JSON.stringify(preview.body.samples)
  expect(masked).toContain('p…0@example.com')
  expect(masked).not.toContain('person.0@')
  const full = await contributor.send('POST', '/exports/ours/preview?emails=full')
  expect(JSON.stringify(full.body.samples)).toContain('person.0@example.com')
  expect(control.imports()).toEqual([])
})

test('a look that takes long is told as it goes on, and is stopped when whoever asked goes away', async () => {
  const { contributor, control, url, app } = await lab()
  const events = async (path: string) => {
    const { body, headers } = await contributor.send('POST', path, undefined, { accept: 'text/event-stream' })
    expect(headers.get('content-type')).toMatch(/^text\/event-stream/)
    return [...String(body).matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, event, data]) => ({
      event,
      data: JSON.parse(data ?? ''),
    }))
  }
  for (const [path, found] of [
    ['preview', { batches: 1 }],
    ['drift', { inStep: true }],
  ] as const) {
    const told = await events(`/exports/ours/${path}`)
    expect(told[0]).toMatchObject({
      event: 'progress',
      data: { doing: expect.stringMatching(/^(refreshing|reading|planning)$/) },
    })
    expect(told.slice(-2)).toMatchObject([{ event: 'result', data: { export: 'ours', ...found } }, { event: 'end' }])
  }
  await app.db
    .updateTable('connection_states')
    .set({ status: 'reconnect_needed', cause_code: 'x', cause: 'it was revoked.' })
    .execute()
  expect((await events('/exports/ours/preview')).slice(-2)).toMatchObject([
    { event: 'problem', data: { status: 409, code: 'reconnect_needed' } },
    { event: 'end' },
  ])
  await app.db.updateTable('connection_states').set({ status: 'connected', cause_code: null, cause: null }).execute()

  // Whoever asked goes away in the midst of it: then nothing more is asked of Constant Contact than by those who stay.
  const spentOn = async (work: () => Promise<unknown>) => {
    const before = control.requests().total
    await work()
    return control.requests().total - before
  }
  const whole = () => contributor.send('POST', '/exports/ours/preview')
  await whole()
  const spent = await spentOn(whole)
  expect(spent).toBeGreaterThan(2)
  for (const accept of ['application/json', 'text/event-stream']) {
    const leaving = new AbortController()
    const gone = control.whenRequest({ method: 'GET' }, () => leaving.abort())
    const asking = fetch(`${url}/api/v1/exports/ours/preview`, {
      method: 'POST',
      headers: { authorization: `Bearer ${contributor.key}`, accept },
      signal: leaving.signal,
    }).then((answer) => answer.text())
    const both = await spentOn(async () => {
      await expect(asking).rejects.toThrow('aborted')
      await whole()
    })
    expect(gone.done).toBe(true)
    expect(both).toBeLessThan(2 * spent)
  }
})

test('an export that is not saved is previewed as it would be, and leaves no trace', async () => {
  const { app, contributor, viewer, control, ended } = await lab()
  const look = (body: object) => contributor.send('POST', '/exports/preview', body)
  const { connection: _, ...definition } = { ...news, list: 'Brand new' }
  const draft = { ...definition, connection: 'shared' }
  control.addList({ name: 'Brand new' })
  expect(await look({ definition: draft })).toMatchObject({
    status: 200,
    body: { list: expect.stringContaining('Brand new'), all: { members: 3, new: 3 }, cost: { fitsToday: true } },
  })
  // Of one that is there, what it would be; what it delivered so far stays what it was.
  const { id } = await queueRun(app, { exportName: 'ours', trigger: 'API', actor: systemActor })
  expect(await ended(id)).toMatchObject({ status: 'Successful' })
  const kept = () => app.db.selectFrom('export_lists').selectAll().orderBy('export_name').execute()
  const before = await kept()
  expect((await look({ name: 'ours', definition: draft })).body).toMatchObject({ all: { new: 3, unchanged: 0 } })
  expect((await look({ name: 'ours', definition: { ...draft, list: 'Newsletter' } })).body).toMatchObject({
    all: { new: 0, unchanged: 3 },
  })
  expect(await kept()).toEqual(before)
  expect((await contributor.get('/exports')).body.items.map(({ name }: { name: string }) => name)).toEqual([
    'news',
    'ours',
  ])

  expect(
    await look({ name: 'ours', definition: { ...draft, segments: [], fields: { first_name: 'Nope' } } }),
  ).toMatchObject({ status: 422, body: { issues: [{ path: 'exports.ours.segments' }] } })
  expect(await look({ definition: { ...draft, connection: 'marketing' } })).toMatchObject({ status: 403 })
  expect(await look({ name: 'news', definition: draft })).toMatchObject({ status: 403 })
  expect(await viewer.send('POST', '/exports/preview', { definition: draft })).toMatchObject({ status: 403 })
})

test('drift and departures are told, and an administrator ends one with a reason', async () => {
  const { app, administrator, contributor, viewer, control, ended } = await lab()
  const run = async () => {
    const { id } = await queueRun(app, { exportName: 'ours', trigger: 'API', actor: systemActor })
    return ended(id)
  }
  expect(await run()).toMatchObject({ status: 'Successful' })
  expect((await viewer.get('/exports/ours')).body).toMatchObject({
    list: { name: 'Newsletter' },
    lastRun: { status: 'Successful', trigger: 'API' },
    refreshedAt: expect.any(String),
  })
  control.leaveList('person.1@example.com')
  expect((await contributor.send('POST', '/exports/ours/drift')).body).toMatchObject({
    inStep: false,
    missing: { people: 1 },
  })
  await run()
  const departures = await contributor.get('/connections/shared/departures')
  expect(departures.body).toMatchObject({ people: 1, byKind: { left_list: 1 } })
  expect(await viewer.get('/connections/shared/departures')).toMatchObject({ status: 403 })
  const end = (client: Client, body: object) => client.send('POST', '/connections/shared/departures/end', body)
  const email = 'person.1@example.com'
  expect(await end(contributor, { email, reason: 'asked' })).toMatchObject({ status: 403 })
  expect(await end(administrator, { email })).toMatchObject({ status: 422 })
  expect(await end(administrator, { email, reason: `${email} asked` })).toMatchObject({
    status: 200,
    body: { people: 1 },
  })
  const log = JSON.stringify((await administrator.get('/audit?action=departure.end')).body)
  expect(log).toContain('departure.end')
  expect(log).not.toContain(email)
})

test('fields are proposed by the names of columns, and custom ones of the account', async () => {
  const { contributor, viewer } = await lab()
  await contributor.send('POST', '/sources/contacts/refresh')
  await expect
    .poll(async () => (await contributor.get('/sources/contacts')).body.state.status, { timeout: 15_000 })
    .toBe('Successful')
  expect((await contributor.send('POST', '/exports/propose-fields', {})).body).toMatchObject({
    proposal: { first_name: 'FirstName', last_name: 'LastName' },
    email: 'EMail',
    limit: 1_000_000,
    columns: expect.arrayContaining([expect.objectContaining({ name: 'EMail' })]),
  })
  const asked = await contributor.send('POST', '/exports/propose-fields', { connection: 'shared' })
  expect(asked.status).toBe(200)
  expect(await contributor.send('POST', '/exports/propose-fields', { connection: 'marketing' })).toMatchObject({
    status: 403,
  })
  expect(await viewer.send('POST', '/exports/propose-fields', {})).toMatchObject({ status: 403 })
})

test('a budget is told to those who may use its connections', async () => {
  const { administrator, contributor, viewer } = await lab()
  expect((await administrator.get('/budget')).body.applications).toMatchObject([
    { connections: ['marketing', 'shared'], leftToday: expect.any(Number) },
  ])
  expect((await contributor.get('/budget')).body.applications).toMatchObject([{ connections: ['shared'] }])
  const [shared] = (await contributor.get('/budget')).body.applications
  const hours: { at: string; requests: number }[] = shared.hours
  expect(hours).toHaveLength(24)
  expect(hours.reduce((sum, { requests }) => sum + requests, 0)).toBeGreaterThan(0)
  expect(new Date(hours[23]?.at ?? '').getTime() % 3_600_000).toBe(0)
  expect(await viewer.get('/budget')).toMatchObject({ status: 403 })
})

test('the environment is the administrators’ to change; who the customers are, contributors’, too', async () => {
  const { administrator, contributor, viewer, tagOf } = await lab()
  expect((await viewer.get('/environment')).body).toMatchObject({ definition: { name: 'Test' } })
  const seen = await tagOf(viewer, '/environment')
  expect(await contributor.send('PATCH', '/environment', { name: 'X' }, seen)).toMatchObject({ status: 403 })
  expect(await administrator.send('PATCH', '/environment', { timeZone: 'Nowhere/Land' }, seen)).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'environment.timeZone' }] },
  })
  expect(await administrator.send('PATCH', '/environment', { name: 'X' }, seen)).toMatchObject({
    status: 200,
    body: { definition: { name: 'X', timeZone: 'Europe/Copenhagen' }, warnings: [] },
  })
  expect(await administrator.send('PATCH', '/environment', { name: 'Y' }, seen)).toMatchObject({ status: 412 })
  const profiles = await tagOf(viewer, '/profiles')
  const definition = { from: 'contacts', email: 'EMail', firstName: 'FirstName' }
  expect(await contributor.send('PUT', '/profiles', definition, profiles)).toMatchObject({
    status: 200,
    body: { definition },
  })
  expect(
    await contributor.send('PUT', '/profiles', { ...definition, email: 'Male' }, await tagOf(viewer, '/profiles')),
  ).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'profiles.email', message: expect.stringContaining('no column "Male"') }] },
  })
})

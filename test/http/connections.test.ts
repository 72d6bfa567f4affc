import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../sandbox/start-sandbox.ts'
import { systemActor } from '../../src/access/person.ts'
import type { Definitions, ExportDefinition } from '../../src/contract/definitions.ts'
import { loadDefinitions } from '../../src/definitions/load-definitions.ts'
import { runExport } from '../../src/exports/run/run-export.ts'
import type { RunRow } from '../../src/exports/run/run-store.ts'
import { changeDefinitions } from '../../src/project/change-definitions.ts'
import { runNeeds } from '../../src/run-needs.ts'
import { queueRun } from '../../src/runs/queue-run.ts'
import { aShop, writePeople } from '../support/a-shop.ts'
import { type ConnectingLab, connect, connectingLab, sandboxApplication } from '../support/connecting-lab.ts'

const news = aShop().exports.news as ExportDefinition

async function addExports(lab: ConnectingLab, exports: Readonly<Record<string, string>>): Promise<void> {
  await writePeople(lab.app, [{ id: '1', email: 'ada@example.com' }])
  const added = Object.entries(exports).map(([name, connection]) => [name, { ...news, connection }])
  const edit = (present: Definitions) => ({
    ...present,
    exports: { ...present.exports, ...Object.fromEntries(added) },
  })
  await changeDefinitions(lab.app, systemActor, { edit })
}

async function run({ app }: ConnectingLab, exportName: string, given?: Definitions): Promise<RunRow> {
  const definitions = given ?? (await loadDefinitions(app.db))
  const asked = { exportName, trigger: 'API', startedBy: 'ada', tell: () => undefined } as const
  return runExport(runNeeds(app, definitions), definitions, { ...asked, signal: new AbortController().signal })
}

/** What If-Match takes: the ETag of the connection or the export. */
async function seen({ app }: ConnectingLab, kind: 'connection' | 'export', name: string) {
  const row = await app.db
    .selectFrom('definitions')
    .select(['revision', 'created_at'])
    .where('kind', '=', kind)
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return { 'if-match': `"${row.revision}-${row.created_at.getTime().toString(36)}"` }
}

const declared = { type: 'constant-contact', clientId: 'sandbox-client', clientSecret: { set: true } }

test('contributors see name and type of what is shared with them, viewers nothing, and only administrators change', async () => {
  const lab = await connectingLab()
  const ada = await lab.browserOf('administrator')
  const [contributor, viewer] = [await lab.as('contributor'), await lab.as('viewer')]
  await connect(ada, 'marketing', { displayName: 'Marketing' })
  await addExports(lab, { news: 'marketing' })
  expect((await contributor.get('/connections')).body.items).toEqual([])
  expect(await contributor.get('/connections/marketing/lists')).toMatchObject({ status: 403 })
  expect(await viewer.get('/connections')).toMatchObject({ status: 403 })

  const shared = { ...declared, displayName: 'Marketing', users: 'contributors' }
  expect(await ada.send('PUT', '/connections/marketing', shared)).toMatchObject({ status: 428 })
  const etag = (await ada.get('/connections/marketing')).headers.get('etag') ?? ''
  const changed = await ada.send('PUT', '/connections/marketing', shared, { 'if-match': etag })
  expect(changed).toMatchObject({
    status: 200,
    body: { connection: { users: 'contributors', status: 'connected', exports: ['news'] }, warnings: [] },
  })
  expect(await ada.send('PUT', '/connections/marketing', shared, { 'if-match': etag })).toMatchObject({ status: 412 })

  const basics = { name: 'marketing', displayName: 'Marketing', type: 'constant-contact' }
  expect((await contributor.get('/connections')).body.items).toEqual([basics])
  expect(await contributor.get('/connections/marketing')).toMatchObject({ status: 403 })
  expect((await contributor.get('/connections/marketing/lists')).body.items).toMatchObject([
    { name: 'Newsletter', members: 0 },
  ])
  for (const [method, path, body] of [
    ['PUT', '/connections/marketing', shared],
    ['DELETE', '/connections/marketing', undefined],
    ['POST', '/connections/marketing/removal', {}],
    ['POST', '/connections/marketing/check', undefined],
    ['PUT', '/connections/marketing/export-user', undefined],
    ['POST', '/connections/marketing/reconnection', undefined],
    ['POST', '/connection-drafts', { name: 'events', ...sandboxApplication }],
  ] as const) {
    const refused = await contributor.send(method, path, body, { 'if-match': '"x"' })
    expect([method, path, refused.status]).toEqual([method, path, 403])
  }

  // They may take an export off it, and put it on one that is shared with them, and on no other.
  await connect(ada, 'events')
  const detached = await contributor.send('POST', '/exports/news/detach', undefined, await seen(lab, 'export', 'news'))
  expect(detached).toMatchObject({ status: 200, body: { inactive: 'no connection' } })
  const etagOfExport = { 'if-match': detached.headers.get('etag') ?? '' }
  for (const connection of ['events', 'nowhere']) {
    const refused = await contributor.send('PATCH', '/exports/news', { connection }, etagOfExport)
    expect([connection, refused.status]).toEqual([connection, 403])
  }
  expect(await contributor.send('PATCH', '/exports/news', { connection: 'marketing' }, etagOfExport)).toMatchObject({
    status: 200,
  })
  const { links } = (await ada.get('/connections/marketing')).body
  for (const link of [links.lists, links.departures]) expect([link, (await ada.get(link)).status]).toEqual([link, 200])
  expect((await ada.send('POST', links.drift.news)).status).not.toBe(404)

  // Withdrawn again, the export stays, and they may only see it.
  const withdrawn = { ...shared, users: 'administrators' }
  await ada.send('PUT', '/connections/marketing', withdrawn, await seen(lab, 'connection', 'marketing'))
  expect((await contributor.get('/connections')).body.items).toEqual([])
  const version = await seen(lab, 'export', 'news')
  expect(await contributor.send('POST', '/exports/news/detach', undefined, version)).toMatchObject({ status: 403 })
  expect(await run(lab, 'news')).toMatchObject({ status: 'Successful' })

  // Whom it has put on its list waits there for it, and is its own again once it is back.
  const off = await ada.send('POST', '/exports/news/detach', undefined, await seen(lab, 'export', 'news'))
  expect(off.body.consequences).toEqual([
    'The list "Newsletter" keeps 1 person whom export "news" put there. Nothing is done about them until the export has a connection again.',
  ])
  const back = await ada.send('PATCH', '/exports/news', { connection: 'marketing' }, await seen(lab, 'export', 'news'))
  expect(back.body.consequences).toEqual(['Export "news" goes on with 1 person whom it put on the list "Newsletter".'])
})

test('a secret is kept, replaced, or left out, and none that is not used any more stays', async () => {
  const lab = await connectingLab({ variables: { CC_SECRET: 'sandbox-secret' } })
  const ada = await lab.browserOf('administrator')
  await connect(ada, 'marketing')
  const put = async (body: object) =>
    ada.send('PUT', '/connections/marketing', body, await seen(lab, 'connection', 'marketing'))
  const check = async () => (await ada.send('POST', '/connections/marketing/check')).body.verdict
  const secrets = () => lab.app.db.selectFrom('connection_secrets').select('name').execute()

  expect(await put({ ...declared, contractLimit: 5000 })).toMatchObject({ status: 200, body: { warnings: [] } })
  lab.control.expireAccessTokens()
  expect(await check()).toBe('well')
  await put({ ...declared, clientSecret: 'another' })
  lab.control.expireAccessTokens()
  expect(await check()).toBe('wrong')
  expect((await ada.get('/connections/marketing')).body).toMatchObject({
    ...{ status: 'reconnect_needed', causeCode: 'client_refused', needs: 'reconnect' },
    lastCheck: { verdict: 'wrong' },
  })

  expect(await secrets()).toEqual([{ name: 'marketing' }])
  const referring = await put({ ...declared, clientSecret: '${CC_SECRET}' })
  expect(referring).toMatchObject({ status: 200, body: { connection: { clientSecret: { set: true } } } })
  expect(await secrets()).toEqual([])
  expect(await put({ ...declared, clientSecret: '${NOWHERE}' })).toMatchObject({
    status: 422,
    body: { code: 'variable_unset' },
  })
  for (const [key, text] of [
    ['clientId', '${DATABASE_URL}'],
    ['clientSecret', '${POSTBUD_SECRET_KEY}'],
  ] as const) {
    const stolen = {
      status: 422,
      body: { code: 'definition_invalid', issues: [{ path: `connections.marketing.${key}` }] },
    }
    expect(await put({ ...declared, [key]: text })).toMatchObject(stolen)
    const begun = { name: 'events', ...sandboxApplication, [key]: text }
    expect(await ada.send('POST', '/connection-drafts', begun)).toMatchObject({
      ...stolen,
      body: { issues: [{ path: `connections.events.${key}` }] },
    })
  }
  const other = await put({ type: 'constant-contact', clientId: 'sandbox-pkce' })
  expect(other.body).toMatchObject({
    connection: { clientSecret: { set: false } },
    warnings: [expect.stringContaining('connected again')],
  })
})

test('a connection leads to a service of its own where its host is allowed, and tokens never follow to another', async () => {
  const second = await startSandbox({ instant: true })
  onTestFinished(() => second.close())
  second.control.autoApprove = true
  const service = { apiUrl: second.apiUrl, authUrl: second.authUrl }
  const lab = await connectingLab({
    variables: { POSTBUD_ALLOWED_HOSTS: `${new URL(second.apiUrl).host}, plain.example` },
  })
  const ada = await lab.browserOf('administrator')
  for (const [key, address] of [
    ['apiUrl', 'http://169.254.169.254/v3'],
    ['apiUrl', 'http://127.0.0.1:1/v3'],
    ['authUrl', 'https://evil.example/oauth2'],
    ['apiUrl', 'file:///etc/passwd'],
    ['apiUrl', service.apiUrl.replace('//', '//user:pass@')],
  ] as const) {
    const body = { name: 'try-out', ...sandboxApplication, service: { ...service, [key]: address } }
    const { status, body: told } = await ada.send('POST', '/connection-drafts', body)
    expect([address, status, told.issues]).toMatchObject([
      address,
      422,
      [{ path: `connections.try-out.service.${key}` }],
    ])
  }

  const plain = { ...service, apiUrl: 'http://plain.example/v3' }
  expect(
    await ada.send('POST', '/connection-drafts', { name: 'try-out', ...sandboxApplication, service: plain }),
  ).toMatchObject({ status: 422, body: { code: 'address_refused', detail: expect.stringContaining('without https') } })

  await connect(ada, 'marketing')
  await connect(ada, 'try-out', { service })
  const made = await ada.send('POST', '/connections/try-out/lists', { name: 'Only there, too' })
  expect(made).toMatchObject({ status: 201, body: { name: 'Only there, too' } })
  const lists = async (name: string) =>
    (await ada.get(`/connections/${name}/lists`)).body.items.map((list: { name: string }) => list.name)
  expect(await lists('try-out')).toContain('Only there, too')
  expect(await lists('marketing')).not.toContain('Only there, too')
  expect(await ada.send('POST', '/connections/try-out/lists', { name: 'Only there, too' })).toMatchObject({
    status: 409,
    body: { code: 'list_exists' },
  })
  expect((await ada.get('/connections/try-out/lists?search=too&sort=-members')).body.items).toHaveLength(1)

  const changed = await ada.send('PUT', '/connections/try-out', declared, await seen(lab, 'connection', 'try-out'))
  expect(changed.body.warnings).toEqual([expect.stringContaining('connected again')])
  expect(await ada.send('POST', '/connections/try-out/check')).toMatchObject({
    body: { verdict: 'wrong', findings: [{ code: 'reconnect_needed', causeCode: 'service_changed' }] },
  })
})

test('a connection in use is not removed; one act detaches, reassigns and removes its exports, all or nothing', async () => {
  const lab = await connectingLab()
  const ada = await lab.browserOf('administrator')
  await connect(ada, 'marketing')
  await connect(ada, 'events')
  await addExports(lab, { news: 'marketing', spring: 'marketing', autumn: 'marketing', other: 'events' })
  expect(await run(lab, 'news')).toMatchObject({ status: 'Successful' })
  const version = await seen(lab, 'connection', 'marketing')
  const remove = (body: object) => ada.send('POST', '/connections/marketing/removal', body, version)
  const names = async () => Object.keys((await loadDefinitions(lab.app.db)).connections)

  expect(await ada.send('DELETE', '/connections/marketing')).toMatchObject({ status: 428 })
  expect(await ada.send('DELETE', '/connections/marketing', undefined, version)).toMatchObject({
    status: 409,
    body: {
      code: 'connection_in_use',
      issues: ['news', 'spring', 'autumn'].map((name) => ({ path: `exports.${name}` })),
    },
  })
  expect(await ada.get('/connections/marketing/uses')).toMatchObject({
    body: { exports: ['news', 'spring', 'autumn'], runs: [] },
  })
  const partly = await remove({ exports: { news: { action: 'detach' } } })
  expect(partly).toMatchObject({ status: 409, body: { code: 'connection_in_use' } })
  for (const to of ['marketing', 'nowhere']) {
    const nonsense = await remove({ exports: { news: { action: 'reassign', to } }, all: { action: 'detach' } })
    expect(nonsense).toMatchObject({ status: 422, body: { issues: [{ path: 'exports.news.to' }] } })
  }
  expect(await remove({ exports: { other: { action: 'remove' } }, all: { action: 'detach' } })).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'exports.other' }] },
  })
  expect(await names()).toEqual(['marketing', 'events'])

  const removed = await remove({
    exports: { spring: { action: 'reassign', to: 'events' }, autumn: { action: 'remove' } },
    all: { action: 'detach' },
  })
  expect(removed).toMatchObject({
    status: 200,
    body: {
      remains: {
        account: { id: 'p07e1l8cdif9dl' },
        clientId: 'sandbox-client',
        lists: [{ name: 'Newsletter', people: 1 }],
        told: [expect.stringContaining('still allowed'), expect.stringContaining('stay in Constant Contact')],
      },
    },
  })
  const { connections, exports } = await loadDefinitions(lab.app.db)
  expect(Object.keys(connections)).toEqual(['events'])
  expect(Object.entries(exports).map(([name, { connection }]) => [name, connection])).toEqual([
    ['news', undefined],
    ['spring', 'events'],
    ['other', 'events'],
  ])
  for (const table of ['connection_states', 'connection_secrets'] as const) {
    expect(await lab.app.db.selectFrom(table).select('name').execute()).toEqual([{ name: 'events' }])
  }
  expect(await run(lab, 'news')).toMatchObject({ status: 'Skipped', reason: 'connection_missing' })
  expect(await remove({ all: { action: 'detach' } })).toMatchObject({ status: 404 })
  const record = await lab.app.db.selectFrom('audit_log').select(['action', 'target']).orderBy('seq').execute()
  expect(record).toEqual(
    expect.arrayContaining([
      { action: 'connection.remove', target: 'marketing' },
      { action: 'export.remove', target: 'autumn' },
      { action: 'export.change', target: 'news' },
    ]),
  )
})

test('a run that has not ended keeps its connection, whatever becomes of its export', async () => {
  const lab = await connectingLab()
  const ada = await lab.browserOf('administrator')
  await connect(ada, 'marketing')
  await addExports(lab, { news: 'marketing' })
  const { id } = await queueRun(lab.app, { exportName: 'news', trigger: 'API', actor: systemActor })
  const version = await seen(lab, 'connection', 'marketing')
  const remove = () => ada.send('POST', '/connections/marketing/removal', { all: { action: 'detach' } }, version)
  expect(await remove()).toMatchObject({
    status: 409,
    body: { code: 'connection_in_use', issues: [{ path: 'exports.news' }, { path: `runs.${id}` }] },
  })
  expect(await ada.send('POST', '/exports/news/detach', undefined, await seen(lab, 'export', 'news'))).toMatchObject({
    status: 200,
    body: { connection: null, inactive: 'no connection' },
  })
  expect(await remove()).toMatchObject({ status: 409, body: { issues: [{ path: `runs.${id}` }] } })

  // It goes on with its export as it was when it began.
  expect(await run(lab, 'news')).toMatchObject({ id, status: 'Successful' })
  expect(await remove()).toMatchObject({ status: 200 })
})

test('a run that was put in the queue as its connection went is skipped', async () => {
  const lab = await connectingLab()
  const ada = await lab.browserOf('administrator')
  await connect(ada, 'marketing')
  await addExports(lab, { news: 'marketing' })
  const version = await seen(lab, 'connection', 'marketing')
  const removal = { exports: { news: { action: 'detach' } } }
  const [{ id }, removed] = await Promise.all([
    queueRun(lab.app, { exportName: 'news', trigger: 'API', actor: systemActor }),
    ada.send('POST', '/connections/marketing/removal', removal, version),
  ])
  // Whoever was first, the other saw it, or the run finds its connection gone.
  expect([200, 409]).toContain(removed.status)
  const definitions = { ...(await loadDefinitions(lab.app.db)), connections: {} }
  expect(await run(lab, 'news', definitions)).toMatchObject({ id, status: 'Skipped', reason: 'connection_missing' })
})

test('a connection is checked once a day by itself, which renews its tokens, and what is wrong is told', async () => {
  const lab = await connectingLab({ workers: true })
  const ada = await lab.browserOf('administrator')
  await connect(ada, 'marketing')
  const state = async () =>
    lab.app.db.selectFrom('connection_states').select(['last_check', 'refreshed_at']).executeTakeFirstOrThrow()
  const before = await state()
  expect(before.last_check).toMatchObject({ verdict: 'well' })
  lab.clock.advance(25 * 3_600_000)
  lab.control.advance(25 * 3_600_000)
  const waiting = { timeout: 20_000, interval: 100 }
  await expect.poll(async () => (await state()).last_check?.at, waiting).not.toBe(before.last_check?.at)
  const after = await state()
  expect(after.last_check).toMatchObject({ verdict: 'well', missingPrivileges: [] })
  expect(after.refreshed_at?.getTime()).toBeGreaterThan((before.refreshed_at?.getTime() ?? 0) + 24 * 3_600_000)
  expect(lab.troubles).toEqual([])
})

test('runs act for the export user: without one they are skipped, until an administrator takes over', async () => {
  const lab = await connectingLab()
  const [ada, grace] = [await lab.browserOf('administrator'), await lab.browserOf('administrator')]
  await connect(ada, 'marketing')
  await addExports(lab, { news: 'marketing' })
  const { db } = lab.app
  const change = (values: { status?: 'active' | 'disabled'; role?: 'contributor' | 'administrator' }) =>
    db.updateTable('users').set(values).where('id', '=', ada.userId).execute()
  const state = async () => (await grace.get('/connections/marketing')).body

  await change({ status: 'disabled' })
  expect(await run(lab, 'news')).toMatchObject({ status: 'Skipped', reason: 'export_user_invalid' })
  expect(await state()).toMatchObject({
    status: 'connected',
    needs: 'export-user',
    exportUser: { problem: 'disabled' },
  })
  await change({ status: 'active', role: 'contributor' })
  expect(await state()).toMatchObject({ exportUser: { problem: 'not_administrator' } })
  expect(await grace.send('POST', '/connections/marketing/check')).toMatchObject({
    body: { verdict: 'wrong', findings: [{ code: 'export_user_invalid' }] },
  })
  await db.deleteFrom('users').where('id', '=', ada.userId).execute()
  expect(await state()).toMatchObject({ exportUser: { problem: 'removed', who: 'administrator 1' } })
  expect(await run(lab, 'news')).toMatchObject({ status: 'Skipped', reason: 'export_user_invalid' })

  expect(await (await lab.as('administrator')).send('PUT', '/connections/marketing/export-user')).toMatchObject({
    status: 403,
  })
  lab.clock.advance(3_600_000)
  expect(await grace.send('PUT', '/connections/marketing/export-user')).toMatchObject({
    status: 401,
    body: { code: 'reauthentication_needed' },
  })
  const fresh = await lab.browserOf('administrator')
  expect(await fresh.send('PUT', '/connections/marketing/export-user')).toMatchObject({
    status: 200,
    body: { needs: null, exportUser: { problem: null } },
  })
  expect(await run(lab, 'news')).toMatchObject({ status: 'Successful' })
  expect(await fresh.send('PUT', '/connections/nowhere/export-user')).toMatchObject({ status: 404 })
})

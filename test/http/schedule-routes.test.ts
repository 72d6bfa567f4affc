import { expect, test } from 'vitest'
import type { Definitions, ExportDefinition } from '../../src/contract/definitions.ts'
import { aShop } from '../support/a-shop.ts'
import { people } from '../support/delivery-lab.ts'
import { fastClock } from '../support/fast-clock.ts'
import type { Client } from '../support/server-lab.ts'
import { shopServer } from '../support/shop-server.ts'

const shop = aShop()
const news = shop.exports.news as ExportDefinition
const marketing = shop.connections.marketing as Definitions['connections'][string]
const two: Definitions = {
  ...shop,
  connections: { marketing, shared: { ...marketing, users: 'contributors' } },
  segments: {
    everybody: { rules: [{ where: { all: [] } }] },
    fridays: { rules: [{ where: { all: [] } }], schedule: { repeat: 'weekly', days: ['friday'] } },
  },
  exports: {
    news,
    offers: { ...news, connection: 'shared', schedule: { repeat: 'daily', times: ['07:00'] } },
  },
}
const mondays = { days: ['monday'], times: ['06:00', '18:00'], timeZone: 'UTC' }

test('the system schedule is off until an administrator sets it, and what a change stops is told', async () => {
  const { as, app } = await shopServer({ shop: two, workers: false })
  const [administrator, contributor, viewer] = [await as('administrator'), await as('contributor'), await as('viewer')]
  const before = await viewer.get('/schedules/system')
  expect(before).toMatchObject({ status: 200, body: { schedule: null, active: false, next: [] } })

  const put = (client: Client, schedule: unknown, headers: Record<string, string>) =>
    client.send('PUT', '/schedules/system', { schedule }, headers)
  const seen = { 'if-match': before.headers.get('etag') ?? '' }
  expect(await put(contributor, mondays, seen)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect(await put(administrator, mondays, {})).toMatchObject({ status: 428 })
  expect(await put(administrator, { times: ['25:00'] }, seen)).toMatchObject({ status: 422 })

  const set = await put(administrator, mondays, seen)
  expect(set).toMatchObject({
    status: 200,
    body: {
      schedule: mondays,
      active: true,
      sentence: 'Every Monday at 06:00 and 18:00 (UTC)',
      warnings: [
        'segments.fridays.schedule: its days are never those of the system refresh (monday), with which it goes along, so it is never refreshed',
      ],
    },
  })
  expect(set.body.next).toHaveLength(5)
  expect(new Date(set.body.next[0]).getUTCDay()).toBe(1)
  const look = (client: Client, schedule: unknown) =>
    client.send('POST', '/schedules/system/look?language=da', { schedule })
  expect(await look(contributor, null)).toMatchObject({ status: 403 })
  expect(await look(administrator, { times: ['25:00'] })).toMatchObject({ status: 422 })
  expect(await look(administrator, null)).toMatchObject({
    status: 200,
    body: {
      active: false,
      next: [],
      stops: [
        { kind: 'segment', name: 'fridays' },
        { kind: 'segment', name: 'everybody' },
        { kind: 'export', name: 'news' },
      ],
    },
  })
  expect(await look(administrator, { ...mondays, repeat: 'daily', days: undefined })).toMatchObject({
    status: 200,
    body: { active: true, sentence: 'Hver dag kl. 06:00 og 18:00 (UTC)', stops: [] },
  })
  expect((await viewer.get('/schedules/system')).body.schedule).toEqual(mondays)
  // Somebody who still sees the former one.
  expect(await put(administrator, null, seen)).toMatchObject({ status: 412, body: { code: 'changed_meanwhile' } })
  const off = await put(administrator, null, { 'if-match': set.headers.get('etag') ?? '' })
  expect(off.body.warnings).toEqual([
    'segments.fridays.schedule: goes along with the system refresh, which is off (environment.refresh), so that nothing happens by itself',
    'segments.everybody.schedule: went along with the system refresh, and does not run by itself any more',
    'exports.news.schedule: went along with the system refresh, and does not run by itself any more',
  ])
  const acts = await app.db.selectFrom('audit_log').select(['action', 'actor']).execute()
  expect(acts.filter(({ action }) => action === 'environment.change')).toHaveLength(2)
})

test('schedules are listed with their sentences and next times', async () => {
  const { as } = await shopServer({ shop: { ...two, environment: { ...two.environment, refresh: mondays as never } } })
  const viewer = await as('viewer')
  const { body } = await viewer.get('/schedules?language=da')
  expect(body.refresh.sentence).toBe('Hver mandag kl. 06:00 og 18:00 (UTC)')
  expect(body.exports).toMatchObject([
    { name: 'news', schedule: 'system refresh', active: true, next: body.refresh.next },
    { name: 'offers', sentence: 'Hver dag kl. 07:00 (Europe/Copenhagen)', active: true },
  ])
  expect(body.segments).toMatchObject([
    { name: 'everybody', schedule: null, next: body.refresh.next },
    { name: 'fridays', active: false, next: [] },
  ])
})

test('an export is scheduled by whoever may edit it', async () => {
  const { as } = await shopServer({ shop: two, workers: false })
  const [administrator, contributor, viewer] = [await as('administrator'), await as('contributor'), await as('viewer')]
  const { body: listed } = await viewer.get('/schedules')
  expect(listed.exports[0]).toMatchObject({ name: 'news', active: false })
  const daily = { repeat: 'daily', times: ['05:30'] }
  const put = (client: Client, name: string, schedule: unknown, tag = '"1-0"') =>
    client.send('PUT', `/exports/${name}/schedule`, { schedule }, { 'if-match': tag })
  expect(await put(viewer, 'offers', daily)).toMatchObject({ status: 403 })
  expect(await put(administrator, 'nobody', daily)).toMatchObject({ status: 404 })
  expect(await put(administrator, 'offers', daily)).toMatchObject({ status: 412 })
  expect(await put(administrator, 'offers', { repeat: 'daily' })).toMatchObject({ status: 422 })
  const several = (client: Client, body: unknown) => client.send('POST', '/schedules/exports', body)
  expect(await several(contributor, { exports: ['offers', 'news'], keep: 'off' })).toMatchObject({ status: 403 })
  const off = await several(administrator, { exports: ['offers', 'news'], keep: 'off' })
  expect(off).toMatchObject({
    status: 200,
    body: {
      exports: [
        { name: 'news', schedule: 'off', active: false },
        { name: 'offers', schedule: { repeat: 'daily', times: ['07:00'], active: false }, active: false },
      ],
    },
  })
  const on = await several(administrator, { exports: ['offers', 'news'], keep: 'on' })
  expect(on.body.exports).toMatchObject([
    { schedule: 'system refresh' },
    { schedule: { repeat: 'daily', times: ['07:00'] }, active: true },
  ])
  const all = await several(administrator, { exports: ['offers', 'news'], define: daily })
  expect(all.body.exports).toMatchObject([{ schedule: daily }, { schedule: daily }])
  expect(await several(contributor, { exports: ['offers'], define: 'off' })).toMatchObject({ status: 200 })
  expect(await several(contributor, { exports: ['offers', 'nobody'], define: daily })).toMatchObject({ status: 404 })
  expect(await several(contributor, { exports: [], define: daily })).toMatchObject({ status: 422 })
})

test('segments are given their days, and what comes of it is told', async () => {
  const { as } = await shopServer({
    shop: { ...two, environment: { ...two.environment, refresh: mondays as never } },
    workers: false,
  })
  const contributor = await as('contributor')
  const set = await contributor.send('POST', '/schedules/segments', {
    segments: ['everybody'],
    define: { repeat: 'monthly', days: [31] },
  })
  expect(set).toMatchObject({
    status: 200,
    body: {
      segments: [{ name: 'everybody', sentence: 'With the system refreshes on the 31st of the month' }],
      warnings: [
        'segments.everybody.schedule: its days are those of the system refresh (monday) only once a year or less, and no other day refreshes it',
      ],
    },
  })
})

test('everything is refreshed by an administrator, sources and segments by contributors, and the workflow can be read', async () => {
  const { as } = await shopServer({ people: people(3) })
  const [administrator, contributor, viewer] = [await as('administrator'), await as('contributor'), await as('viewer')]
  expect(await viewer.send('POST', '/refreshes', {})).toMatchObject({ status: 403 })
  expect(await contributor.send('POST', '/refreshes', {})).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  const named = await contributor.send('POST', '/refreshes', { sources: ['contacts'] })
  expect(named).toMatchObject({ status: 202, body: { trigger: 'API', scope: { sources: ['contacts'], segments: [] } } })
  expect(await contributor.send('POST', '/refreshes', { sources: ['contcats'] })).toMatchObject({ status: 404 })
  const profiles = await contributor.send('POST', '/refreshes', { profiles: true })
  expect(profiles.body.scope).toEqual({ sources: [], segments: [], profiles: true })
  expect((await viewer.get(`/refreshes/${profiles.body.id}`)).body.tasks).toMatchObject([{ kind: 'profiles' }])
  for (const nothing of [{ profiles: false }, { sources: [] }, { segments: [], sources: [] }]) {
    expect(await contributor.send('POST', '/refreshes', nothing)).toMatchObject({ status: 422 })
  }

  const all = await administrator.send('POST', '/refreshes', {})
  expect(all).toMatchObject({ status: 202, body: { scope: null, startedBy: 'administrator 1' } })
  const read = async (id: string) => (await viewer.get(`/refreshes/${id}`)).body
  const began = performance.now()
  while ((await read(all.body.id)).finishedAt === null && performance.now() - began < 20_000) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { tasks, status } = await read(all.body.id)
  expect(status).toBe('Successful')
  expect(tasks).toMatchObject([
    { kind: 'source', name: 'contacts', status: 'Successful', counts: { rows: 3 } },
    { kind: 'profiles' },
    { kind: 'segment', name: 'everybody', counts: { members: 3 } },
    { kind: 'export', name: 'news', counts: { delivered: 3 }, runStatus: 'Successful' },
  ])
  expect(tasks[0].tookMs).toBeGreaterThanOrEqual(0)
  expect(tasks[0].tookBeforeMs).toBeGreaterThanOrEqual(0)
  expect(tasks[2].tookBeforeMs).toBeNull()
  expect((await viewer.get('/refreshes')).body.items.map((each: { id: string }) => each.id)).toEqual([
    all.body.id,
    profiles.body.id,
    named.body.id,
  ])
  expect((await viewer.get('/refreshes?limit=1')).body).toMatchObject({ next: all.body.id })
  expect((await viewer.get('/refreshes/tasks/source/contacts')).body.items).toHaveLength(2)
  expect(await viewer.get('/refreshes/nothing')).toMatchObject({ status: 404 })
  expect(await administrator.send('POST', `/refreshes/${all.body.id}/cancel`)).toMatchObject({
    status: 409,
    body: { code: 'refresh_ended' },
  })
  const { body } = await viewer.get('/status')
  expect(body).toMatchObject({
    environment: 'Test',
    lists: { inStep: 1, of: 1 },
    attention: [],
    sources: [{ name: 'contacts', status: 'Successful', count: 3, next: null }],
    profiles: { status: 'Successful', count: 3 },
    segments: [{ name: 'everybody', status: 'Successful', count: 3 }],
    exports: [{ name: 'news', status: 'Successful', count: 3, inStep: true }],
    connections: [{ name: 'marketing', status: 'Connected' }],
  })
})

test('before anything was refreshed nothing has started, and what fails says why', async () => {
  const clock = fastClock()
  const failing = { ...shop, sources: { contacts: { file: 'gone.csv', key: 'ContactId' } } }
  const { as, workers } = await shopServer({ shop: failing, clock })
  const administrator = await as('administrator')
  expect((await administrator.get('/status')).body).toMatchObject({
    sources: [{ status: 'Not started', updatedAt: null }],
    profiles: { status: 'Not started' },
    segments: [{ status: 'Not started' }],
    exports: [{ status: 'Not started', inStep: null }],
  })
  const { body } = await administrator.send('POST', '/refreshes', {})
  const began = performance.now()
  for (;;) {
    const refresh = (await administrator.get(`/refreshes/${body.id}`)).body
    if (refresh.finishedAt !== null) break
    if (performance.now() - began > 20_000) throw new Error(JSON.stringify(refresh))
    clock.advance(60_000)
    workers.wake()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  expect((await administrator.get('/status')).body).toMatchObject({
    sources: [
      {
        status: 'Failed (permanent)',
        reason: 'source_file_missing',
        meaning: expect.stringContaining('sources refresh'),
      },
    ],
    profiles: { status: 'Skipped', reason: 'upstream_failed' },
    segments: [{ status: 'Skipped', reason: 'upstream_failed' }],
    exports: [{ status: 'Skipped', reason: 'upstream_failed' }],
  })
})

import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { systemActor } from '../../src/access/person.ts'
import type { UnifiedProfiles } from '../../src/contract/definitions.ts'
import type { UnifiedField } from '../../src/contract/unification.ts'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { refreshSources } from '../../src/refresh/refresh-for.ts'
import { refreshProfiles } from '../../src/refresh/refresh-profiles.ts'
import { queueRun } from '../../src/runs/queue-run.ts'
import { aShop } from '../support/a-shop.ts'
import { type Client, serverLab } from '../support/server-lab.ts'
import { shopServer } from '../support/shop-server.ts'
import { files, threeSources, unified, writeSources } from '../support/three-sources.ts'

const people = [
  { id: 'C-1', email: 'Anna.Holm@example.com', first: 'Anna', last: 'Holm' },
  { id: 'C-2', email: 'bo@example.com', first: 'Bo', last: 'Ærø' },
  { id: 'C-3', email: 'not an address', first: 'Anna', last: 'Lund' },
  { id: 'ken@example.com', email: 'ken@example.com', first: 'Ken' },
]

/** A shop with orders, delivered once. */
async function lab() {
  const shop = aShop({
    sources: {
      ...aShop().sources,
      orders: { file: 'orders.csv', key: 'No' },
      lines: { file: 'lines.csv', key: 'Line' },
    },
    profiles: { from: 'contacts', email: 'EMail', firstName: 'FirstName', lastName: 'LastName' },
    relationships: {
      bought: { from: 'orders.ContactId', to: 'profile.ContactId' },
      'order-of-line': { from: 'lines.Order', to: 'orders.No' },
    },
  })
  const made = await shopServer({ shop, people })
  const folder = dirname(made.app.config.file)
  await writeFile(join(folder, 'orders.csv'), 'No,ContactId,On\n1,C-1,2026-01-01\n2,C-1,2026-03-01\n3,C-2,2026-02-01\n')
  await writeFile(
    join(folder, 'lines.csv'),
    'Line,Order,What\na,1,tea\nb,2,coffee\nc,2,anna.holm@example.com\nd,3,milk\n',
  )
  const contributor = await made.as('contributor')
  const viewer = await made.as('viewer')
  return { ...made, contributor, viewer, search: searching(contributor), searchAsViewer: searching(viewer) }
}

function searching(client: Client) {
  return async (body: object) => (await client.send('POST', '/profiles/search', body)).body
}

test('people are searched in all their texts, a page at a time; who sees no addresses finds nobody by one', async () => {
  const { app, contributor, viewer, search, searchAsViewer, ended } = await lab()
  expect(await search({})).toEqual({ total: 0, refreshed: false, columns: [], items: [], next: null })
  await ended((await queueRun(app, { exportName: 'news', trigger: 'API', actor: systemActor })).id)

  const first = await search({ limit: 3 })
  expect(first).toMatchObject({ total: 4, refreshed: true, items: [{ key: 'C-1' }, { key: 'C-2' }, { key: 'C-3' }] })
  expect(first.items[0]).toMatchObject({ name: 'Anna Holm', email: 'Anna.Holm@example.com', isKeyShown: true })
  const second = await search({ limit: 3, cursor: first.next })
  expect(second).toMatchObject({ items: [{ key: 'ken@example.com' }], next: null })
  const keysOf = async (body: object, as = search) => (await as(body)).items.map(({ key }: { key: string }) => key)
  expect(await keysOf({ text: 'anna' })).toEqual(['C-1', 'C-3'])
  expect(await keysOf({ skip: 2, limit: 1 })).toEqual(['C-3'])
  expect(await keysOf({ text: 'anna', skip: 1 })).toEqual(['C-3'])
  expect(await search({ skip: 9 })).toMatchObject({ total: 4, items: [], next: null })
  expect(await keysOf({ text: ' LUND  anna ' })).toEqual(['C-3'])
  expect(await keysOf({ text: 'ÆRØ' })).toEqual(['C-2'])
  expect(await keysOf({ text: 'bo@example' })).toEqual(['C-2'])
  expect(await keysOf({ text: "'; drop table x; --" })).toEqual([])
  expect(await contributor.send('POST', '/profiles/search', { cursor: 'nonsense' })).toMatchObject({ status: 422 })

  expect(await keysOf({ text: 'bo@example' }, searchAsViewer)).toEqual([])
  expect(await keysOf({ text: 'example' }, searchAsViewer)).toEqual([])
  expect(await keysOf({ text: 'holm' }, searchAsViewer)).toEqual(['C-1'])
  const shown = await searchAsViewer({})
  expect(JSON.stringify(shown)).not.toMatch(/holm@|bo@|ken@/i)
  expect(shown.items[3]).toMatchObject({ key: 'k…n@example.com', isKeyShown: false })
  expect((await viewer.send('POST', '/profiles/card', { key: 'k…n@example.com' })).status).toBe(404)
})

test('a card tells of one person what is known, where they were delivered, and what hangs on them', async () => {
  const { app, contributor, viewer, ended } = await lab()
  expect(await contributor.send('POST', '/profiles/card', { key: 'C-1' })).toMatchObject({
    status: 409,
    body: { code: 'source_not_refreshed' },
  })
  const run = await ended((await queueRun(app, { exportName: 'news', trigger: 'API', actor: systemActor })).id)
  await contributor.send('POST', '/refreshes', { sources: ['orders', 'lines'] })
  await expect
    .poll(async () => (await contributor.get('/sources/lines')).body.state.status, { timeout: 20_000 })
    .toBe('Successful')

  const card = await contributor.send('POST', '/profiles/card', { key: 'C-1' })
  expect(card).toMatchObject({
    status: 200,
    body: {
      key: 'C-1',
      name: 'Anna Holm',
      email: 'Anna.Holm@example.com',
      sources: [{ source: 'contacts', key: 'C-1' }],
      segments: [{ name: 'everybody', displayName: 'everybody' }],
    },
  })
  expect(card.body.fields.find(({ name }: { name: string }) => name === 'LastName')).toMatchObject({
    type: 'string',
    value: 'Holm',
    source: 'contacts',
  })
  const delivered = await contributor.send('POST', '/profiles/card/deliveries', { key: 'C-1' })
  expect(delivered.body).toMatchObject({
    deliveries: [{ export: 'news', list: 'Newsletter', email: 'anna.holm@example.com' }],
    departures: [],
    receipts: [{ run: run.id, export: 'news', outcome: 'delivered' }],
  })
  expect(delivered.body.deliveries[0].deliveredAt).toMatch(/^\d{4}-\d\d-\d\dT/)
  const rejected = await contributor.send('POST', '/profiles/card/deliveries', { key: 'C-3' })
  expect(rejected.body).toMatchObject({ deliveries: [], receipts: [{ outcome: 'rejected' }] })

  const related = await contributor.send('POST', '/profiles/card/related', { key: 'C-1', limit: 1 })
  expect(related.body.tables).toMatchObject([
    { table: 'orders', path: ['bought'], total: 2, rows: [{ No: '2' }] },
    { table: 'lines', path: ['bought', 'order-of-line'], total: 3, rows: [{ Line: 'a', What: 'tea' }] },
  ])
  const asViewer = await Promise.all(
    ['', '/deliveries', '/related'].map((part) => viewer.send('POST', `/profiles/card${part}`, { key: 'C-1' })),
  )
  expect(asViewer.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(JSON.stringify(asViewer.map(({ body }) => body))).not.toMatch(/holm@/i)
  expect(JSON.stringify(asViewer[0]?.body)).toContain('A…m@example.com')
  for (const part of ['', '/deliveries', '/related']) {
    expect(await contributor.send('POST', `/profiles/card${part}`, { key: 'C-9' })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    })
  }
})

test('of several sources that were unified, the card tells the rows it is made of and what hangs on each', async () => {
  const server = await serverLab({ workers: false })
  const portrait: UnifiedField = { name: 'Portrait', type: 'profile-image', from: { shop: 'photo', club: 'billede' } }
  const whole: UnifiedField = { name: 'Whole', type: 'full-name', from: { club: 'hele' } }
  const definitions = threeSources({ profiles: { ...unified, fields: [...unified.fields, portrait, whole] } })
  await saveDefinitions(server.app.db, definitions)
  const at = 'https://pictures.example'
  await writeSources(server.app, {
    ...files,
    shop: withColumn(files.shop, 'photo', ['', '"data:image/png;base64,c29lcmVu"', `${at}/ann`]),
    club: withColumn(files.club, 'billede,hele', [
      `${at}/debby,`,
      ',',
      `${at.replace('//', '//else:secret@')}/else,Else Alone`,
    ]),
  })
  const contributor = await server.as('contributor')
  const viewer = await server.as('viewer')
  const search = searching(contributor)
  expect(await search({})).toMatchObject({ total: 0, refreshed: false })
  await refreshSources(server.app, definitions, new AbortController().signal)
  await refreshProfiles(server.app, definitions)

  const found = await search({ text: 'debby@example.com' })
  expect(found).toMatchObject({ total: 1, items: [{ email: 'debby@example.com' }] })
  const [{ key }] = found.items
  const card = await contributor.send('POST', '/profiles/card', { key })
  expect(card.body.sources).toEqual([
    { source: 'shop', key: '1' },
    { source: 'club', key: 'a' },
    { source: 'till', key: '77' },
  ])
  expect(card.body.fields.find(({ name }: { name: string }) => name === 'Email')).toMatchObject({ source: null })
  const { body } = await contributor.send('POST', '/profiles/card/related', { key })
  const tables = body.tables.map(({ table }: { table: string }) => table)
  expect(tables).toEqual(expect.arrayContaining(['shop', 'club', 'till', 'orders']))

  // Where a picture of them is, from whichever source, and why none is where that cannot be fetched.
  const cardOf = async (text: string, as = contributor) => {
    const { items } = await search({ text })
    return (await as.send('POST', '/profiles/card', { key: items[0].key })).body
  }
  expect(card.body.picture).toEqual({ field: 'Portrait', address: `${at}/debby`, host: 'pictures.example' })
  expect((await cardOf('soren@')).picture).toEqual({ field: 'Portrait', refused: 'not-https' })
  expect((await cardOf('else@')).picture).toEqual({ field: 'Portrait', refused: 'with-password' })
  // Who sees addresses masked sees none that a picture could be fetched from, wherever it stands, nor finds anybody by one.
  const masked = await cardOf('debby@', viewer)
  expect(masked).toMatchObject({ name: 'Debby Jensen', picture: null })
  expect(masked.fields.find(({ name }: { name: string }) => name === 'Portrait').value).toBe(`${at}/…`)
  const told = await Promise.all(
    [
      ...['/tables/profile/rows', '/tables/profile/rows.csv', '/tables/shop/rows', '/tables/club/rows.csv'],
      ...['/tables/profile/values?column=Portrait', '/sources/shop/columns', '/sources/club/columns'],
      ...[`/unification/people/${key}`, '/tables/deduplication-shop/rows'],
    ].map((path) => viewer.get(path)),
  )
  expect(told.map(({ status }) => status)).toEqual(told.map(() => 200))
  const all = JSON.stringify([masked, await searching(viewer)({}), ...told.map(({ body: each }) => each)])
  expect(all).toContain(`${at}/…`)
  expect(all).not.toMatch(/example\/(ann|debby|else)|secret|c29lcmVu/)
  expect(await searching(viewer)({ text: '/debby' })).toMatchObject({ total: 0 })
  expect(await search({ text: '/debby' })).toMatchObject({ total: 1 })
  expect((await viewer.get('/tables/profile/values?column=Portrait&search=debby')).body.items).toEqual([])
  expect(JSON.stringify((await contributor.get('/tables/profile/rows')).body)).toContain(`${at}/debby`)

  // Whoever has neither a first nor a last name is called by the whole one.
  const { firstName, lastName, ...nameless } = definitions.profiles
  await saveDefinitions(server.app.db, { ...definitions, profiles: nameless as UnifiedProfiles })
  expect([firstName, lastName, (await cardOf('else@')).name, (await cardOf('soren@')).name]).toEqual([
    'FirstName',
    'LastName',
    'Else Alone',
    null,
  ])
})

/** The rows of a CSV file, each with more behind it. */
function withColumn(text: string, name: string, values: readonly string[]): string {
  const lines = text.trimEnd().split('\n')
  return `${lines.map((line, at) => `${line},${[name, ...values][at]}`).join('\n')}\n`
}

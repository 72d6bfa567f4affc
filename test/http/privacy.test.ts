import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { systemActor } from '../../src/access/person.ts'
import { quoteText } from '../../src/engine/quote-name.ts'
import { findErasure } from '../../src/privacy/erasure-store.ts'
import { queueRun } from '../../src/runs/queue-run.ts'
import { aShop } from '../support/a-shop.ts'
import { people } from '../support/delivery-lab.ts'
import { placesOf } from '../support/erasure-lab.ts'
import type { Client, ServerLab } from '../support/server-lab.ts'
import { shopServer } from '../support/shop-server.ts'

const who = { email: 'person.1@example.com' }

/** A server that has delivered to three people. */
async function lab() {
  const made = await shopServer({ people: people(3) })
  const run = await queueRun(made.app, { exportName: 'news', trigger: 'API', actor: systemActor })
  await made.ended(run.id)
  return { ...made, admin: await made.as('administrator') }
}

/** The erasure when it has ended. */
async function ended(admin: Client, id: string) {
  for (const began = performance.now(); performance.now() - began < 20_000; ) {
    const { body } = await admin.get(`/privacy/erasures/${id}`)
    if (body.state !== 'under_way') return body
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`erasure ${id} has not ended`)
}

test('an administrator erases a person, and has a certificate', async () => {
  const { app, admin, members } = await lab()

  await app.db.updateTable('runs').set({ message: 'as person.1@example.com said' }).execute()

  const asked = await admin.send('POST', '/privacy/erasures', {
    ...who,
    removeFromLists: true,
    reason: 'by letter of person.1@example.com',
  })

  expect(asked.status).toBe(202)
  expect(asked.body).toMatchObject({ state: 'under_way', removeFromLists: true, askedBy: 'administrator 1' })
  const again = await admin.send('POST', '/privacy/erasures', { key: 'C-1', removeFromLists: true })
  expect(['under_way', 'whole']).toContain(again.body.state)
  expect(await ended(admin, asked.body.id)).toMatchObject({ state: 'whole', waitsFor: null })
  await ended(admin, again.body.id)
  expect(members()).toEqual(['person.0@example.com', 'person.2@example.com'])
  expect(await placesOf(app, /person\.1@example\.com/)).toEqual([])
  const certificate = await admin.get(`/privacy/erasures/${asked.body.id}/certificate`)
  expect(certificate.body).toMatchObject({
    removedFrom: ['Newsletter'],
    erased: { 'table rows': 1, 'segment members': 1 },
  })
  expect(certificate.body.remains.map(({ kind }: { kind: string }) => kind)).toEqual(['account', 'source', 'backup'])
  const text = await admin.get(`/privacy/erasures/${asked.body.id}/certificate.txt`)
  expect(text.headers.get('content-type')).toMatch('text/plain')
  expect(text.body).toMatch(/^Certificate of erasure/)
  const danish = await admin.get(`/privacy/erasures/${asked.body.id}/certificate.txt`, { 'accept-language': 'da' })
  expect(danish.body).toMatch(/^Attest for sletningen/)
  expect(danish.body).toMatch(/^ {2}tabelrækker: 1$/m)
  expect(danish.body).not.toMatch(/\b(the|they|them|was|were|what|which|and)\b/i)
  expect(JSON.stringify([certificate.body, text.body, (await admin.get('/privacy/erasures')).body])).not.toMatch(
    /person\.1/,
  )
})

test('an erasure is lifted with a reason, once', async () => {
  const { admin, app, turnTo, ended: runEnded } = await lab()
  const { body } = await admin.send('POST', '/privacy/erasures', who)
  await ended(admin, body.id)

  expect((await admin.send('POST', `/privacy/erasures/${body.id}/lift`, { reason: ' ' })).status).toBe(422)
  const lifted = await admin.send('POST', `/privacy/erasures/${body.id}/lift`, { reason: 'a customer again' })
  expect(lifted.body).toMatchObject({ state: 'lifted', lifted: { by: 'administrator 1', reason: 'a customer again' } })
  expect((await admin.send('POST', `/privacy/erasures/${body.id}/lift`, { reason: 'twice' })).status).toBe(409)
  expect((await admin.send('POST', '/privacy/erasures/nobody/lift', { reason: 'x' })).status).toBe(404)

  await turnTo(people(3))
  const run = await queueRun(app, { exportName: 'news', trigger: 'API', actor: systemActor })
  expect(await runEnded(run.id)).toMatchObject({ status: 'Successful' })
  const held = await admin.send('POST', '/privacy/person', who)
  expect(held.body).toMatchObject({
    keys: ['C-1'],
    segments: ['everybody'],
    tables: { contacts: [{ ContactId: 'C-1' }] },
  })
  expect((await findErasure(app.db, body.id)).lift_reason).toBe('a customer again')
})

test('what is said of a person is asked for in the body, of one person, and by administrators alone', async () => {
  const { admin, as } = await lab()
  const held = await admin.send('POST', '/privacy/person', who)
  expect(held.status).toBe(200)
  expect(held.body).toMatchObject({
    emails: ['person.1@example.com'],
    deliveries: [{ export: 'news', list: 'Newsletter' }],
  })
  for (const body of [{}, { email: '' }, { email: 'a@b.c', key: 'C-1' }, { email: 'a@b.c', other: 1 }, []]) {
    expect((await admin.send('POST', '/privacy/person', body)).status).toBe(422)
    expect((await admin.send('POST', '/privacy/erasures', body)).status).toBe(422)
  }
  for (const role of ['viewer', 'contributor'] as const) {
    const client = await as(role)
    expect((await client.send('POST', '/privacy/person', who)).status).toBe(403)
    expect((await client.send('POST', '/privacy/erasures', who)).status).toBe(403)
    expect((await client.get('/privacy/erasures')).status).toBe(403)
  }
})

/** A file of another kind, as bytes. */
async function parquet(app: ServerLab['app'], rows: string): Promise<Buffer> {
  const path = join(app.directory.scratch, 'made.parquet')
  await using session = await app.engine.session()
  await session.run(`copy (${rows}) to ${quoteText(path)} (format parquet)`)
  const bytes = await readFile(path)
  await rm(path)
  return bytes
}

/** A server whose sources read what was uploaded: one of each kind, and the customers from a file of the customer's own. */
async function uploadsLab() {
  const made = await lab()
  const { app, admin, url, define } = made
  const send = async (path: string, content: Buffer | string, method = 'POST') => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${admin.key}`, 'content-type': 'application/octet-stream' },
      body: Buffer.from(content),
    })
    expect(answer.status).toBeLessThan(300)
    return String(((await answer.json()) as { file: string }).file)
  }
  const orders = 'Id;Customer;Text\r\nO-1;C-1;"beans; brown"\r\nO-2;C-2;"for Person.1@Example.com"\r\n'
  const lines = gzipSync('{"Id":"L-1","Order":"O-1"}\n{"Id":"L-2","Order":"O-2","Weight":12345678901234567890}\n')
  const visits = await parquet(
    app,
    `select * from (values (1, 'C-1', ['x']), (2, 'C-2', ['y', 'person.1@example.com']), (3, 'C-0', ['z'])) v ("Id", " Customer", seen)`,
  )
  const files = {
    orders: await send('/uploads?name=orders.csv', orders),
    lines: await send('/uploads?name=lines.ndjson.gz', lines),
    visits: await send('/uploads?name=visits.parquet', visits),
    notes: await send('/uploads?name=notes.json', '[{"Id":"N-1"}, "by C-1"]'),
    unused: await send('/uploads?name=unused.txt', 'Mail\nperson.1@example.com\n'),
    others: await send('/uploads?name=others.txt', 'Mail\nperson.10@example.com\n'),
  }
  await define(
    aShop({
      sources: {
        ...aShop().sources,
        orders: { file: files.orders, key: 'Id' },
        lines: { file: files.lines, key: 'Id' },
        notes: { file: files.notes, key: 'Id', maxCorrupt: 0.9 },
        visits: { file: files.visits, key: 'Id' },
      },
      relationships: {
        orders: { from: 'orders.Customer', to: 'contacts.ContactId' },
        lines: { from: 'lines.Order', to: 'orders.Id' },
        visits: { from: 'visits.Customer', to: 'contacts.ContactId' },
      },
    }),
  )
  const refresh = async (name: string, as = 'Successful') => {
    const { status, body } = await admin.send('POST', `/sources/${name}/refresh`)
    expect(status).toBe(202)
    await expect.poll(async () => (await admin.get(`/refreshes/${body.id}`)).body.status).toBe(as)
  }
  for (const name of ['orders', 'lines', 'visits']) await refresh(name)
  const at = (name: keyof typeof files) => join(dirname(app.config.file), files[name])
  return { ...made, send, refresh, at }
}

test('files that were uploaded are written anew without the person, whatever they are written in', async () => {
  const { app, admin, at, send, refresh } = await uploadsLab()

  const { body: asked } = await admin.send('POST', '/privacy/erasures', who)
  await ended(admin, asked.id)

  expect(await readFile(at('orders'), 'utf8')).toBe('Id;Customer;Text\r\nO-2;C-2;\r\n')
  expect(gunzipSync(await readFile(at('lines'))).toString()).toBe(
    '{"Id":"L-2","Order":"O-2","Weight":12345678901234567890}\n',
  )
  await using session = await app.engine.session()
  const visits = () => session.rows(`select * from read_parquet(${quoteText(at('visits'))}) order by "Id"`)
  expect(await visits()).toEqual([
    { Id: 2, ' Customer': 'C-2', seen: null },
    { Id: 3, ' Customer': 'C-0', seen: ['z'] },
  ])
  expect([existsSync(at('unused')), existsSync(at('others'))]).toEqual([false, true])
  expect(await placesOf(app, /person\.1@example\.com|C-1\b/i)).toEqual([])
  const { body: certificate } = await admin.get(`/privacy/erasures/${asked.id}/certificate`)
  expect(certificate.erased).toMatchObject({ 'uploaded rows': 4, 'uploaded cells': 2, uploads: 1 })
  const remaining = certificate.remains.filter(({ kind }: { kind: string }) => kind === 'source' || kind === 'upload')
  expect(remaining).toMatchObject([
    { name: 'contacts', sentence: expect.stringMatching(/is yours and was not changed/) },
  ])

  // Brought again, they are not kept either, and the others are.
  await send('/sources/orders/file?name=new.csv', 'Id,Customer,Text\nO-7,C-1,again\nO-8,C-2,new\n', 'PUT')
  await refresh('orders')
  expect(await readFile(at('orders'), 'utf8')).toBe('Id,Customer,Text\nO-8,C-2,new\n')
  expect((await admin.get('/sources/orders')).body.state).toMatchObject({ rows: 1 })
  const array =
    '["for person.1@example.com", {"Id":"N-8","By":["Person.1@example.com"]}, ["PERSON.1@example.com"], {"Id":"N-9"}]'
  expect(await readFile(at('notes'), 'utf8')).toBe('[{"Id":"N-1"}]\n')
  await send('/sources/notes/file?name=new.json', array, 'PUT')
  await refresh('notes', 'Completed with warnings')
  expect(await readFile(at('notes'), 'utf8')).toBe('[{"Id":"N-8","By":null},\n{"Id":"N-9"}]\n')
  expect(await placesOf(app, /person\.1@example\.com|C-1\b/i)).toEqual([])
  const before = await app.db.selectFrom('source_states').select('version').where('name', '=', 'orders').execute()
  await refresh('orders')
  // What was written anew is known, and not read once more.
  expect(await app.db.selectFrom('source_states').select('version').where('name', '=', 'orders').execute()).toEqual(
    before,
  )
})

test('an uploaded file that cannot be taken apart is told of in the certificate', async () => {
  const { admin, at } = await uploadsLab()
  await writeFile(at('visits'), 'PAR1 no more')
  const { body: asked } = await admin.send('POST', '/privacy/erasures', who)
  await ended(admin, asked.id)
  const { body: certificate } = await admin.get(`/privacy/erasures/${asked.id}/certificate`)
  expect(certificate.remains).toContainEqual({
    kind: 'upload',
    name: 'visits',
    sentence: expect.stringContaining('is damaged, so that nobody could be taken out of it'),
  })
  expect(await readFile(at('visits'), 'utf8')).toBe('PAR1 no more')
})

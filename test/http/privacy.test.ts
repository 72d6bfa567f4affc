import { expect, test } from 'vitest'
import { systemActor } from '../../src/access/person.ts'
import { findErasure } from '../../src/privacy/erasure-store.ts'
import { queueRun } from '../../src/runs/queue-run.ts'
import { people } from '../support/delivery-lab.ts'
import { placesOf } from '../support/erasure-lab.ts'
import type { Client } from '../support/server-lab.ts'
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

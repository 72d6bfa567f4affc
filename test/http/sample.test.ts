import { expect, inject, test } from 'vitest'
import { openSampleAccount } from '../../src/cli/sample-account.ts'
import { connectingLab } from '../support/connecting-lab.ts'
import { freePort } from '../support/free-port.ts'
import { untilRun } from '../support/shop-server.ts'

const isEmbedded = inject('postgres') === null

/** A server with nothing configured, whose sample listens on a port of its own. */
async function emptyServer() {
  const variables = { POSTBUD_SAMPLE_PORT: String(await freePort()) }
  return await connectingLab({ shop: null, workers: true, variables, sample: openSampleAccount })
}

test('an administrator tries the sample: from nothing to two filled lists, where the database is embedded', async () => {
  const { browserOf, as, app } = await emptyServer()
  const ada = await browserOf('administrator')
  expect((await ada.get('/sample')).body).toEqual({ offered: isEmbedded, page: null })
  const { consent } = (await ada.get('/connection-settings')).body
  const agreed = { agree: true, textVersion: consent.version }
  if (!isEmbedded) {
    expect(await ada.send('POST', '/sample', agreed)).toMatchObject({
      status: 409,
      body: { code: 'sample_not_offered' },
    })
    return
  }
  // A program has no person behind it who could become the export user.
  expect(await ada.program.send('POST', '/sample', agreed)).toMatchObject({ status: 403 })
  expect((await ada.get('/sample')).body.offered).toBe(true)
  // Cut short once the shop is there; trying again goes on from it.
  expect(await ada.send('POST', '/sample', { agree: true, textVersion: '0' })).toMatchObject({
    body: { code: 'consent_text_changed' },
  })
  const begun = await ada.send('POST', '/sample', agreed)
  expect(begun).toMatchObject({ status: 202 })
  for (const { id } of begun.body.runs) {
    const run = await untilRun(app, id, ({ finished_at }) => finished_at !== null)
    expect(run).toMatchObject({ status: 'Successful' })
  }
  const { page } = (await (await as('viewer')).get('/sample')).body
  expect(page).toBe(`http://127.0.0.1:${app.config.samplePort}`)
  const lists = (await ada.get('/connections/marketing/lists')).body.items as { name: string; members: number }[]
  const newsletter = lists.find(({ name }) => name === 'Newsletter')
  expect(newsletter?.members).toBeGreaterThan(2_000)
  expect(lists.find(({ name }) => name === 'Loyal customers')?.members).toBeGreaterThan(500)

  const acts = await app.db.selectFrom('audit_log').select('action').orderBy('seq').execute()
  expect(acts.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['sample.begin', 'connection.consent', 'connection.connect', 'run.start']),
  )
  // Whoever has begun is not offered it again, and nothing is made twice.
  expect((await ada.get('/sample')).body.offered).toBe(false)
  const again = await ada.send('POST', '/sample', agreed)
  expect(again.body.runs).toHaveLength(2)
  expect((await ada.get('/exports')).body.items).toHaveLength(2)
})

test('the sample never mixes with what is configured, and can be turned off', async () => {
  const { browserOf } = await connectingLab({ sample: openSampleAccount })
  const ada = await browserOf('administrator')
  expect((await ada.get('/sample')).body.offered).toBe(false)
  expect(await ada.send('POST', '/sample', { agree: true, textVersion: '1' })).toMatchObject({
    status: 409,
    body: { code: 'sample_not_offered' },
  })
  const off = await connectingLab({ shop: null, variables: { POSTBUD_SAMPLE_PORT: 'off' }, sample: openSampleAccount })
  const bob = await off.browserOf('administrator')
  expect((await bob.get('/sample')).body).toEqual({ offered: false, page: null })
  expect((await bob.send('POST', '/sample', { agree: true, textVersion: '1' })).body.detail).toContain(
    'POSTBUD_SAMPLE_PORT',
  )
})

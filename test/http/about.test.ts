import { expect, test } from 'vitest'
import { serverLab } from '../support/server-lab.ts'

test('everybody who is signed in may read which Postbud this is, and what it stands on', async () => {
  const { as, send, app } = await serverLab({ workers: false })
  const { status, body } = await (await as('viewer')).get('/about')
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { version: expect.stringMatching(/^\d+\.\d+\.\d+/), licence: 'MIT', address: app.config.http.publicUrl },
  })
  expect(body.database).toBe(app.secrets.databaseUrl ? 'server' : 'embedded')
  const libraries: { name: string; version: string; licence: string }[] = body.libraries
  expect(libraries.find(({ name }) => name === 'fastify')).toMatchObject({ licence: 'MIT' })
  expect(libraries.filter(({ version, licence }) => version === '' || licence === '')).toEqual([])
  expect((await send('GET', '/about')).status).toBe(401)
})

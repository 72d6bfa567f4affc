import { expect, test } from 'vitest'
import { reasons } from '../../src/contract/reasons.ts'
import { serverLab } from '../support/server-lab.ts'

test('everybody who is signed in may read which Postbud this is, what it stands on, and what its reasons mean', async () => {
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

  const { body: told } = await (await as('viewer')).get('/reasons')
  expect(told.reasons.map(({ code }: { code: string }) => code).sort()).toEqual(Object.keys(reasons).sort())
  expect(told.reasons.find(({ code }: { code: string }) => code === 'email_missing')).toEqual({
    code: 'email_missing',
    about: 'people',
    en: { what: 'The profile has no e-mail address.', todo: 'Complete it at the source.' },
    da: { what: 'Profilen har ingen mailadresse.', todo: 'Udfyld den i datakilden.' },
  })
})

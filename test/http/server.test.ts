import { expect, test } from 'vitest'
import { serverLab } from '../support/server-lab.ts'

test('the server knows who asks by their key, and refuses everybody else', async () => {
  const { as, send } = await serverLab()
  const viewer = await as('viewer')
  expect(await viewer.get('/me')).toMatchObject({
    status: 200,
    body: { role: 'viewer', email: 'viewer.1@postbud.example' },
  })
  const refused = await send('GET', '/me')
  expect(refused).toMatchObject({ status: 401, body: { code: 'unauthenticated', status: 401 } })
  expect(refused.headers.get('content-type')).toBe('application/problem+json')
  expect(await send('GET', '/me', undefined, { authorization: 'Bearer pbk_nothing' })).toMatchObject({ status: 401 })
})

test('what is nowhere, and what the API is, are told', async () => {
  const { send } = await serverLab()
  expect(await send('GET', '/nowhere')).toMatchObject({ status: 404, body: { code: 'not_found' } })
  const { body } = await send('GET', '/api/openapi.json')
  expect(body).toMatchObject({ openapi: '3.1.0', paths: { '/api/v1/me': { get: { summary: 'Who asks' } } } })
})

test('the description shows the shapes of definitions, and what they refer to is there', async () => {
  const { send } = await serverLab()
  const { body } = await send('GET', '/api/openapi.json')
  const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name]) => name,
  )
  expect(references).toContain('Relationship')
  expect(references.filter((name) => !Object.hasOwn(body.components.schemas, name ?? ''))).toEqual([])
  expect(body.paths['/api/v1/relationships'].post.parameters).toContainEqual(
    expect.objectContaining({ in: 'header', name: 'idempotency-key' }),
  )
})

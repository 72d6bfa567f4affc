import { expect, test } from 'vitest'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { aShop } from '../support/a-shop.ts'
import { serverLab } from '../support/server-lab.ts'

async function lab() {
  const server = await serverLab()
  await saveDefinitions(server.app.db, aShop())
  return { ...server, contributor: await server.as('contributor'), administrator: await server.as('administrator') }
}

/** Rules within rules, so deep that following them one by one would end the program. */
function deep(levels: number): string {
  return `{"rules":[{"where":${'{"not":'.repeat(levels)}{"all":[]}${'}'.repeat(levels)}}]}`
}

test('rules that are nested without end are refused, and the server goes on', async () => {
  const { url, contributor, administrator } = await lab()
  for (const levels of [100, 190, 20_000]) {
    for (const [method, path, body] of [
      ['POST', '/segments/count', `{"definition":${deep(levels)}}`],
      ['POST', '/segments', `{"name":"deep-${levels}","definition":${deep(levels)}}`],
    ] as const) {
      const answer = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${contributor.key}`, 'content-type': 'application/json' },
        body,
      })
      const told = (await answer.json()) as { code?: string }
      expect([200, 201, 409, 422], `${path} ${levels} ${JSON.stringify(told).slice(0, 300)}`).toContain(answer.status)
    }
  }
  expect((await contributor.get('/me')).status).toBe(200)
  const text = `environment: ${'['.repeat(50_000)}${']'.repeat(50_000)}`
  for (const act of ['plan', 'apply']) {
    expect(await administrator.send('POST', `/configuration/${act}`, { path: 'p.yaml', text })).toMatchObject({
      status: 200,
      body: { valid: false, applied: false },
    })
  }
})

test('bodies that are no definitions are refused with a sentence, whatever they are', async () => {
  const { contributor, administrator, url } = await lab()
  const odd = [null, 1, 'text', [], true, { '': {} }, { rules: 1 }, { rules: [null] }, { rules: [{ where: null }] }]
  for (const definition of odd) {
    for (const section of ['segments', 'sources', 'relationships', 'exports']) {
      const answer = await administrator.send('POST', `/${section}`, { name: 'odd', definition })
      expect(answer.status, `${section} ${JSON.stringify(definition)} ${JSON.stringify(answer.body)}`).toBe(422)
      const tag = { 'if-none-match': '*' }
      expect((await administrator.send('PUT', `/${section}/odd`, definition, tag)).status).toBeOneOf([400, 422])
    }
    expect((await contributor.send('POST', '/segments/count', { definition })).status).toBe(422)
    expect((await contributor.send('POST', '/sources/preview', { definition })).status).toBe(422)
  }
  for (const changes of [
    { alerts: { webhooks: { x: null } } },
    { alerts: { webhooks: [] } },
    { alerts: 1 },
    { name: { a: 1 } },
    { refresh: 'x' },
  ]) {
    const { headers } = await administrator.get('/environment')
    const tag = { 'if-match': headers.get('etag') ?? '' }
    const answer = await administrator.send('PUT', '/environment', { name: 'Test', timeZone: 'UTC', ...changes }, tag)
    expect(answer.status, JSON.stringify(changes)).toBe(422)
  }
  for (const name of ['__proto__', 'constructor', 'toString', 'a'.repeat(400), '../x', 'A', '']) {
    const answer = await contributor.send('POST', '/segments', { name, definition: aShop().segments.everybody })
    expect(answer.status, name).toBe(name === 'constructor' ? 201 : 422)
    expect((await contributor.get(`/segments/${encodeURIComponent(name || 'none')}`)).status).not.toBe(500)
  }
  const proto = await fetch(`${url}/api/v1/segments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${contributor.key}`, 'content-type': 'application/json' },
    body: '{"name":"odd","definition":{"__proto__":{"rules":[]},"rules":[{"where":{"all":[]}}]}}',
  })
  expect(proto.status).toBe(400)
})

test('text that no database keeps is refused wherever it stands, and nothing fails inside', async () => {
  const { administrator, url } = await lab()
  const refused = { status: 422, body: { code: 'invalid_request' } }
  expect(await administrator.get('/users/a%00b')).toMatchObject(refused)
  expect(await administrator.get('/runs/last/receipts.csv?outcome=%00')).toMatchObject({
    ...refused,
    body: { issues: [{ path: 'query.outcome' }] },
  })
  for (const [text, path] of [
    [
      '"definition": {"rules": [{"where": {"column": "EMail", "equals": "a\\ud800b"}}]}',
      'definition.rules.0.where.equals',
    ],
    ['"definition": {"rules": [], "a\\u0000": 1}', 'definition'],
  ]) {
    const answer = await fetch(`${url}/api/v1/segments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${administrator.key}`, 'content-type': 'application/json' },
      body: `{"name": "odd", ${text}}`,
    })
    expect([answer.status, await answer.json()]).toMatchObject([422, { issues: [{ path }] }])
  }
  const text = 'environment: { name: "a\\0b" }'
  expect(await administrator.send('POST', '/configuration/apply', { path: 'p.yaml', text })).toMatchObject({
    status: 200,
    body: { valid: false, applied: false },
  })
})

test('of those who make a thing of one name at once, one does', async () => {
  const { contributor } = await lab()
  const definition = aShop().segments.everybody
  const answers = await Promise.all(
    [1, 2, 3, 4, 5].map(() => contributor.send('POST', '/segments', { name: 'same', definition })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409])
})

test('a removal and a change that needs what is removed do not both happen', async () => {
  const { contributor, app } = await lab()
  const made = await contributor.send('POST', '/segments', { name: 'x', definition: aShop().segments.everybody })
  const tag = { 'if-match': made.headers.get('etag') ?? '' }
  const answers = await Promise.all([
    contributor.send('DELETE', '/segments/x', undefined, tag),
    contributor.send('POST', '/segments', { name: 'y', definition: { rules: [{ where: { segment: 'x' } }] } }),
  ])
  const statuses = answers.map(({ status }) => status)
  expect([
    [200, 422],
    [409, 201],
  ]).toContainEqual(statuses)
  const names = await app.db.selectFrom('definitions').select('name').where('kind', '=', 'segment').execute()
  expect(names.map(({ name }) => name).sort()).toEqual(statuses[0] === 200 ? ['everybody'] : ['everybody', 'x', 'y'])
})

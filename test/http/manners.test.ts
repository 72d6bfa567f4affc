import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { startServer } from '../../src/http/start-server.ts'
import { serverLab } from '../support/server-lab.ts'
import { testApp } from '../support/test-app.ts'

test('a person who asks for more than their share waits, and nobody else does', async () => {
  const { as } = await serverLab({ variables: { POSTBUD_RATE_PERSON: '30' } })
  const [ada, bob] = [await as('viewer'), await as('viewer')]
  const statuses = []
  for (let n = 0; n < 6; n += 1) statuses.push((await ada.get('/me')).status)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  const refused = await ada.get('/me')
  expect(refused.body).toMatchObject({ code: 'too_many_requests', status: 429 })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await bob.get('/me')).status).toBe(200)
})

test('an address that asks for more than its share waits, whoever it says that it is', async () => {
  const { send, url } = await serverLab({ variables: { POSTBUD_RATE_ADDRESS: '30', POSTBUD_TRUST_PROXY: 'yes' } })
  const from = (address: string) =>
    send('GET', '/me', undefined, { authorization: `Bearer pbk_${Math.random()}`, 'x-forwarded-for': address })
  const statuses = []
  for (let n = 0; n < 6; n += 1) statuses.push((await from('203.0.113.1')).status)
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  expect((await from('203.0.113.2')).status).toBe(401)
  // Programs that watch the server are not kept from it.
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
})

test('a body that is too large is refused before it is read', async () => {
  const { as, url } = await serverLab()
  const { key } = await as('administrator')
  const sent = request(`${url}/api/v1/segments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'content-length': 1024 * 1024 + 1 },
  })
  sent.on('error', () => undefined)
  const answer = once(sent, 'response')
  sent.flushHeaders()
  const [response] = await answer
  expect(response.statusCode).toBe(413)
  expect(JSON.parse(await text(response))).toMatchObject({ status: 413, code: 'invalid_request' })
  sent.destroy()
})

test('what goes wrong inside is told without a word of it, under the id that the log has', async () => {
  const { app, as } = await serverLab({ variables: { POSTBUD_LOG: 'silent' } })
  const viewer = await as('viewer')
  await app.db.schema.dropTable('api_keys').execute()
  const { status, body, headers } = await viewer.get('/me')
  expect({ status, body }).toMatchObject({ status: 500, body: { code: 'unexpected' } })
  expect(body.requestId).toBe(headers.get('x-request-id'))
  expect(JSON.stringify(body)).not.toMatch(/api_keys|relation|\.ts|\\n/)
})

test('every answer is safe to show in a browser, and the documentation works under the same rules', async () => {
  const { url } = await serverLab()
  const { headers } = await fetch(`${url}/api/v1/me`)
  expect(headers.get('content-security-policy')).toContain("default-src 'self'")
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-powered-by')).toBeNull()
  expect(headers.get('strict-transport-security')).toBeNull()

  const docs = await fetch(`${url}/api/docs/`)
  const rules = docs.headers.get('content-security-policy') ?? ''
  expect(docs.status).toBe(200)
  expect(rules).toContain("default-src 'self'")
  expect(rules).not.toMatch(/script-src[^;]*('unsafe-inline'|'unsafe-eval'|https?:)/)
  // What the page loads is there, and from here.
  const page = await docs.text()
  const loaded = [...page.matchAll(/<script[^>]*src="([^"]+)"/g)].map(([, source]) => source ?? '')
  expect(loaded.length).toBeGreaterThan(0)
  for (const source of loaded) {
    const script = await fetch(new URL(source, `${url}/api/docs/`))
    await script.arrayBuffer()
    expect(script.status, source).toBe(200)
  }

  const safe = await serverLab({ variables: { POSTBUD_URL: 'https://postbud.example' } })
  expect((await fetch(`${safe.url}/api/v1/me`)).headers.get('strict-transport-security')).toMatch(/max-age=\d{7}/)
})

test('whoever sends a letter at a time loses the line', async () => {
  const app = await testApp({ variables: { POSTBUD_PORT: '0' } })
  const server = await startServer({ ...app, wake: () => undefined }, { headMs: 200, wholeMs: 400, lookEveryMs: 50 })
  onTestFinished(() => server[Symbol.asyncDispose]())
  const said = async (text: string) => {
    const socket = connect(server.port, '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += String(chunk)
    })
    socket.on('error', () => undefined)
    socket.write(text)
    await once(socket, 'close')
    return answer
  }
  expect(await said('GET /healthz HTTP/1.1\r\nHost: x\r\nX-')).toContain('408')
  const body =
    'POST /api/v1/setup HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{'
  // Refused before its body is read, or cut while it is: either way the line does not stay open.
  expect(await said(body)).toMatch(/^HTTP\/1\.1 4\d\d|^$/)
})

test('a server that stops lets requests finish and takes no new ones', async () => {
  const app = await testApp({ variables: { POSTBUD_PORT: '0' } })
  const server = await startServer({ ...app, wake: () => undefined })
  const sent = request({
    port: server.port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/api/v1/setup',
    headers: { 'content-type': 'application/json', 'content-length': '2', expect: '100-continue' },
  })
  const answer = once(sent, 'response')
  sent.flushHeaders()
  // The server has begun with it.
  await once(sent, 'continue')
  const stopped = server[Symbol.asyncDispose]()
  sent.end('{}')
  const [{ statusCode }] = await answer
  expect(statusCode).toBeGreaterThanOrEqual(400)
  await stopped
  await expect(fetch(`http://127.0.0.1:${server.port}/healthz`)).rejects.toThrow()
})

import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { aFolder } from '../support/test-app.ts'

const root = resolve(import.meta.dirname, '../..')
/** One that ships with Postbud. */
const library = 'fastify'

/** What `.ci/audit` makes of a registry that knows this of the library: nothing, how grave it is, or no answer but a status. */
async function audited(known: 'nothing' | 'moderate' | 'high' | 'critical' | 405 | 503 | 'unreachable') {
  const asked: string[] = []
  const registry = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    request.resume()
    const json = (body: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
    if (typeof known === 'number') return response.writeHead(known).end('no')
    // npm also looks at what depends on a library that is known to be unsafe.
    if (request.method === 'GET') return json({ name: decodeURIComponent(request.url?.slice(1) ?? ''), versions: {} })
    const finding = {
      id: 1,
      url: 'https://example.com/1',
      title: 'Does harm',
      severity: known,
      vulnerable_versions: '*',
    }
    return json(known === 'nothing' ? {} : { [library]: [finding] })
  })
  await new Promise<void>((done) => registry.listen(0, '127.0.0.1', done))
  const { port } = registry.address() as AddressInfo
  const close = () => new Promise((done) => registry.close(done))
  if (known === 'unreachable') await close()
  else onTestFinished(() => void close())
  const env = {
    ...process.env,
    npm_config_registry: `http://127.0.0.1:${port}`,
    npm_config_fetch_retries: '0',
    npm_config_cache: await aFolder(),
  }
  return await new Promise<{ code: number; out: string; asked: readonly string[] }>((done) => {
    execFile(resolve(root, '.ci/audit'), { env, cwd: root }, (thrown, out) =>
      done({ code: thrown ? Number(thrown.code) : 0, out, asked }),
    )
  })
}

test('a library that is known to do harm fails the build, however the rest of it is', async () => {
  for (const known of ['high', 'critical'] as const) {
    const { code, out, asked } = await audited(known)
    expect({ code, known }).toEqual({ code: 1, known })
    expect(out).toMatch(new RegExp(`known: .*[1-9] ${known}`))
    expect(out).toContain('Does harm')
    expect(asked).toContain('POST /-/npm/v1/security/advisories/bulk')
  }
  expect(await audited('moderate')).toMatchObject({ code: 0, out: expect.stringMatching(/[1-9] moderate/) })
  expect(await audited('nothing')).toMatchObject({ code: 0, out: expect.stringMatching(/^0 known/) })
})

test('a registry that cannot say so fails no build, and that it was not looked at is said', async () => {
  for (const known of [405, 503, 'unreachable'] as const) {
    expect(await audited(known)).toMatchObject({ code: 0, out: expect.stringMatching(/^NOT CHECKED: /) })
  }
})

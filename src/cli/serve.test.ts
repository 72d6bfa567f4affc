import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { freePort } from '../../test/support/free-port.ts'
import { aFolder, layDatabase } from '../../test/support/test-app.ts'
import { runCli } from './run-cli.ts'

test('the first start shows a link, each start a new one, until somebody administrates', async () => {
  const folder = await aFolder()
  await layDatabase(`${folder}/data`)
  const links: string[] = []
  const post = async (url: string, path: string, body: object) => {
    const headers = { 'content-type': 'application/json', origin: url }
    return (await fetch(`${url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).status
  }
  for (let start = 0; start < 2; start += 1) {
    const server = serve(folder, await freePort())
    const address = await server.says(/Become the first who does, once, with:\n(\S+)\n/)
    expect(address.startsWith(`${server.url}/set-up#pbl_`)).toBe(true)
    links.push(address)
    if (start === 1) {
      const ada = { email: 'ada@postbud.example', name: 'Ada', password: 'violet anchor paddle 7' }
      const statuses = []
      for (const each of links)
        statuses.push(await post(server.url, '/set-up', { ...ada, token: new URL(each).hash.slice(1) }))
      expect(statuses).toEqual([410, 204])
    }
    expect(await server.stop()).toMatchObject({ code: 0 })
  }
  const server = serve(folder, await freePort())
  await server.says(/(serves)/)
  const { said } = await server.stop()
  expect(said).not.toMatch(/pbl_|administrates/)
})

/** A server's process without the process around it. `says` resolves with what a pattern catches of what it says. */
function serve(folder: string, port: number) {
  const stopping = new AbortController()
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  let said = ''
  let listen: () => void = () => undefined
  stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    listen()
  })
  const ended = runCli({
    argv: ['serve'],
    env: { POSTBUD_DATA: `${folder}/data`, POSTBUD_FILE: `${folder}/postbud.yaml`, POSTBUD_PORT: String(port) },
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    signal: stopping.signal,
  })
  return {
    url: `http://localhost:${port}`,
    says: (pattern: RegExp) =>
      new Promise<string>((resolve, reject) => {
        listen = () => {
          const found = pattern.exec(said)?.[1]
          if (found !== undefined) resolve(found)
        }
        listen()
        ended.then(() => reject(new Error(`the server ended and said:\n${said}`)), reject)
      }),
    stop: async () => {
      stopping.abort(new Error('stopped by SIGTERM'))
      return { code: await ended, said }
    },
  }
}

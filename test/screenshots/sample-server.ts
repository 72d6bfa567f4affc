import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort } from '../support/free-port.ts'

const program = resolve(import.meta.dirname, '../../bin/postbud.js')

export type SampleServer = AsyncDisposable & {
  readonly url: string
  /** Of the signed-in administrator. */
  readonly cookie: { readonly name: string; readonly value: string; readonly url: string }
  /** Makes the administrator one who reads this language. */
  readonly speak: (language: 'en' | 'da') => Promise<void>
  /** The id of the sample's first run, which has ended. */
  readonly run: string
}

/** The real program with an administrator and the sample in it, in a folder of its own that goes with it. */
export async function startSampleServer(): Promise<SampleServer> {
  const folder = await mkdtemp(join(tmpdir(), 'postbud-screenshots-'))
  const [port, samplePort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, [program, 'serve'], {
    env: {
      ...process.env,
      POSTBUD_DATA: join(folder, 'data'),
      POSTBUD_FILE: join(folder, 'postbud.yaml'),
      POSTBUD_PORT: String(port),
      POSTBUD_URL: url,
      POSTBUD_SAMPLE_PORT: String(samplePort),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = async () => {
    const gone = new Promise((done) => child.once('exit', done))
    if (child.exitCode === null && child.kill('SIGTERM')) await gone
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const token = await setUpToken(child)
    const person = { name: 'Ada Lovelace', email: 'ada@example.com', password: 'correct horse battery staple' }
    const setUp = await send(url, '/set-up', { token, ...person, language: 'en' })
    const [, name = '', value = ''] = /^([^=]+)=([^;]+)/.exec(setUp.headers.get('set-cookie') ?? '') ?? []
    const headers = { cookie: `${name}=${value}`, 'idempotency-key': crypto.randomUUID() }
    const begun = await send(url, '/sample', { agree: true, textVersion: '1' }, headers)
    const { runs } = (await begun.json()) as { runs: { id: string }[] }
    for (const { id } of runs) await untilEnded(url, id, headers)
    const speak = async (language: 'en' | 'da') => {
      await send(url, '/me', { language }, headers, 'PATCH')
    }
    return { url, cookie: { name, value, url }, speak, run: runs[0]?.id ?? '', [Symbol.asyncDispose]: stop }
  } catch (thrown) {
    await stop()
    throw thrown
  }
}

/** What stands in the link that the server prints for the first administrator. */
async function setUpToken(child: ChildProcess): Promise<string> {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += String(chunk)))
  for (let tries = 0; tries < 600; tries += 1) {
    const token = /#(pbl_[\w-]+)/.exec(text)?.[1]
    if (token) return token
    if (child.exitCode !== null) throw new Error(`The server ended: ${text}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`The server printed no link: ${text}`)
}

async function send(
  url: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  method = 'POST',
): Promise<Response> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', origin: url, ...headers },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return answer
}

async function untilEnded(url: string, id: string, headers: Readonly<Record<string, string>>): Promise<void> {
  for (let tries = 0; tries < 2400; tries += 1) {
    const answer = await fetch(`${url}/api/v1/runs/${id}`, { headers })
    const { finishedAt } = (await answer.json()) as { finishedAt: string | null }
    if (finishedAt !== null) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error(`Run ${id} has not ended.`)
}

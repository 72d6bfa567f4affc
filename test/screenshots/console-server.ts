import { type ChildProcess, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { freePort } from '../support/free-port.ts'

const program = resolve(import.meta.dirname, '../../bin/postbud.js')

/** The real program with an administrator, whom it takes for whoever sends the cookie. */
export type ConsoleServer = AsyncDisposable & {
  readonly url: string
  /** Of the signed-in administrator. */
  readonly cookie: { readonly name: string; readonly value: string; readonly url: string }
  /** Sends as the administrator, and answers what is answered. Throws where that is a refusal. */
  readonly send: <T>(method: string, path: string, body?: unknown) => Promise<T>
  /** Makes the administrator one who reads this language. */
  readonly speak: (language: 'en' | 'da') => Promise<void>
}

/** What the program finds in a folder of its own: its data directory, its configuration file and a port of its own. */
export async function environmentOf(folder: string): Promise<NodeJS.ProcessEnv> {
  const port = String(await freePort())
  return {
    ...process.env,
    POSTBUD_DATA: join(folder, 'data'),
    POSTBUD_FILE: join(folder, 'postbud.yaml'),
    POSTBUD_PORT: port,
    POSTBUD_URL: `http://127.0.0.1:${port}`,
    POSTBUD_SAMPLE_PORT: String(await freePort()),
  }
}

/** Starts it over what is in the folder, which goes with it. */
export async function startConsoleServer(folder: string, env: NodeJS.ProcessEnv): Promise<ConsoleServer> {
  const { POSTBUD_URL: url = '' } = env
  const child = spawn(process.execPath, [program, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = async () => {
    const gone = new Promise((done) => child.once('exit', done))
    if (child.exitCode === null && child.kill('SIGTERM')) await gone
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const token = await setUpToken(child)
    const person = { name: 'Ada Lovelace', email: 'ada@example.com', password: 'correct horse battery staple' }
    const setUp = await ask(url, 'POST', '/set-up', { token, ...person, language: 'en' })
    const [, name = '', value = ''] = /^([^=]+)=([^;]+)/.exec(setUp.headers.get('set-cookie') ?? '') ?? []
    const send = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const headers = { cookie: `${name}=${value}`, 'idempotency-key': crypto.randomUUID() }
      return (await (await ask(url, method, path, body, headers)).json()) as T
    }
    const speak = async (language: 'en' | 'da') => {
      await send('PATCH', '/me', { language })
    }
    return { url, cookie: { name, value, url }, send, speak, [Symbol.asyncDispose]: stop }
  } catch (thrown) {
    await stop()
    throw thrown
  }
}

/** Waits until a run or a refresh has ended. */
export async function untilEnded({ send }: ConsoleServer, path: string): Promise<void> {
  for (let tries = 0; tries < 2400; tries += 1) {
    const { finishedAt } = await send<{ finishedAt: string | null }>('GET', path)
    if (finishedAt !== null) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error(`${path} has not ended.`)
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

async function ask(
  url: string,
  method: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), origin: url, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return answer
}

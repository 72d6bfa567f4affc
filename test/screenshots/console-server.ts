import { type ChildProcess, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { freePort } from '../support/free-port.ts'

const program = resolve(import.meta.dirname, '../../bin/postbud.js')

/** The longest that a run or a refresh is followed. */
const longestMs = 600_000

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

/** Follows a run or a refresh until it has ended. */
export async function untilEnded({ url, cookie, send }: ConsoleServer, path: string): Promise<void> {
  await (await ask(url, 'GET', `${path}/events`, undefined, { cookie: `${cookie.name}=${cookie.value}` })).text()
  const { finishedAt } = await send<{ finishedAt: string | null }>('GET', path)
  if (finishedAt === null) throw new Error(`${path} has not ended.`)
}

/** What stands in the link that the server prints for the first administrator. */
function setUpToken(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const listen = (chunk: Buffer) => {
      text += String(chunk)
      const token = /#(pbl_[\w-]+)/.exec(text)?.[1]
      if (token) resolve(token)
    }
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', listen)
    child.once('exit', () => reject(new Error(`The server ended: ${text}`)))
    AbortSignal.timeout(60_000).addEventListener('abort', () =>
      reject(new Error(`The server printed no link: ${text}`)),
    )
  })
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
    signal: AbortSignal.timeout(longestMs),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return answer
}

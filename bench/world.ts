import { type ChildProcess, spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** Where something is measured: the variables of its processes, its configuration file, and how its sandbox is ended. */
export type World = { readonly env: NodeJS.ProcessEnv; readonly file: string; readonly stop: () => void }

type Given = {
  readonly folder: string
  readonly name: string
  readonly sandboxFlags: readonly string[]
  /** What is applied. */
  readonly configuration: string
}

/** A sandbox and a data directory of their own, applied and connected. */
export async function openWorld({ folder, name, sandboxFlags, configuration }: Given): Promise<World> {
  const port = await freePort()
  const sandbox = spawn(
    process.execPath,
    [join(root, 'sandbox/main.ts'), '--port', String(port), '--auto-approve', ...sandboxFlags],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await new Promise((ready) => sandbox.stdout.once('data', ready))
  await fetch(`http://127.0.0.1:${port}/control/add-list`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Bare' }),
  })
  const file = join(folder, `${name}.yaml`)
  await writeFile(file, configuration)
  const env = {
    ...process.env,
    POSTBUD_FILE: file,
    POSTBUD_DATA: join(folder, name),
    POSTBUD_REDIRECT_URL: `http://localhost:${await freePort()}/callback`,
    CONSTANT_CONTACT_API_URL: `http://127.0.0.1:${port}/v3`,
    CONSTANT_CONTACT_AUTH_URL: `http://127.0.0.1:${port}/oauth2/default/v1`,
  }
  await output(spawnPostbud(env, ['apply', '--yes']))
  const connecting = spawnPostbud(env, ['connect', 'marketing', '--no-browser', '--accept-data-transfer'])
  let seen = ''
  connecting.stderr?.on('data', (chunk: Buffer) => {
    seen += chunk
    const address = /https?:\/\/\S+\/authorize\?\S+(?=\s)/.exec(seen)?.[0]
    if (address) {
      seen = ''
      void fetch(address)
    }
  })
  await output(connecting)
  return { env, file, stop: () => sandbox.kill() }
}

/** A process of the program. */
export function spawnPostbud(env: NodeJS.ProcessEnv, words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(root, 'src/cli/main.ts'), ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** What a process printed. Throws when it fails. */
export async function output(child: ChildProcess): Promise<string> {
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk
  })
  const code = await new Promise<number | null>((done) => child.on('exit', done))
  if (code !== 0) throw new Error(`${child.spawnargs.slice(1).join(' ')} ended with exit code ${code}`)
  return text
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((ready) => probe.once('listening', ready))
  const address = probe.address()
  await new Promise((closed) => probe.close(closed))
  if (typeof address !== 'object' || address === null) throw new Error('no free port')
  return address.port
}

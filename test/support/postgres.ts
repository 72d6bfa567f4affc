import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { freePort } from './free-port.ts'
import { scratch } from './scratch.ts'

/** A PostgreSQL server of its own on the loopback, gone when disposed. */
export type PostgresServer = AsyncDisposable & {
  /** postgres://…; the user may do everything. */
  readonly url: string
  readonly port: number
  /** Runs statements on it. */
  readonly run: (text: string) => Promise<void>
  /** Resolves once no other connection runs a statement. */
  readonly idle: () => Promise<void>
}

const run = promisify(execFile)
const binaries = findBinaries()

/**
 * Whether tests may start a server. Where PostgreSQL is missing they are skipped, loudly; with POSTBUD_REQUIRE_ALL=1 they
 * run and fail.
 */
export const postgresMissing = binaries === undefined && process.env.POSTBUD_REQUIRE_ALL !== '1'
if (postgresMissing) {
  process.stderr.write('\nSKIPPED: tests against PostgreSQL. Install it (apt-get install postgresql) to run them.\n\n')
}

export async function startPostgres(): Promise<PostgresServer> {
  if (!binaries) throw new Error('No PostgreSQL server is installed, and POSTBUD_REQUIRE_ALL=1 asks for one.')
  const folder = await mkdtemp(join(scratch, 'postbud-postgres-'))
  const data = join(folder, 'data')
  // initdb and postgres refuse to run as root.
  const as = userInfo().uid === 0 ? await otherUser() : undefined
  if (as) await chown(folder, as.uid, as.gid)

  const options = ['--auth=trust', '--username=postbud', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']
  await run(join(binaries, 'initdb'), ['-D', data, ...options], { ...as, cwd: folder })
  const port = await freePort()
  const settings = [
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
    'autovacuum=off',
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    `unix_socket_directories=${folder}`,
  ]
  const server = spawn(join(binaries, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...as,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const url = `postgres://postbud@127.0.0.1:${port}/postgres`
  await ready(server)
  const query = async (text: string) => {
    const client = new Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query(text)
    await client.end()
    return rows
  }
  const active = "select 1 from pg_stat_activity where state = 'active' and pid <> pg_backend_pid()"
  return {
    url,
    port,
    run: async (text) => void (await query(text)),
    async idle() {
      while ((await query(active)).length > 0);
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGQUIT')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The folder of the server's programs: on the path, or where Debian puts the newest. */
function findBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(':')]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

async function otherUser(): Promise<{ uid: number; gid: number }> {
  const idOf = async (flag: string) => Number((await run('id', [flag, 'nobody'])).stdout)
  return { uid: await idOf('-u'), gid: await idOf('-g') }
}

async function ready(server: ChildProcess): Promise<void> {
  let said = ''
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`PostgreSQL ended while starting:\n${said}`)))
  })
}

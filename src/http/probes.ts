import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { migrationsWanting } from '../db/migrate.ts'
import { messageOf } from '../lib/app-error.ts'
import { networkOf } from '../lib/network-of.ts'
import { rateLimit, TooManyRequestsError } from './rate-limits.ts'
import type { ServerApp } from './server-app.ts'

/** What is looked at, each with what is wrong; undefined for nothing. */
type Check = () => Promise<string | undefined>

const patienceMs = 3000

/**
 * `GET /healthz`: this process answers. `GET /readyz`: it can work too, and is not about to stop; 503 with what is wrong
 * otherwise. Both are for programs that start, stop and balance servers, and tell nothing but that.
 */
export function addProbes(server: FastifyInstance, app: ServerApp): void {
  let stopping = false
  // Being asked costs a statement and a file, and anybody may ask.
  const limit = rateLimit({ perMinute: 600, atOnce: 100 })
  server.addHook('preClose', async () => {
    stopping = true
  })
  server.get('/healthz', { schema: { hide: true }, logLevel: 'warn' }, async () => ({ status: 'ok' }))
  server.get('/readyz', { schema: { hide: true }, logLevel: 'warn' }, async (request, reply) => {
    const waitSeconds = limit.take(networkOf(request.ip))
    if (waitSeconds > 0) throw new TooManyRequestsError('address', waitSeconds)
    const checks: Readonly<Record<string, Check>> = {
      database: async () => void (await sql`select 1`.execute(app.db)),
      migrations: async () =>
        (await migrationsWanting(app.db)) ? 'The tables are not those of this version.' : undefined,
      dataDirectory: () => writable(app.directory.scratch),
      workers: async () =>
        app.workersAlive && !app.workersAlive() ? 'No worker has looked for work lately.' : undefined,
      server: async () => (stopping ? 'The server is stopping.' : undefined),
    }
    const found = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await wrongWith(check)] as const),
    )
    const wrong = found.filter(([, text]) => text !== undefined)
    for (const [name, text] of wrong) request.log.warn({ check: name, text }, 'not ready')
    // What the system says may name paths: the log has it, whoever asks learns which check it is.
    const told = Object.fromEntries(found.map(([name, text]) => [name, text === undefined ? 'ok' : 'failed']))
    return reply
      .code(wrong.length > 0 ? 503 : 200)
      .send({ status: wrong.length > 0 ? 'not ready' : 'ok', checks: told })
  })
}

async function wrongWith(check: Check): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const timer = setTimeout(() => resolve(`No answer within ${patienceMs / 1000} s.`), patienceMs)
  try {
    return await Promise.race([check(), promise])
  } catch (thrown) {
    return messageOf(thrown)
  } finally {
    clearTimeout(timer)
  }
}

async function writable(folder: string): Promise<undefined> {
  const path = join(folder, `ready-${randomUUID()}`)
  await writeFile(path, '')
  await rm(path, { force: true })
}

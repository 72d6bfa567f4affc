import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { inject, onTestFinished } from 'vitest'
import { type App, openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/environment.ts'
import { openDatabase } from '../../src/db/open-database.ts'
import type { Clock } from '../../src/lib/clock.ts'
import { databaseOf, dropDatabase } from './database-of.ts'
import { scratch } from './scratch.ts'

const run = promisify(execFile)

/** A folder of its own for the test that asks, removed when the test is over, with the database of what was placed in it. */
export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(scratch, 'postbud-test-'))
  onTestFinished(async () => {
    const server = inject('postgres')
    if (server !== null) await dropDatabase(server, databaseNameOf(folder))
    await rm(folder, { recursive: true, force: true })
  })
  return folder
}

function databaseNameOf(folder: string): string {
  return `test_${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`
}

const root = resolve(import.meta.dirname, '../..')
let template: Promise<string> | undefined

/**
 * Lays a new database into a data directory: a copy of one that was made once for all tests, since making one takes seconds.
 * The program opens it as it opens any that it finds.
 */
export async function layDatabase(dataDirectoryPath: string): Promise<void> {
  template ??= findTemplate()
  await mkdir(dataDirectoryPath, { recursive: true })
  await run('cp', ['-a', join(await template, 'db'), dataDirectoryPath])
}

/** Made by the first process that comes, and kept for those to come, under a name that says what it was made by. */
async function findTemplate(): Promise<string> {
  const migrations = join(root, 'src/db/migrations')
  const files = (await readdir(migrations)).sort().map((name) => join(migrations, name))
  const makers = [...files, join(root, 'node_modules/@electric-sql/pglite/package.json')]
  const made = createHash('sha256')
  for (const file of makers) made.update(await readFile(file))
  const cache = join(root, 'node_modules/.cache')
  const folder = join(cache, `postbud-database-${made.digest('hex').slice(0, 16)}`)
  if (existsSync(folder)) return folder

  await mkdir(cache, { recursive: true })
  const aside = await mkdtemp(join(cache, 'making-'))
  await (await openDatabase({ directory: join(aside, 'db') }))[Symbol.asyncDispose]()
  // Another process may have been faster, and then its database is there whole.
  await rename(aside, folder).catch(() => rm(aside, { recursive: true, force: true }))
  return folder
}

/**
 * The settings that place the program in a folder: its data, its file, and its control database where the project's tests run on a
 * PostgreSQL server (vitest.config.ts). For tests that go on in the folder with a command line.
 */
export async function placeIn(folder: string): Promise<Record<string, string>> {
  const server = inject('postgres')
  return {
    POSTBUD_DATA: join(folder, 'data'),
    POSTBUD_FILE: join(folder, 'postbud.yaml'),
    // More tests run at once than there are processors, so an engine with several threads only wakes them for nothing.
    POSTBUD_ENGINE_THREADS: '1',
    ...(server !== null && { DATABASE_URL: await databaseOf(server, databaseNameOf(folder)) }),
  }
}

/** The same, with an empty database laid there. */
export async function settleIn(folder: string): Promise<Record<string, string>> {
  const place = await placeIn(folder)
  if (!place.DATABASE_URL) await layDatabase(join(folder, 'data'))
  return place
}

/** The whole program on its defaults in a folder of its own; closed when the test is over. */
export async function testApp(
  given: { variables?: Record<string, string>; clock?: Clock; folder?: string } = {},
): Promise<App> {
  const folder = given.folder ?? (await aFolder())
  const variables = { ...(await placeIn(folder)), ...given.variables }
  const { config, secrets } = readConfig(variables)
  if (!secrets.databaseUrl && !existsSync(config.dataDirectory)) await layDatabase(config.dataDirectory)
  const app = await openApp({ config, secrets, variables, ...(given.clock && { clock: given.clock }) })
  onTestFinished(() => app[Symbol.asyncDispose]())
  return app
}

import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { PGlite, types } from '@electric-sql/pglite'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Pool, TypeOverrides } from 'pg'
import { advisoryLocks } from './advisory-locks.ts'
import type { ControlDatabase } from './database.ts'
import { embeddedDialect } from './embedded-dialect.ts'
import { migrate } from './migrate.ts'
import { saveTables } from './save-tables.ts'
import type { Schema } from './schema.ts'

type Where = { readonly directory: string } | { readonly url: string }

/**
 * Opens the control database and brings its tables up to date: PGlite in a folder, or a PostgreSQL server. Both speak the
 * same dialect, so one set of SQL serves them. With `upTo`, no further than that migration. Throws NewerDatabaseError when a later version of Postbud has written it.
 */
export async function openDatabase(where: Where, given: { readonly upTo?: number } = {}): Promise<ControlDatabase> {
  const opened = 'url' in where ? openServer(where.url) : await openEmbedded(where.directory)
  try {
    await migrate(opened.db, given.upTo)
    return opened
  } catch (thrown) {
    await opened[Symbol.asyncDispose]()
    throw thrown
  }
}

async function openEmbedded(directory: string): Promise<ControlDatabase> {
  // PostgreSQL in WebAssembly: compiling it a second time for speed takes half a gigabyte, for statements of a few rows.
  setFlagsFromString('--no-wasm-tier-up')
  setFlagsFromString('--no-wasm-dynamic-tiering')
  await makeEmbedded(directory)
  // A process killed while it wrote this file leaves it empty, at which PostgreSQL refuses to start for ever. It guards
  // nothing here: one process owns the folder (see engine/own-directory.ts).
  await rm(join(directory, 'postmaster.pid'), { force: true })
  const pglite = await PGlite.create(directory, {
    startParams,
    parsers: { [types.INT8]: Number, [types.NUMERIC]: Number },
  })
  // A recycled file of the log keeps what it held, also of whoever was erased since.
  await pglite.exec('set wal_recycle = off')
  const db = new Kysely<Schema>({ dialect: embeddedDialect(pglite) })
  // One process owns the folder (see engine/own-directory.ts), so a lock only has to keep apart the parts of this process.
  const held = new Set<string>()
  const neverLost = new AbortController().signal
  return {
    db,
    kind: 'embedded',
    async tryLock(name) {
      if (held.has(name)) return undefined
      held.add(name)
      return { lost: neverLost, [Symbol.asyncDispose]: async () => void held.delete(name) }
    },
    isLocked: async (name) => held.has(name),
    othersAtWork: async () => 0,
    async copyTo(folder, meanwhile) {
      // Brings the files up to date, so that the copy needs little of the log.
      await sql`checkpoint`.execute(db)
      await pglite.runExclusive(async () => {
        await cp(directory, folder, { recursive: true, mode: constants.COPYFILE_FICLONE })
        await meanwhile()
      })
    },
    [Symbol.asyncDispose]: () => db.destroy(),
  }
}

/**
 * Keeps 32 MB of the files at hand in place of 128: PostgreSQL writes zeros over all of it as it starts, and what is not in it the
 * system has in memory.
 */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB']

/** Makes the folder of a new database aside, so that a process killed while it did leaves none that is half made. */
async function makeEmbedded(directory: string): Promise<void> {
  const there = await readdir(directory).catch(() => [])
  if (there.length > 0) return
  const aside = `${directory}.new`
  await rm(aside, { recursive: true, force: true })
  await mkdir(aside, { recursive: true, mode: 0o700 })
  const pglite = await PGlite.create(aside, { startParams })
  await pglite.close()
  await rm(directory, { recursive: true, force: true })
  await rename(aside, directory)
}

function openServer(url: string): ControlDatabase {
  const types = new TypeOverrides()
  types.setTypeParser(20, Number)
  types.setTypeParser(1700, Number)
  // By this name the connections of one process are known from those of another.
  const name = `postbud-${randomBytes(6).toString('hex')}`
  const pool = new Pool({ connectionString: url, max: 8, types, application_name: name })
  // A connection that dies while idle is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined)
  // The same goes for one that is in use: its statement is told, and that is enough.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  const locks = advisoryLocks(url, name)
  return {
    db,
    kind: 'server',
    tryLock: locks.tryLock,
    async isLocked(lock) {
      // The server shows the number of an advisory lock in two halves.
      const { rows } = await sql<{ held: boolean }>`
        select exists (
          select from pg_locks
          where locktype = 'advisory' and objsubid = 1 and granted
            and database = (select oid from pg_database where datname = current_database())
            and (classid::bigint << 32) | objid::bigint = hashtextextended(${lock}, 0)
        ) as held`.execute(db)
      return rows[0]?.held === true
    },
    async othersAtWork() {
      const { rows } = await sql<{ others: number }>`
        select count(distinct application_name)::int as others from pg_stat_activity
        where datname = current_database() and application_name like 'postbud-%' and application_name <> ${name}`.execute(
        db,
      )
      return rows[0]?.others ?? 0
    },
    copyTo: (folder, meanwhile) => saveTables(url, folder, meanwhile),
    async [Symbol.asyncDispose]() {
      await locks[Symbol.asyncDispose]()
      await db.destroy()
    },
  }
}

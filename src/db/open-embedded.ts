import { constants } from 'node:fs'
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { PGlite, types } from '@electric-sql/pglite'
import { Kysely, sql } from 'kysely'
import type { ControlDatabase } from './database.ts'
import { embeddedDialect } from './embedded-dialect.ts'
import type { Schema } from './schema.ts'

/** Opens PGlite in a folder, and makes it where there is none. */
export async function openEmbedded(directory: string): Promise<ControlDatabase> {
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

import { randomBytes } from 'node:crypto'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Pool, TypeOverrides } from 'pg'
import { advisoryLocks } from './advisory-locks.ts'
import type { ControlDatabase } from './database.ts'
import { saveTables } from './save-tables.ts'
import type { Schema } from './schema.ts'

/** Opens a database on a PostgreSQL server by its address. */
export function openServer(url: string): ControlDatabase {
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

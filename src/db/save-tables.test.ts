import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { postgresMissing, startPostgres } from '../../test/support/postgres.ts'
import type { Db } from './database.ts'
import { DatabaseNotEmptyError, forgetMark, loadTables } from './load-tables.ts'
import { openDatabase } from './open-database.ts'

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postbud-tables-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const now = new Date('2026-03-01T12:00:00.123Z')

async function aUser(db: Db, id: string): Promise<void> {
  const user = { id, email: `${id}@example.com`, name: `"Ö"\\\n${id}`, role: 'viewer', status: 'active' } as const
  await db
    .insertInto('users')
    .values({ ...user, created_at: now })
    .execute()
}

async function contents(db: Db) {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = current_schema() order by 1`.execute(
    db,
  )
  const tables: Record<string, unknown> = {}
  for (const { name } of rows) {
    const found = await sql<{
      row: string
    }>`select to_jsonb(t)::text as row from ${sql.table(name)} t order by 1`.execute(db)
    tables[name] = found.rows.map(({ row }) => row)
  }
  return tables
}

test.skipIf(postgresMissing)(
  'what is saved of a server is one moment, writers only wait for it, and it is loaded as it was',
  async () => {
    await using server = await startPostgres()
    await server.run('create database other')
    const other = new URL(server.url)
    other.pathname = '/other'
    await using database = await openDatabase({ url: server.url })
    const { db } = database
    await aUser(db, 'first')
    const sent = { channel: 'mail', recipient: 'a@b.c', alert: '{}', created_at: now, next_attempt_at: now } as const
    for (const id of ['a', 'b'])
      await db
        .insertInto('alert_outbox')
        .values({ ...sent, id })
        .execute()
    await db
      .insertInto('definitions')
      .values({ kind: 'segment', name: 'x', position: 0, body: JSON.stringify({ n: 1.5, t: 'ö\u2028' }) } as never)
      .execute()

    // Writers who take tables in orders that differ, as fast as they can: each transaction leaves two rows or none.
    const stop = new AbortController()
    let written = 0
    const failures: unknown[] = []
    const write = async (who: string) => {
      for (let at = 0; !stop.signal.aborted; at += 1) {
        const id = `${who}-${at}`
        const steps = [
          (tx: Db) =>
            tx
              .insertInto('erasures')
              .values({ id, state: 'whole', remove_from_lists: false, asked_by: who, asked_at: now })
              .execute(),
          (tx: Db) => aUser(tx, id),
        ]
        if (who === 'b') steps.reverse()
        await db
          .transaction()
          .execute(async (tx) => {
            for (const step of steps) await step(tx)
          })
          .catch((thrown: unknown) => failures.push(thrown))
        written += 1
      }
    }
    const writers = [write('a'), write('b'), write('c')]
    const folder = await aFolder()
    let during = 0
    await database.copyTo(folder, async () => {
      const before = written
      await new Promise((resolve) => setTimeout(resolve, 200))
      during = written - before
    })
    stop.abort()
    await Promise.all(writers)
    // Statements of those who were at work wait; whoever had committed just then may still count.
    expect(during).toBeLessThanOrEqual(3)
    expect(failures).toEqual([])
    const lines = async (name: string) => (await readFile(join(folder, `${name}.jsonl`), 'utf8')).trimEnd().split('\n')
    const ids = async (name: string) =>
      (await lines(name)).map((line) => JSON.parse(line).id).filter((id) => id !== 'first')
    expect((await ids('users')).sort()).toEqual((await ids('erasures')).filter(Boolean).sort())

    const still = await aFolder()
    await database.copyTo(still, async () => undefined)
    for (const target of [{ url: other.href }, { directory: join(await aFolder(), 'db') }]) {
      await using loaded = await openDatabase(target)
      await loadTables(loaded.db, still, 'mark')
      // As after a kill, whose end nobody saw.
      await loadTables(loaded.db, still, 'mark')
      const { postbud_migrations: _, ...expected } = await contents(db)
      expect(await contents(loaded.db)).toMatchObject(expected)
      await loaded.db
        .insertInto('alert_outbox')
        .values({ ...sent, id: 'c' })
        .execute()
      const seqs = await loaded.db.selectFrom('alert_outbox').select(['id', 'seq']).orderBy('seq').execute()
      expect(seqs.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
      await forgetMark(loaded.db)
      await expect(loadTables(loaded.db, still, 'mark')).rejects.toThrow(DatabaseNotEmptyError)
    }
    expect((await readdir(still)).length).toBeGreaterThan(25)
  },
)

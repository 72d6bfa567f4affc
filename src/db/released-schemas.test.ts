import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from './open-database.ts'

const migrations = join(import.meta.dirname, 'migrations')

/** What a database held, by the newest migration that it was made with; one for each schema that was released. */
const released: Readonly<Record<number, readonly string[]>> = {
  6: [
    `insert into definitions (kind, name, position, body) values
      ('environment', 'environment', 0, '{"name":"Shop","timeZone":"Europe/Copenhagen"}'),
      ('segment', 'everybody', 1, '{"rules":[]}')`,
    `insert into applied_file (path, content_hash, applied_at) values ('/etc/postbud.yaml', 'abc', now())`,
    `insert into request_budgets (client_id, day, used, next_slot_at, next_token_slot_at)
      values ('app', '2026-01-31', 4321, now(), now())`,
    `insert into connection_states (name, status, account, tokens, updated_at)
      values ('marketing', 'connected', '{"id":"p07e1l8cdif9dl"}', 'v1.sealed', now())`,
    `insert into lists (account_id, list_id, name, others_file) values ('p07', 'l1', 'Newsletter', 'lists/p07/l1/others')`,
    `insert into claims (account_id, list_id, export_name, file, entries, updated_at)
      values ('p07', 'l1', 'news', 'lists/p07/l1/news', 12, now())`,
    `insert into runs (id, export_name, trigger, started_by, account_id, list_id, stage, status, definition, members, figures)
      values ('r1', 'news', 'CLI', 'ada', 'p07', 'l1', 'settling', 'Processing', '{}', '{}', '{"batches":1}')`,
    `insert into batches (run_id, number, people, bytes, sha256, file, file_name, header, state)
      values ('r1', 1, 12, 300, 'abc', 'runs/r1/1.csv', 'postbud_r1_1.csv', '[]', 'sent')`,
    `insert into departure_endings (id, account_id, email, people, reason, ended_by, ended_at)
      values ('e1', 'p07', 'ada@example.com', 1, 'asked for it', 'ada', now())`,
  ],
}

test.each(Object.entries(released))(
  'a database of schema %s is opened by this program with everything in it',
  async (at, statements) => {
    const directory = join(await aFolder(), 'db')
    const before = await PGlite.create(directory)
    await before.exec(
      'create table postbud_migrations (version integer primary key, name text not null, applied_at timestamptz not null default now())',
    )
    const names = (await readdir(migrations)).sort().slice(0, Number(at))
    for (const [index, name] of names.entries()) {
      await before.exec(await readFile(join(migrations, name), 'utf8'))
      await before.query('insert into postbud_migrations (version, name) values ($1, $2)', [index + 1, name])
    }
    for (const statement of statements) await before.exec(statement)
    await before.close()

    await using database = await openDatabase({ directory })
    const { db } = database
    expect(await db.selectFrom('runs').selectAll().executeTakeFirstOrThrow()).toMatchObject({
      id: 'r1',
      kind: 'export',
      stage: 'settling',
      figures: { batches: 1 },
    })
    expect(await db.selectFrom('batches').select(['file_name', 'state', 'kind']).execute()).toEqual([
      { file_name: 'postbud_r1_1.csv', state: 'sent', kind: 'import' },
    ])
    expect(await db.selectFrom('definitions').select(['kind', 'name']).orderBy('position').execute()).toEqual([
      { kind: 'environment', name: 'environment' },
      { kind: 'segment', name: 'everybody' },
    ])
    expect(await db.selectFrom('connection_states').select(['name', 'tokens']).execute()).toEqual([
      { name: 'marketing', tokens: 'v1.sealed' },
    ])
    for (const table of ['applied_file', 'request_budgets', 'lists', 'claims', 'departure_endings']) {
      const { rows } = await sql<{ rows: number }>`select count(*)::int as rows from ${sql.table(table)}`.execute(db)
      expect(rows, table).toEqual([{ rows: 1 }])
    }
    const { rows } = await sql<{ applied: number }>`select count(*)::int as applied from postbud_migrations`.execute(db)
    expect(rows[0]?.applied).toBe((await readdir(migrations)).length)
  },
)

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postbud-schema-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

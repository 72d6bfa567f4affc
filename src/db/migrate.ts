import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { AppError } from '../lib/app-error.ts'

const folder = join(import.meta.dirname, 'migrations')

/** Raised when the database was written by a later version of Postbud than the one that opens it. */
export class NewerDatabaseError extends AppError {
  override readonly code = 'database_newer'
  override readonly recovery = 'never'
  constructor(theirs: number, ours: number) {
    super(
      `The database is at version ${theirs}, and this Postbud knows versions up to ${ours}. Start the newer Postbud that wrote it.`,
    )
  }
}

/**
 * Applies the numbered files of `migrations/` that the database lacks, each in a transaction of its own. The version's row
 * goes in first, so that of two processes that start together one waits for the other. Those after `upTo` are left for later.
 */
export async function migrate<S>(db: Kysely<S>, upTo = Number.POSITIVE_INFINITY): Promise<void> {
  await sql`create table if not exists postbud_migrations (version integer primary key, name text not null, applied_at timestamptz not null default now())`.execute(
    db,
  )
  const known = await listMigrations()
  const { rows } = await sql<{ version: number }>`select version from postbud_migrations`.execute(db)
  const applied = new Set(rows.map((row) => row.version))
  const newest = Math.max(0, ...applied)
  if (newest > known.length) throw new NewerDatabaseError(newest, known.length)

  for (const { version, name } of known) {
    if (!applied.has(version) && version <= upTo) await applyMigration(db, version, name)
  }
}

/** The number of the newest migration that this program knows. */
export async function newestMigration(): Promise<number> {
  return (await listMigrations()).length
}

/** Whether the database lacks migrations of this program, or has some that it does not know. */
export async function migrationsWanting<S>(db: Kysely<S>): Promise<boolean> {
  const known = await listMigrations()
  const { rows } = await sql<{ applied: number }>`select count(*)::int as applied from postbud_migrations`.execute(db)
  return rows[0]?.applied !== known.length
}

async function applyMigration<S>(db: Kysely<S>, version: number, name: string): Promise<void> {
  const text = await readFile(join(folder, name), 'utf8')
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      insert into postbud_migrations (version, name) values (${version}, ${name})
      on conflict do nothing returning version`.execute(tx)
    if (rows.length === 0) return
    for (const statement of statementsOf(text)) await sql.raw(statement).execute(tx)
  })
}

/** Statements end at a semicolon that closes a line; a prepared statement takes one at a time. */
function statementsOf(text: string): string[] {
  return text
    .replace(/--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement.length > 0)
}

/** The files in order. Their numbers run from 1 without a gap, which a test holds. */
async function listMigrations(): Promise<{ version: number; name: string }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return names.map((name) => ({ version: Number.parseInt(name, 10), name }))
}

import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { AppError } from '../lib/app-error.ts'
import type { Db, Tx } from './database.ts'

/** Raised when rows are to be loaded into a database that holds some already. */
export class DatabaseNotEmptyError extends AppError {
  override readonly code = 'database_not_empty'
  override readonly recovery = 'never'
  constructor(table: string) {
    super(
      `The database that DATABASE_URL names holds data already (${table}). Nothing was changed. Make an empty one (createdb) and name that.`,
    )
  }
}

const rowsAtOnce = 500

/**
 * Loads what `saveTables` saved, all or nothing, into a database at the same migration that holds nothing yet. `mark` stands at the database
 * from then on until `forgetMark`: loading the same again with it does nothing. Throws DatabaseNotEmptyError.
 */
export async function loadTables(db: Db, folder: string, mark: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if ((await markOf(tx)) === mark) return
    const tables = await tablesInOrder(tx)
    for (const table of tables) {
      const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(tx)
      if (rows.length === 0) continue
      if (!madeByMigrations.has(table)) throw new DatabaseNotEmptyError(table)
      await sql`delete from ${sql.table(table)}`.execute(tx)
    }
    const saved = new Set(await readdir(folder))
    for (const table of tables) if (saved.has(`${table}.jsonl`)) await loadTable(tx, table, folder)
    await setMark(tx, mark)
  })
}

const migrations = 'postbud_migrations'
/** Rows that are there from the start. */
const madeByMigrations: ReadonlySet<string> = new Set(['erasure_generation'])

/** Tables after those to which their rows lead. */
async function tablesInOrder(tx: Tx): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name <> ${migrations}
    order by 1`.execute(tx)
  const { rows: leads } = await sql<{ from: string; to: string }>`
    select here.relname as "from", there.relname as "to" from pg_constraint
      join pg_class here on here.oid = conrelid join pg_class there on there.oid = confrelid
    where contype = 'f' and conrelid <> confrelid`.execute(tx)
  const order: string[] = []
  const add = (name: string) => {
    if (order.includes(name)) return
    for (const { to } of leads.filter(({ from }) => from === name)) add(to)
    order.push(name)
  }
  for (const { name } of tables) add(name)
  return order
}

async function loadTable(tx: Tx, table: string, folder: string): Promise<void> {
  const { rows: columns } = await sql<{ name: string; counts: boolean }>`
    select column_name as name, is_identity = 'YES' as counts from information_schema.columns
    where table_schema = current_schema() and table_name = ${table} and is_generated = 'NEVER'`.execute(tx)
  const names = sql.join(columns.map(({ name }) => sql.ref(name)))
  const insert = async (lines: readonly string[]) => {
    if (lines.length === 0) return
    await sql`
      insert into ${sql.table(table)} (${names}) overriding system value
      select ${names} from jsonb_populate_recordset(null::${sql.table(table)}, ${`[${lines.join(',')}]`}::jsonb)`.execute(
      tx,
    )
  }
  let lines: string[] = []
  for await (const line of linesOf(join(folder, `${table}.jsonl`))) {
    lines.push(line)
    if (lines.length < rowsAtOnce) continue
    await insert(lines)
    lines = []
  }
  await insert(lines)
  for (const { name } of columns.filter(({ counts }) => counts)) {
    await sql`
      select setval(pg_get_serial_sequence(${table}, ${name}), greatest(max(${sql.ref(name)}), 1)) from ${sql.table(table)}
      having max(${sql.ref(name)}) is not null`.execute(tx)
  }
}

/** Lines end at a line feed alone: Node's own reader of lines ends them at U+2028, too, which JSON has in texts. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

async function markOf(tx: Tx): Promise<string | null> {
  const { rows } = await sql<{ mark: string | null }>`
    select obj_description(${migrations}::regclass, 'pg_class') as mark`.execute(tx)
  return rows[0]?.mark ?? null
}

async function setMark(db: Db, mark: string | null): Promise<void> {
  const text = mark === null ? sql`null` : sql.lit(mark)
  await sql`comment on table ${sql.table(migrations)} is ${text}`.execute(db)
}

/** What was loaded is a database like any other from here on. */
export async function forgetMark(db: Db): Promise<void> {
  await setMark(db, null)
}

import { sql } from 'kysely'
import type { ControlDatabase, Db } from '../db/database.ts'
import type { Holding } from './holding.ts'

/**
 * Tables that an erasure leaves alone: what people declared (told in the certificate), the users of Postbud themselves, the audit log
 * (it holds hashes only), and what remembers the erasures.
 */
const leftAlone: ReadonlySet<string> = new Set([
  'definitions',
  'applied_file',
  'users',
  'sessions',
  'api_keys',
  'one_time_links',
  'audit_log',
  'connection_states',
  'connection_secrets',
  'connection_drafts',
  'erasures',
  'erased_hashes',
  'erasure_generation',
  'postbud_migrations',
])

/** What stands in the place of an address that was erased from a longer text. */
const erasedText = '[erased]'

type Column = { readonly table: string; readonly column: string; readonly type: string }

/** What the tables of the control database hold of somebody, wherever a text may hold an address. */
export async function inDatabase(
  db: Db,
  emails: readonly string[],
): Promise<{ readonly holdings: Holding[]; readonly tables: ReadonlySet<string> }> {
  const holdings: Holding[] = []
  const tables = new Set<string>()
  if (emails.length === 0) return { holdings, tables }
  const pattern = patternOf(emails)
  for (const { table, column, type } of await textColumns(db)) {
    if (leftAlone.has(table)) continue
    const [name, cell] = [sql.table(table), sql.ref(column)]
    const { rows } = await sql<{ entries: number }>`
      select count(*) as entries from ${name} where ${cell}::text ~* ${pattern}`.execute(db)
    const entries = Number(rows[0]?.entries ?? 0)
    if (entries === 0) continue
    tables.add(table)
    const replaced = sql`regexp_replace(${cell}::text, ${pattern}, ${erasedText}, 'gi')`
    // An act about one person that was recorded stays an act, about nobody.
    const value =
      table === 'departure_endings' && column === 'email'
        ? sql`null`
        : type === 'jsonb'
          ? sql`(${replaced})::jsonb`
          : replaced
    holdings.push({
      kind: 'database rows',
      place: `${table}.${column}`,
      entries,
      erase: async () =>
        void (await sql`update ${name} set ${cell} = ${value} where ${cell}::text ~* ${pattern}`.execute(db)),
    })
  }
  return { holdings, tables }
}

/** The definitions in which an address stands, as `kind name`: they are the people's own, and told, not changed. */
export async function definitionsNaming(db: Db, emails: readonly string[]): Promise<string[]> {
  if (emails.length === 0) return []
  const rows = await db
    .selectFrom('definitions')
    .select(['kind', 'name'])
    .where(sql<boolean>`body::text ~* ${patternOf(emails)}`)
    .execute()
  return rows.map(({ kind, name }) => `${kind} ${name}`.trim())
}

/** Whether somebody who signs in to Postbud has one of these addresses. */
export async function isUser(db: Db, emails: readonly string[]): Promise<boolean> {
  if (emails.length === 0) return false
  return (
    (await db
      .selectFrom('users')
      .select('id')
      .where('email', 'in', [...emails])
      .executeTakeFirst()) !== undefined
  )
}

async function textColumns(db: Db): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select columns.table_name as table, column_name as column, data_type as type
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = current_schema() and table_type = 'BASE TABLE' and data_type in ('text', 'character varying', 'jsonb')
    order by 1, 2`.execute(db)
  return rows
}

/** The addresses as they stand in a text or in JSON, and not as the end or the beginning of longer ones. */
function patternOf(emails: readonly string[]): string {
  const spellings = emails.flatMap((email) => [email, JSON.stringify(email).slice(1, -1)])
  const escaped = [...new Set(spellings)].map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return `(?<![[:alnum:]._%+-])(${escaped.join('|')})(?![[:alnum:]-]|\\.[[:alnum:]])`
}

/**
 * Takes what was erased off the disk as well: a database keeps old versions of rows, and what was written, in its log. On a
 * server the log is the server's, as are its backups.
 */
export async function forgetOldRows(
  { db, kind }: Pick<ControlDatabase, 'db' | 'kind'>,
  tables: ReadonlySet<string>,
): Promise<void> {
  if (kind === 'server') {
    for (const table of tables) await sql`vacuum full ${sql.table(table)}`.execute(db)
    return
  }
  await sql`vacuum full`.execute(db)
  await sql`select pg_switch_wal()`.execute(db)
  await sql`checkpoint`.execute(db)
}

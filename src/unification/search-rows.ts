import type { Cell, EngineSession } from '../engine/engine.ts'
import { foundSql, wordsOf } from '../engine/found-words.ts'
import { quoteName } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { PlannedTable, UnificationPlan } from './plan-unification.ts'

export type RowSearch = {
  /** Words that all stand in the key or the texts of a row, whatever the case. None: the first rows. */
  readonly text: string
  /** Whether e-mail addresses are searched; who does not see them must not find them out letter by letter. */
  readonly searchEmails: boolean
  /** So many rows of each table. */
  readonly limit: number
}

export type FoundRows = {
  readonly source: string
  /** Those of the very key first, then by key; `values` by field, those there are. */
  readonly rows: readonly { readonly key: string; readonly values: Readonly<Record<string, Cell>> }[]
  /** Whether there are others. */
  readonly more: boolean
}

/** Rows of each table that is unified, as they were last read, whose key and fields hold all words. */
export async function searchRows(
  session: EngineSession,
  plan: UnificationPlan,
  search: RowSearch,
  options: { readonly signal?: AbortSignal } = {},
): Promise<FoundRows[]> {
  const found: FoundRows[] = []
  for (const table of plan.tables) found.push(await searchTable(session, plan, table, search, options))
  return found
}

async function searchTable(
  session: EngineSession,
  { fields }: UnificationPlan,
  { table }: PlannedTable,
  { text, searchEmails, limit }: RowSearch,
  options: { readonly signal?: AbortSignal },
): Promise<FoundRows> {
  const words = wordsOf(text)
  const own = fields.flatMap((field) => {
    const sql = field.sql.get(table.name)
    return sql === undefined ? [] : [{ ...field, sql }]
  })
  const cells = own.map(({ at, sql }) => `${sql} as f${at}`)
  const searched = own
    .filter(({ column, type }) => column.type === 'string' && (searchEmails || type !== 'email'))
    .map(({ at }) => `f${at}`)
  const rows = await session.rows<Record<string, Cell> & { key: string }>(
    `select * exclude (whole) from (
       select *, lower(concat_ws(' ', ${['key', ...searched].join(', ')})) as whole
       from (select ${[`${quoteName(table.key)}::varchar as key`, ...cells].join(', ')} from ${readSnapshot(table.files)}))
     where ${foundSql(words, searchEmails)}
     order by lower(key) = $${words.length + 1} desc, key limit ${Math.trunc(limit) + 1}`,
    [...words, text.trim().toLowerCase()],
    options,
  )
  return {
    source: table.name,
    rows: rows.slice(0, limit).map(({ key, ...row }) => ({
      key,
      values: Object.fromEntries(
        own.flatMap(({ at, name }) => {
          const value = row[`f${at}`] ?? null
          return value === null ? [] : [[name, value] as const]
        }),
      ),
    })),
    more: rows.length > limit,
  }
}

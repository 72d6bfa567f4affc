import type { FileSource } from '../contract/definitions.ts'
import type { EngineSession } from '../engine/engine.ts'
import { quoteName, quoteText } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { PersonMarks } from '../erased/person-marks.ts'
import { type PersonColumns, rowsWithout, tellsAddressSql } from '../erased/person-rows.ts'
import { formatOf, type SourceFile } from './source-files.ts'
import { parquetOptions } from './staged.ts'
import { type Share, textMentions, textWithout } from './text-without.ts'

type Asked = {
  readonly source: string
  readonly definition: FileSource
  readonly columns: PersonColumns
  /** Who it is, and the same in the session's table `gone`. */
  readonly marks: PersonMarks
  readonly session: EngineSession
  /** Where the file is written without them; they are only counted when it is absent. */
  readonly to?: string
  readonly signal?: AbortSignal
}

/** Takes somebody out of a file that a source reads, in the file's own format. Throws what reading it throws where it is damaged. */
export async function fileWithout(file: Pick<SourceFile, 'path' | 'shown'>, asked: Asked): Promise<Share> {
  const { source, definition, ...rest } = asked
  const format = formatOf(source, definition, [{ ...file, size: 0, modified: '' }])
  if (format === 'parquet') return await parquetWithout(file.path, rest)
  return await textWithout(file.path, { ...rest, format, definition })
}

/** Whether their address stands anywhere in a file that no source reads. */
export async function fileMentions(
  path: string,
  { session, marks, signal }: Pick<Asked, 'session' | 'marks' | 'signal'>,
): Promise<boolean> {
  if (!/\.(parquet|pq)$/i.test(path)) return await textMentions(path, marks, signal)
  const described = await session.rows<Described>(`describe select * from ${readSnapshot([path])}`)
  const tells = described.map(({ column_name }) => tellsAddressSql(`${quoteName(column_name)}::varchar`))
  const found = `select 1 as found from ${readSnapshot([path])} where ${tells.join(' or ') || 'false'} limit 1`
  return (await session.rows(found, [], signal ? { signal } : {})).length > 0
}

type Described = { readonly column_name: string; readonly column_type: string }

/** Types in whose values a text may stand without being one. */
const nested = /[([]|^(JSON|BLOB|STRUCT|MAP|UNION|ENUM|VARIANT)/

async function parquetWithout(
  path: string,
  { columns, session, to, signal }: Pick<Asked, 'columns' | 'session' | 'to' | 'signal'>,
): Promise<Share> {
  const described = await session.rows<Described>(`describe select * from ${readSnapshot([path])}`)
  // A source knows its columns without white space around their names.
  const asInFile = (name: string) =>
    described.find(({ column_name }) => column_name.trim() === name)?.column_name ?? name
  const owned = columns.owned.map(({ column, kind }) => ({ column: asInFile(column), kind }))
  const { text, rows, cells } = await rowsWithout(session, path, { key: asInFile(columns.key), owned })
  const others = described.filter(
    ({ column_name, column_type }) =>
      nested.test(column_type) &&
      !/^DECIMAL/.test(column_type) &&
      !owned.some(({ column }) => column === column_name) &&
      column_name !== asInFile(columns.key),
  )
  const telling = others.map(({ column_name }) => ({
    name: quoteName(column_name),
    tells: tellsAddressSql(`${quoteName(column_name)}::varchar`),
  }))
  const [inside] = await session.rows<{ cells: number }>(
    `select ${telling.map(({ tells }) => `count(*) filter (${tells})`).join(' + ') || '0'} as cells from (${text})`,
  )
  const share = { rows, cells: cells + (inside?.cells ?? 0) }
  if (to === undefined) return share
  const emptied = telling.map(({ name, tells }) => `case when ${tells} then null else ${name} end as ${name}`)
  const rest = `select * ${emptied.length > 0 ? `replace (${emptied.join(', ')})` : ''} from (${text})`
  const options = signal ? { signal } : {}
  await session.run(`copy (${rest}) to ${quoteText(to)} ${parquetOptions(described.length)}`, [], options)
  return share
}

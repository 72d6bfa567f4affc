import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileSource } from '../contract/definitions.ts'
import type { InputFile, Reading } from '../db/tables/sources.ts'
import { quoteText } from '../engine/quote-name.ts'
import { said } from '../lib/said.ts'
import { checkColumnNames } from './column-names.ts'
import { SourceError } from './source-error.ts'
import { type SourceFile, unreadable } from './source-files.ts'
import { readPlain } from './stage-csv.ts'
import { parquetOptions, type Staged, type StagedColumn, type Staging, stagedName } from './staged.ts'

/** More names than this are no columns: the objects use data as names. */
const mostColumns = 2000

const recordBytes = 16_000_000

/**
 * Stages JSON files: an array of objects, objects one after another, or one a line (NDJSON). The columns are all names that any
 * object has; one that lacks a name is blank there. Lines of NDJSON that are no object go to the table `rejects`; in the other
 * shapes a mistake has no end that could be found, so it fails the file.
 */
export async function stageJson(
  staging: Staging,
  definition: FileSource,
  files: readonly SourceFile[],
): Promise<Staged> {
  const inputs: InputFile[] = []
  const records: string[] = []
  for (const [part, file] of files.entries()) {
    const plain = await readPlain(staging, definition, file, part)
    inputs.push({ ...file, hash: plain.hash })
    const path = join(staging.scratch, `records-${part}.parquet`)
    await stageRecords(staging, { file, part, plain: plain.path, path, lines: definition.format === 'ndjson' })
    records.push(path)
  }

  const parts = files.map((file) => file.shown)
  const names = await findNames(staging, records)
  const columns = checkColumnNames(staging.name, parts.length > 1 ? said`its parts` : (parts[0] ?? ''), names)
  const paths: string[] = []
  for (const [part, path] of records.entries()) {
    const staged = join(staging.scratch, `part-${part}.parquet`)
    await stageColumns(staging, names, path, staged)
    paths.push(staged)
  }
  return {
    columns: columns.length > 0 ? await findTypes(staging, records, names, columns) : [],
    relation: `(select * rename (file_row_number as "row") from read_parquet([${paths.map(quoteText).join(', ')}], file_row_number = true))`,
    parts,
    firstRow: 1,
    inputs,
    notices: [],
  }
}

type Part = {
  readonly file: SourceFile
  readonly part: number
  /** The file as plain UTF-8. */
  readonly plain: string
  readonly path: string
  readonly lines: boolean
}

async function stageRecords(staging: Staging, { file, part, plain, path, lines }: Part): Promise<void> {
  const { session, name, signal } = staging
  const options = signal ? { signal } : {}
  // Control characters are escaped in JSON, so this delimiter never occurs and a line stays one value.
  const read = lines
    ? `read_csv(${quoteText(plain)}, auto_detect = false, header = false, delim = chr(1), quote = '', escape = '', columns = {record: 'VARCHAR'},
        nullstr = '', compression = 'none', max_line_size = ${recordBytes}, strict_mode = false)`
    : `(select json::varchar as record from read_json_objects(${quoteText(plain)}, format = '${await shapeOf(plain)}',
        compression = 'uncompressed', maximum_object_size = ${recordBytes}))`
  try {
    await session.run(
      `copy (select ${part}::integer as part, record from ${read} where trim(record) <> '')
       to ${quoteText(path)} (format parquet, compression zstd, row_group_size 20480)`,
      [],
      options,
    )
    await session.run(
      `insert into rejects
       select part, file_row_number + 1, 'bad_json', case when json_valid(record) then 'not an object' else 'not valid JSON' end, left(record, 1000)
       from read_parquet(${quoteText(path)}, file_row_number = true) where not (${isObject})`,
      [],
      options,
    )
  } catch (thrown) {
    signal?.throwIfAborted()
    throw unreadable(name, file.path, thrown)
  }
}

const isObject = `(case when json_valid(record) then json_type(record) end) is not distinct from 'OBJECT'`

/** Whether a file is one array or objects one after another. */
async function shapeOf(path: string): Promise<'array' | 'unstructured'> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0)
    return buffer.toString('utf8', 0, bytesRead).replace('\ufeff', '').trimStart().startsWith('[')
      ? 'array'
      : 'unstructured'
  } finally {
    await file.close()
  }
}

/** All names that objects have, in the order in which they first come. */
async function findNames({ session, name, signal }: Staging, records: readonly string[]): Promise<string[]> {
  const names = await session.rows<{ name: string }>(
    `select name from (
       select unnest(names) as name, place * 10000 + generate_subscripts(names, 1) as place
       from (select json_keys(record) as names, min(part * 1000000000::bigint + file_row_number) as place
             from read_parquet([${records.map(quoteText).join(', ')}], file_row_number = true) where ${isObject} group by names))
     group by name order by min(place) limit ${mostColumns + 1}`,
    [],
    signal ? { signal } : {},
  )
  if (names.length <= mostColumns) return names.map((found) => found.name)
  throw new SourceError(
    'source_unsupported',
    said`The objects of the source ${name} have more than ${mostColumns} different names. Names of a table's columns do not depend on the data; reshape the file.`,
  )
}

async function stageColumns(
  { session, signal }: Staging,
  names: readonly string[],
  from: string,
  to: string,
): Promise<void> {
  const values = names.map((_, at) => `found[${at + 1}] as ${stagedName(at)}`)
  await session.run(
    `copy (select ${['part', ...values].join(', ')}
       from (select part, json_extract_string(record, ${pointers(names)}) as found from read_parquet(${quoteText(from)}) where ${isObject}))
     to ${quoteText(to)} ${parquetOptions(names.length)}`,
    [],
    signal ? { signal } : {},
  )
}

/** JSON types its values itself; what is of several types is text, as are lists and objects. */
async function findTypes(
  { session, signal }: Staging,
  records: readonly string[],
  names: readonly string[],
  columns: readonly string[],
): Promise<StagedColumn[]> {
  const seen = names.map((_, at) => `list(distinct found[${at + 1}]) as t${at}`)
  const [row = {}] = await session.rows<Record<string, (string | null)[] | null>>(
    `select ${seen.join(', ')} from (select json_type(record, ${pointers(names)}) as found
       from read_parquet([${records.map(quoteText).join(', ')}]) where ${isObject})`,
    [],
    signal ? { signal } : {},
  )
  return columns.map((name, at) => {
    const types = new Set((row[`t${at}`] ?? []).filter((type) => type !== null && type !== 'NULL'))
    const only = (...allowed: string[]) => [...types].every((type) => type !== null && allowed.includes(type))
    const column = { name, engineType: 'VARCHAR' }
    if (only('VARCHAR')) return { ...column, spells: 'dates' }
    if (only('BIGINT', 'UBIGINT', 'DOUBLE')) return { ...column, spells: 'numbers' }
    const boolean: Reading = { kind: 'boolean' }
    return only('BOOLEAN') ? { ...column, spells: 'text', reading: boolean } : { ...column, spells: 'text' }
  })
}

/** The names as JSON pointers, in a list of SQL. */
function pointers(names: readonly string[]): string {
  const pointer = (name: string) => quoteText(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  return `[${names.map(pointer).join(', ')}]::varchar[]`
}

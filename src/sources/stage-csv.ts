import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileSource } from '../contract/definitions.ts'
import type { InputFile, Notice } from '../db/tables/sources.ts'
import { quoteText } from '../engine/quote-name.ts'
import { checkColumnNames, checkSameColumns } from './column-names.ts'
import { type Dialect, detectDialect, parseCsv } from './csv-dialect.ts'
import { makePlain, type PlainFile } from './plain-file.ts'
import { type SourceFile, unreadable } from './source-files.ts'
import { rowGroupSize, type Staged, type Staging, stagedName } from './staged.ts'

/**
 * Stages CSV or TSV files as Parquet files of texts, one a part, with the rows that cannot be read in the table `rejects`.
 * Each part has its own encoding and dialect; the columns may stand in another order in each.
 */
export async function stageCsv(
  staging: Staging,
  definition: FileSource,
  files: readonly SourceFile[],
): Promise<Staged> {
  const delimiter = definition.delimiter ?? (definition.format === 'tsv' ? '\t' : undefined)
  const inputs: InputFile[] = []
  const notices: Notice[] = []
  const paths: string[] = []
  let first: { shown: string; names: readonly string[] } | undefined

  for (const [part, file] of files.entries()) {
    const plain = await readPlain(staging, definition, file, part)
    inputs.push({ ...file, hash: plain.hash })
    if (plain.encoding === 'windows-1252' && !definition.encoding) notices.push(encodingNotice(staging.name, file))

    const { names, dialect } = await readHeader(staging.name, file, plain, {
      ...(delimiter !== undefined && { delimiter }),
      ...(definition.quote !== undefined && { quote: definition.quote }),
    })
    // An empty file has no header to hold against the others': it is a part without rows.
    if (names.length === 0) continue
    if (first) checkSameColumns(staging.name, first, { shown: file.shown, names })
    first ??= { shown: file.shown, names }

    const path = join(staging.scratch, `part-${part}.parquet`)
    await stagePart(staging, { part, file, plain, dialect, names, order: first.names, path })
    paths.push(path)
  }

  const names = first?.names ?? []
  return {
    columns: names.map((name) => ({ name, engineType: 'VARCHAR', spells: 'anything' })),
    relation: `(select * rename (file_row_number as row) from read_parquet([${paths.map(quoteText).join(', ')}], file_row_number = true))`,
    parts: files.map((file) => file.shown),
    firstRow: 2,
    inputs,
    notices,
  }
}

/** The file as the engine can read it; an error names the file (a cut-off gzip file, a disk that fails). */
export async function readPlain(
  { name, scratch, signal, onBytes }: Staging,
  { encoding, quote }: FileSource,
  file: SourceFile,
  part: number,
): Promise<PlainFile> {
  try {
    return await makePlain(file.path, join(scratch, `part-${part}`), {
      ...(encoding && { encoding }),
      ...(quote && { quote }),
      ...(signal && { signal }),
      onBytes,
    })
  } catch (thrown) {
    signal?.throwIfAborted()
    throw unreadable(name, file.path, thrown)
  }
}

const headerBytes = 1 << 18

async function readHeader(
  name: string,
  file: SourceFile,
  plain: PlainFile,
  given: { delimiter?: string; quote?: string },
): Promise<{ names: readonly string[]; dialect: Dialect }> {
  const start = await readStart(plain.path, headerBytes)
  const dialect = detectDialect(start, given)
  const [header] = parseCsv(start, dialect, 1).records
  return { names: header ? checkColumnNames(name, file.shown, header) : [], dialect }
}

async function readStart(path: string, bytes: number): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

type Part = {
  readonly part: number
  readonly file: SourceFile
  readonly plain: PlainFile
  readonly dialect: Dialect
  readonly names: readonly string[]
  readonly order: readonly string[]
  readonly path: string
}

/**
 * The engine's parallel reader starts in the middle of a file at what looks like a line, and takes lines inside quotes for
 * rows without a word (seen with 1.5.5). So a file with such lines is read by one thread, and so is, once more, a file with
 * quotes in which rows could not be read.
 */
async function stagePart(staging: Staging, part: Part): Promise<void> {
  const { brokenLines, quotes } = part.plain.lines
  const alone = brokenLines || (quotes && part.dialect.escape === '\\')
  const rejected = await copyPart(staging, part, alone ? 1 : 'many')
  if (rejected && quotes && !alone) await copyPart(staging, part, 1)
}

async function copyPart(staging: Staging, part: Part, threads: 1 | 'many'): Promise<boolean> {
  const { session, signal } = staging
  const options = signal ? { signal } : {}
  const { dialect, names, order } = part
  const columns = names.map((_, at) => `${stagedName(at)}: 'VARCHAR'`)
  const inOrder = order.map((name, at) => `${stagedName(names.indexOf(name))} as ${stagedName(at)}`)
  // The aliases must not be mistaken for the reader's own names, so the reader stands in a query of its own.
  const read = `read_csv(${quoteText(part.plain.path)}, auto_detect = false, header = true, delim = ${quoteText(dialect.delimiter)},
    quote = ${quoteText(dialect.quote)}, escape = ${quoteText(dialect.escape)}, columns = {${columns.join(', ')}}, nullstr = '',
    compression = 'none', parallel = ${threads === 'many'}, store_rejects = true, rejects_table = 'csv_rejects', rejects_scan = 'csv_scans')`
  await session.run('drop table if exists csv_rejects; drop table if exists csv_scans')
  try {
    await session.run(
      `copy (select ${part.part}::integer as part, ${inOrder.join(', ')} from ${read})
       to ${quoteText(part.path)} (format parquet, compression zstd, row_group_size ${rowGroupSize(names.length)})`,
      [],
      options,
    )
  } catch (thrown) {
    signal?.throwIfAborted()
    throw unreadable(staging.name, part.file.path, thrown)
  }
  await session.run(`delete from rejects where part = ${part.part}`)
  await session.run(
    `insert into rejects
     select ${part.part}, line, min_by(reason, byte_position), min_by(detail, byte_position), min_by(left(csv_line, 1000), byte_position)
     from (
       select *, case error_type
           when 'MISSING COLUMNS' then 'too_few_fields'
           when 'TOO MANY COLUMNS' then 'too_many_fields'
           when 'UNQUOTED VALUE' then 'bad_quotes'
           when 'INVALID ENCODING' then 'bad_encoding'
           when 'LINE SIZE OVER MAXIMUM' then 'too_long'
           else 'unreadable' end as reason,
         case error_type
           when 'MISSING COLUMNS' then format('{} columns expected, {} found', ${names.length}, column_idx)
           when 'TOO MANY COLUMNS' then format('{} columns expected, more found', ${names.length})
           when 'UNQUOTED VALUE' then 'a quote is not closed, or text follows the closing one'
           when 'INVALID ENCODING' then 'bytes that are no UTF-8'
           when 'LINE SIZE OVER MAXIMUM' then 'longer than 2,000,000 bytes'
           else left(error_message, 200) end as detail
       from csv_rejects)
     group by line`,
    [],
    options,
  )
  const [found] = await session.rows<{ some: boolean }>(
    `select count(*) > 0 as some from rejects where part = ${part.part}`,
  )
  return found?.some ?? false
}

function encodingNotice(name: string, file: SourceFile): Notice {
  return {
    code: 'encoding_found',
    message: `${file.shown} is not UTF-8 and was read as Windows-1252. If letters look wrong, declare the encoding.`,
    yaml: `sources:\n  ${name}:\n    encoding: windows-1252`,
  }
}

import { constants } from 'node:fs'
import { appendFile, copyFile, open, rm } from 'node:fs/promises'
import { quoteText } from '../engine/quote-name.ts'
import type { Dialect } from './csv-dialect.ts'
import { unreadable } from './source-files.ts'
import { parquetOptions, type Staging, stagedName } from './staged.ts'

export type CsvPart = {
  readonly part: number
  /** What an error names. */
  readonly source: string
  /** The text as the engine can read it, and what is known of its lines. */
  readonly plain: string
  readonly lines: { readonly quotes: boolean; readonly brokenLines: boolean }
  readonly dialect: Dialect
  /** The columns as the header line has them, and in the order in which they are staged. */
  readonly names: readonly string[]
  readonly order: readonly string[]
  /** Where the rows go, as Parquet. */
  readonly path: string
}

/**
 * Stages the rows of one CSV file as texts; those that cannot be read go to the table `rejects`.
 *
 * The engine's parallel reader starts in the middle of a file at what looks like a line, and takes lines inside quotes for
 * rows without a word (seen with 1.5.5). So a file with such lines is read by one thread, and so is, once more, a file with
 * quotes in which rows could not be read.
 */
export async function stageCsvPart(staging: Staging, part: CsvPart): Promise<void> {
  const { brokenLines, quotes } = part.lines
  const alone = brokenLines || (quotes && part.dialect.escape === '\\')
  const rejected = !alone && (await copyPart(staging, part, 'many'))
  if (alone || (rejected && quotes)) await copyAlone(staging, part)
}

/** A line that leaves a quote open, for the end of a text. */
const openEnd = 'postbud-end'

/**
 * Reads a part by one thread. That reader says nothing of a last record whose quote is never closed (seen with 1.5.5); another
 * quote after it makes it tell. After a sound text that quote is itself the last open one, and is passed over.
 */
async function copyAlone(staging: Staging, part: CsvPart): Promise<void> {
  const text = `${part.path}.text`
  try {
    await copyFile(part.plain, text, constants.COPYFILE_FICLONE)
    const lineFeed = (await endsWithLineFeed(text)) ? '' : '\n'
    await appendFile(text, `${lineFeed}${part.dialect.quote}${openEnd}\n`)
    await copyPart(staging, { ...part, plain: text }, 1)
  } finally {
    await rm(text, { force: true })
  }
}

async function endsWithLineFeed(path: string): Promise<boolean> {
  await using file = await open(path)
  const { size } = await file.stat()
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1))
  return buffer[0] === 0x0a
}

async function copyPart(staging: Staging, part: CsvPart, threads: 1 | 'many'): Promise<boolean> {
  const { session, signal } = staging
  const options = signal ? { signal } : {}
  const { dialect, names, order } = part
  const columns = names.map((_, at) => `${stagedName(at)}: 'VARCHAR'`)
  const inOrder = order.map((name, at) => `${stagedName(names.indexOf(name))} as ${stagedName(at)}`)
  // The aliases must not be mistaken for the reader's own names, so the reader stands in a query of its own.
  const read = `read_csv(${quoteText(part.plain)}, auto_detect = false, header = true, delim = ${quoteText(dialect.delimiter)},
    quote = ${quoteText(dialect.quote)}, escape = ${quoteText(dialect.escape)}, columns = {${columns.join(', ')}}, nullstr = '',
    compression = 'none', parallel = ${threads === 'many'}, store_rejects = true, rejects_table = 'csv_rejects', rejects_scan = 'csv_scans')`
  await session.run('drop table if exists csv_rejects; drop table if exists csv_scans')
  try {
    await session.run(
      `copy (select ${part.part}::integer as part, ${inOrder.join(', ')} from ${read})
       to ${quoteText(part.path)} ${parquetOptions(names.length)}`,
      [],
      options,
    )
  } catch (thrown) {
    signal?.throwIfAborted()
    throw unreadable(staging.name, part.source, thrown)
  }
  const end = `${dialect.quote}${openEnd}`
  await session.run(`delete from rejects where part = ${part.part}`)
  await session.run(
    `insert into rejects
     select ${part.part}, line, min_by(reason, byte_position), min_by(detail, byte_position), min_by(left(replace(csv_line, ${quoteText(end)}, ''), 1000), byte_position)
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
       from csv_rejects
       where trim(csv_line, chr(10)) <> ${quoteText(end)})
     group by line`,
    [],
    options,
  )
  const [found] = await session.rows<{ some: boolean }>(
    `select count(*) > 0 as some from rejects where part = ${part.part}`,
  )
  return found?.some ?? false
}

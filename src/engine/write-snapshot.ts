import { publishFile } from '../lib/durable-file.ts'
import type { EngineSession, Sql } from './engine.ts'
import { quoteText } from './quote-name.ts'

/**
 * Writes the rows of a query as one Parquet file that is there whole or not at all. Readers of an older file keep it; the
 * caller moves the pointer in the control database afterwards. Compressed lightly: what a harder level saves in bytes it costs
 * in the time of a run.
 */
export async function writeSnapshot(
  session: EngineSession,
  path: string,
  rows: Sql,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  await publishFile(path, async (temporary) => {
    await session.run(
      `copy (${rows.text}) to ${quoteText(temporary)} (format parquet, compression zstd, compression_level 1)`,
      rows.params,
      options,
    )
  })
}

/**
 * The rows of Parquet files as a table expression; `numbered` ones have a `file_row_number` too. Columns are found by name, whichever file
 * lacks or reorders them. The engine knows it again (`withSnapshots`) and reads each file as it was at one moment.
 */
export function readSnapshot(files: readonly string[], { numbered = false } = {}): string {
  const options = `union_by_name = ${files.length > 1}${numbered ? ', file_row_number = true' : ''}`
  return `read_parquet([${files.map(quoteText).join(', ')}], ${options})`
}

/** A text in which each file that `readSnapshot` has named is named anew. */
export function withSnapshots(text: string, nameOf: (path: string) => string): string {
  return text.replace(/(?<=\bread_parquet\(\[)'(?:[^']|'')*'(?:, '(?:[^']|'')*')*(?=\], union_by_name)/g, (files) =>
    files.replace(/'((?:[^']|'')*)'/g, (_, path: string) => quoteText(nameOf(path.replaceAll("''", "'")))),
  )
}

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

/** The rows of Parquet files as a table expression. Columns are found by name, whichever file lacks or reorders them. */
export function readSnapshot(files: readonly string[]): string {
  return `read_parquet([${files.map(quoteText).join(', ')}], union_by_name = ${files.length > 1})`
}

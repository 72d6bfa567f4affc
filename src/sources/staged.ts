import type { InputFile, Notice, Reading } from '../db/tables/sources.ts'
import type { EngineSession } from '../engine/engine.ts'
import type { HeldFiles } from '../engine/held-files.ts'

/** A source's rows where the engine can read them again and again, before types and keys are settled. */
export type Staged = {
  readonly columns: readonly StagedColumn[]
  /**
   * A table expression: the columns under the names of `stagedName`, `part` (which file, counted from 0) and `row` (counted
   * from 0 among the part's rows that could be read).
   */
  readonly relation: string
  readonly parts: readonly string[]
  /** What people count as the first row: 2 under a header line, else 1. */
  readonly firstRow: number
  readonly inputs: readonly InputFile[]
  readonly notices: readonly Notice[]
}

export type StagedColumn = {
  readonly name: string
  /** The engine's type of the staged values. */
  readonly engineType: string
  /**
   * Where the staged values are texts: which types they may spell. All of them; dates (JSON has no other way to write
   * them); numbers (a database's, whose digits are not declared); or nothing but text.
   */
  readonly spells: 'anything' | 'dates' | 'numbers' | 'text'
  /** How to read the texts where the source has told their type. */
  readonly reading?: Reading
}

/** What staging needs to know and whom it tells. */
export type Staging = {
  readonly name: string
  readonly session: EngineSession
  /** A folder of this refresh alone. */
  readonly scratch: string
  /** What is held as long as what was staged is read. */
  readonly held: HeldFiles
  readonly signal?: AbortSignal
  /** Told of bytes of the inputs as they are first read. */
  readonly onBytes: (bytes: number) => void
}

/** The name of the n-th column in a staged relation: the true ones may be anything. */
export function stagedName(at: number): string {
  return `c${at}`
}

/**
 * How Parquet files with so many columns are written. Every thread that writes holds one row group in memory, and a dictionary a
 * column; at the engine's own sizes five hundred columns alone exceed the memory it is given.
 */
export function parquetOptions(columns: number): string {
  const each = Math.max(1, columns)
  const rows = Math.max(2048, Math.min(122_880, Math.floor(3_000_000 / each / 2048) * 2048))
  const dictionaryBytes = Math.max(16_384, Math.min(1_048_576, Math.floor(33_554_432 / each)))
  return `(format parquet, compression zstd, row_group_size ${rows}, string_dictionary_page_size_limit ${dictionaryBytes})`
}

/** The rows that could not be read at all; those that break the key's rules or their types are found later. */
export async function createRejects(session: EngineSession): Promise<void> {
  await session.run(
    'create temp table rejects (part integer, row bigint, reason varchar, detail varchar, content varchar)',
  )
}

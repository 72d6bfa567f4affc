import { copyFile } from 'node:fs/promises'
import type { SourceDefinition } from '../contract/definitions.ts'
import type { EngineSession } from '../engine/engine.ts'
import { quoteName, quoteText } from '../engine/quote-name.ts'
import { publishFile } from '../lib/durable-file.ts'
import { said } from '../lib/said.ts'
import type { SettledColumn } from './settle-columns.ts'
import { SourceError } from './source-error.ts'
import { snapshotFiles } from './source-state.ts'
import { type RowCounts, splitRows } from './split-rows.ts'
import { parquetOptions, type Staged } from './staged.ts'

/** Share of corrupt rows above which a refresh fails, unless the source says otherwise. */
const defaultMaxCorrupt = 0.05

type Writing = {
  readonly source: { readonly name: string; readonly definition: SourceDefinition }
  /** Where the corrupt rows go when they are too many for the refresh to succeed. */
  readonly refusedRows: string
  /** Takes whoever was erased out of a file of corrupt rows. */
  readonly leaveOut: (file: string) => Promise<void>
  readonly progress: (stage: 'writing') => void
  readonly signal?: AbortSignal
}

/** Writes the good rows and the corrupt ones, unless there are too many of the latter. */
export async function writeRows(
  session: EngineSession,
  folder: string,
  staged: Staged,
  columns: readonly SettledColumn[],
  { source, refusedRows, leaveOut, progress, signal }: Writing,
): Promise<RowCounts> {
  const { name, definition } = source
  const options = signal ? { signal } : {}
  const key = columns.find(({ column }) => column.name === definition.key)
  if (!key)
    throw new SourceError('source_columns', said`The source ${name} has no column "${definition.key}", its key.`)

  const split = await splitRows(session, staged, key, columns, options)
  const files = snapshotFiles(folder)
  const writeCorrupt = () =>
    session.run(`copy (${split.bad}) to ${quoteText(files.corrupt)} ${parquetOptions(6)}`, [], options)
  const tooCorrupt = tooCorruptError(name, split, definition.maxCorrupt ?? defaultMaxCorrupt)
  if (tooCorrupt) {
    await writeCorrupt()
    await leaveOut(files.corrupt)
    await publishFile(refusedRows, (temporary) => copyFile(files.corrupt, temporary))
    throw tooCorrupt
  }
  progress('writing')
  await session.run(`copy (${split.good}) to ${quoteText(files.rows)} ${parquetOptions(columns.length)}`, [], options)
  await writeCorrupt()
  return split
}

/** Writes a table without rows, for files that have not even a header. */
export async function writeNoRows(
  session: EngineSession,
  folder: string,
  columns: readonly SettledColumn[],
): Promise<RowCounts> {
  const files = snapshotFiles(folder)
  const nulls = columns.map(({ column, sql }) => `${sql} as ${quoteName(column.name)}`).join(', ')
  await session.run(`copy (select ${nulls} where false) to ${quoteText(files.rows)} (format parquet)`)
  await session.run(
    `copy (select ''::varchar as file, "row", reason, detail, '' as key, content from rejects where false) to ${quoteText(files.corrupt)} (format parquet)`,
  )
  return { rows: 0, corrupt: 0, reasons: {} }
}

/** Whether more rows are corrupt than the source's definition allows. */
export function isTooCorrupt(counts: Pick<RowCounts, 'rows' | 'corrupt'>, { maxCorrupt }: SourceDefinition): boolean {
  return exceeds(counts, maxCorrupt ?? defaultMaxCorrupt)
}

function exceeds({ rows, corrupt }: Pick<RowCounts, 'rows' | 'corrupt'>, maxCorrupt: number): boolean {
  return corrupt > 0 && corrupt / (rows + corrupt) > maxCorrupt
}

function tooCorruptError(
  name: string,
  { rows, corrupt, reasons }: RowCounts,
  maxCorrupt: number,
): SourceError | undefined {
  if (!exceeds({ rows, corrupt }, maxCorrupt)) return undefined
  const all = rows + corrupt
  const number = (count: number) => count.toLocaleString('en-US')
  const percent = (share: number) => `${Math.round(share * 1000) / 10} %`
  const byReason = Object.entries(reasons).map(([reason, count]) => `${reason.replaceAll('_', ' ')}: ${number(count)}`)
  return new SourceError(
    'source_too_corrupt',
    said`${number(corrupt)} of ${number(all)} rows of the source ${name} are corrupt (${percent(corrupt / all)}; ${percent(maxCorrupt)} are allowed): ${byReason.join(', ')}. Nothing was replaced. Look at them (postbud sources corrupt ${name}) and mend the data, or raise "maxCorrupt" of the source.`,
  )
}

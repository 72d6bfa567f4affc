import { existsSync } from 'node:fs'
import type { Engine, EngineSession } from '../engine/engine.ts'
import { quoteText } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { type KeptOut, layOutKeptOut } from '../erased/kept-out.ts'
import {
  corruptRowsWithout,
  findCorruptByHash,
  findGoneByHash,
  type PersonColumns,
  rowsWithout,
} from '../erased/person-rows.ts'
import { publishFile } from '../lib/durable-file.ts'
import { parquetOptions } from './staged.ts'

/**
 * Takes whoever was erased out of a snapshot's files before anybody sees it. Answers how many rows are left. Where nobody was
 * erased nothing is looked at.
 */
export async function keepOut(
  engine: Engine,
  files: { readonly rows: string; readonly corrupt: string },
  columns: PersonColumns,
  kept: KeptOut,
): Promise<number | undefined> {
  if (kept.hashes.length === 0) return undefined
  await using session = await engine.session()
  await layOutKeptOut(session, kept)
  await findGoneByHash(session, files.rows, columns)
  if (await anybodyGone(session)) await rewriteRows(session, files.rows, columns)
  await leaveOutOfCorrupt(session, files.corrupt, columns)
  const [left] = await session.rows<{ rows: number }>(`select count(*) as rows from ${readSnapshot([files.rows])}`)
  return left?.rows
}

/** The same for a file of corrupt rows alone. */
export async function keepOutOfCorrupt(
  engine: Engine,
  file: string,
  columns: PersonColumns,
  kept: KeptOut,
): Promise<void> {
  if (kept.hashes.length === 0) return
  await using session = await engine.session()
  await layOutKeptOut(session, kept)
  await leaveOutOfCorrupt(session, file, columns)
}

async function leaveOutOfCorrupt(session: EngineSession, file: string, columns: PersonColumns): Promise<void> {
  if (!existsSync(file)) return
  await findCorruptByHash(session, file, columns)
  if (await anybodyGone(session)) await rewriteCorrupt(session, file)
}

/** Takes those in the session's `gone` out of a table's file of rows, in its place. Answers how many rows and cells that were. */
export async function rewriteRows(
  session: EngineSession,
  file: string,
  columns: PersonColumns,
): Promise<{ readonly rows: number; readonly cells: number }> {
  const { text, rows, cells } = await rowsWithout(session, file, columns)
  if (rows + cells === 0) return { rows, cells }
  const described = await session.rows(`describe select * from ${readSnapshot([file])}`)
  await publishFile(file, (temporary) =>
    session.run(`copy (${text}) to ${quoteText(temporary)} ${parquetOptions(described.length)}`),
  )
  return { rows, cells }
}

/** Takes those in the session's `gone` out of a file of corrupt rows, in its place. */
export async function rewriteCorrupt(session: EngineSession, file: string): Promise<number> {
  const { text, rows } = await corruptRowsWithout(session, file)
  if (rows === 0) return 0
  await publishFile(file, (temporary) => session.run(`copy (${text}) to ${quoteText(temporary)} ${parquetOptions(6)}`))
  return rows
}

async function anybodyGone(session: EngineSession): Promise<boolean> {
  const [found] = await session.rows('select 1 as found from gone limit 1')
  return found !== undefined
}

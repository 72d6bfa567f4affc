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
  type PersonValue,
  rowsWithout,
} from '../erased/person-rows.ts'
import { publishFile } from '../lib/durable-file.ts'
import { parquetOptions } from './staged.ts'

/** What was done: how many rows are left, and by what those are known who were taken out. */
export type LeftOut = { readonly rows: number; readonly gone: readonly PersonValue[] }

/**
 * Takes whoever was erased out of a snapshot's files before anybody sees it. Where nobody was erased nothing is looked at.
 */
export async function keepOut(
  engine: Engine,
  files: { readonly rows: string; readonly corrupt: string },
  columns: PersonColumns,
  kept: KeptOut,
): Promise<LeftOut | undefined> {
  if (kept.hashes.length === 0) return undefined
  await using session = await engine.session()
  await layOutKeptOut(session, kept)
  await findGoneByHash(session, files.rows, columns)
  const gone = await thoseGone(session)
  if (gone.length > 0) await rewriteRows(session, files.rows, columns)
  const also = await leaveOutOfCorrupt(session, files.corrupt, columns)
  const [left] = await session.rows<{ rows: number }>(`select count(*) as rows from ${readSnapshot([files.rows])}`)
  return { rows: left?.rows ?? 0, gone: [...gone, ...also] }
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

async function leaveOutOfCorrupt(
  session: EngineSession,
  file: string,
  columns: PersonColumns,
): Promise<readonly PersonValue[]> {
  if (!existsSync(file)) return []
  await findCorruptByHash(session, file, columns)
  const gone = await thoseGone(session)
  if (gone.length > 0) await rewriteCorrupt(session, file)
  return gone
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

async function thoseGone(session: EngineSession): Promise<readonly PersonValue[]> {
  return await session.rows<PersonValue>('select distinct kind, value from gone')
}

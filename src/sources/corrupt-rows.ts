import { existsSync } from 'node:fs'
import { recordAct } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { Db } from '../db/database.ts'
import type { CsvTable } from '../engine/csv-lines.ts'
import type { Engine, Sql } from '../engine/engine.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { refusedFile, snapshotFiles, sourceState } from './source-state.ts'

/** A row of a source that its table does not have, and why. */
export type CorruptRow = {
  readonly file: string
  /** As people count it: the header line of a CSV file is row 1. */
  readonly row: number
  /**
   * `blank_key`, `duplicate_key`, `bad_value`, `too_few_fields`, `too_many_fields`, `bad_quotes`, `bad_encoding`,
   * `too_long`, `bad_json` or `unreadable`.
   */
  readonly reason: string
  readonly detail: string | null
  readonly key: string | null
  /** The row as it stands in the file where it could not be read, else its values as JSON; cut off when long. */
  readonly content: string | null
}

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory }

type Wanted = {
  readonly limit?: number
  /** How many of them are passed over. */
  readonly after?: number
  /** Only those that are corrupt for this reason. */
  readonly reason?: string | undefined
}

/**
 * The corrupt rows of a source's last good refresh, or of the one since that failed because of them, in the order of its files; `limit`
 * of them where that is given, from `after` on.
 */
export async function corruptRows(
  needs: Needs,
  name: string,
  { limit, after = 0, reason }: Wanted = {},
): Promise<readonly CorruptRow[]> {
  const path = await corruptFile(needs, name)
  if (!path) return []
  await using session = await needs.engine.session()
  const { text, params } = ofReason(path, reason)
  const page = limit === undefined ? '' : ` limit ${Math.trunc(limit)} offset ${Math.trunc(after)}`
  return await session.rows<CorruptRow>(`${text}${page}`, params)
}

function ofReason(path: string, reason: string | undefined): Sql {
  const text = `select * from ${readSnapshot([path])}`
  return reason === undefined ? { text, params: [] } : { text: `${text} where reason = $1`, params: [reason] }
}

const columns = ['file', 'row', 'reason', 'detail', 'key', 'content'] satisfies (keyof CorruptRow)[]

/** All of them, to be kept as a file; who took them is recorded. */
export async function downloadCorruptRows(
  needs: Needs & { readonly clock: Clock },
  actor: Actor,
  name: string,
): Promise<CsvTable> {
  await recordAct(needs, { actor, action: 'source.download', target: { kind: 'source', name } })
  return { columns, chunks: corruptRowChunks(needs, name) }
}

async function* corruptRowChunks(needs: Needs, name: string): AsyncGenerator<CorruptRow[]> {
  const path = await corruptFile(needs, name)
  if (!path) return
  await using session = await needs.engine.session()
  yield* session.chunks<CorruptRow>(`from ${readSnapshot([path])}`)
}

/** How many rows `corruptRows` would give without a limit. */
export async function countCorruptRows(needs: Needs, name: string, reason?: string): Promise<number> {
  const path = await corruptFile(needs, name)
  if (!path) return 0
  await using session = await needs.engine.session()
  const { text, params } = ofReason(path, reason)
  const [count] = await session.rows<{ rows: number }>(`select count(*) as rows from (${text})`, params)
  return count?.rows ?? 0
}

async function corruptFile({ db, directory }: Needs, name: string): Promise<string | undefined> {
  const { snapshot, error } = (await sourceState(db, name)) ?? {}
  const path =
    error?.code === 'source_too_corrupt'
      ? refusedFile(directory, name)
      : snapshot && snapshotFiles(directory.table(name, snapshot.version)).corrupt
  // They are kept for so long only (environment.corruptRowDays).
  return path !== undefined && existsSync(path) ? path : undefined
}

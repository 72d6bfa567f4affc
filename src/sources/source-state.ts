import { join } from 'node:path'
import type { Table } from '../contract/catalogue.ts'
import type { Db } from '../db/database.ts'
import type { InputFile, Notice, StoredColumn } from '../db/tables/sources.ts'
import type { DataDirectory } from '../lib/data-directory.ts'

/** The newest good rows of a source. */
export type Snapshot = {
  readonly version: string
  readonly key: string
  readonly columns: readonly StoredColumn[]
  readonly rows: number
  readonly corrupt: number
  readonly corruptReasons: Readonly<Record<string, number>>
  readonly notices: readonly Notice[]
  readonly inputs: readonly InputFile[]
  readonly definitionHash: string
  readonly refreshedAt: Date
  readonly durationMs: number
  /** When its rows were last known to be the source's: refreshed, or found unchanged. */
  readonly checkedAt: Date
  /** Whether it is to be read again though nothing seems changed. */
  readonly readAnew: boolean
}

/** What is known of a source: its newest good rows, if any, and the error of the last attempt, if that failed. */
export type SourceState = {
  readonly name: string
  readonly snapshot?: Snapshot
  readonly error?: { readonly code: string; readonly message: string; readonly at: Date }
}

/** The state of a source; undefined when nobody has tried to read it yet. */
export async function sourceState(db: Db, name: string): Promise<SourceState | undefined> {
  const row = await db.selectFrom('source_states').selectAll().where('name', '=', name).executeTakeFirst()
  if (!row) return undefined
  const { version, key_column, columns, refreshed_at, checked_at } = row
  return {
    name,
    ...(version !== null &&
      key_column !== null &&
      columns !== null &&
      refreshed_at !== null && {
        snapshot: {
          version,
          key: key_column,
          columns,
          rows: row.rows ?? 0,
          corrupt: row.corrupt_rows ?? 0,
          corruptReasons: row.corrupt_reasons ?? {},
          notices: row.notices ?? [],
          inputs: row.inputs ?? [],
          definitionHash: row.definition_hash ?? '',
          refreshedAt: refreshed_at,
          durationMs: row.duration_ms ?? 0,
          checkedAt: checked_at ?? refreshed_at,
          readAnew: row.read_anew,
        },
      }),
    ...(row.error_code !== null &&
      row.error_at !== null && {
        error: { code: row.error_code, message: row.error_message ?? '', at: row.error_at },
      }),
  }
}

/** Moves the pointer to a new snapshot; whatever failed before is forgotten. */
export async function saveSnapshot(db: Db, name: string, snapshot: Snapshot): Promise<void> {
  const row = {
    version: snapshot.version,
    key_column: snapshot.key,
    columns: JSON.stringify(snapshot.columns),
    rows: snapshot.rows,
    corrupt_rows: snapshot.corrupt,
    corrupt_reasons: JSON.stringify(snapshot.corruptReasons),
    notices: JSON.stringify(snapshot.notices),
    inputs: JSON.stringify(snapshot.inputs),
    definition_hash: snapshot.definitionHash,
    refreshed_at: snapshot.refreshedAt,
    duration_ms: snapshot.durationMs,
    checked_at: snapshot.checkedAt,
    read_anew: snapshot.readAnew,
    error_code: null,
    error_message: null,
    error_at: null,
  }
  await db
    .insertInto('source_states')
    .values({ name, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute()
}

/** Notes that the source still holds what was read: nothing moves but the times of its files and of this look. */
export async function saveUnchanged(
  db: Db,
  name: string,
  checked: { readonly at: Date; readonly inputs: readonly InputFile[] },
): Promise<void> {
  await db
    .updateTable('source_states')
    .set({
      inputs: JSON.stringify(checked.inputs),
      checked_at: checked.at,
      error_code: null,
      error_message: null,
      error_at: null,
    })
    .where('name', '=', name)
    .execute()
}

/** Notes that an attempt failed; the last good snapshot stays. */
export async function saveError(
  db: Db,
  name: string,
  error: { readonly code: string; readonly message: string; readonly at: Date },
): Promise<void> {
  const row = { error_code: error.code, error_message: error.message, error_at: error.at }
  await db
    .insertInto('source_states')
    .values({ name, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute()
}

/** The folder's files of a snapshot. */
export function snapshotFiles(folder: string): { readonly rows: string; readonly corrupt: string } {
  return { rows: join(folder, 'rows.parquet'), corrupt: join(folder, 'corrupt.parquet') }
}

/** The corrupt rows of a refresh that failed because of them, kept to be looked at until a later one succeeds. */
export function refusedFile(directory: DataDirectory, name: string): string {
  return join(directory.table(name, 'refused'), 'corrupt.parquet')
}

/** A source's rows as rules and mappings read them: the newest good snapshot. Undefined before the first good refresh. */
export async function tableOf(db: Db, directory: DataDirectory, name: string): Promise<Table | undefined> {
  const snapshot = (await sourceState(db, name))?.snapshot
  if (!snapshot) return undefined
  return {
    name,
    key: snapshot.key,
    columns: snapshot.columns.map(({ name, type, dateKind, engineType }) => ({
      name,
      type,
      ...(dateKind && { dateKind }),
      engineType,
    })),
    files: [snapshotFiles(directory.table(name, snapshot.version)).rows],
    version: snapshot.version,
    rows: snapshot.rows,
  }
}

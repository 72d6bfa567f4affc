import { recordAct } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { Table } from '../contract/catalogue.ts'
import type { Db } from '../db/database.ts'
import type { CsvTable } from '../engine/csv-lines.ts'
import type { Cell, Engine } from '../engine/engine.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { Clock } from '../lib/clock.ts'

type Row = Readonly<Record<string, Cell>>

/** The first rows of a table, in the order in which it was written. */
export async function firstRows(
  { engine }: { readonly engine: Engine },
  table: Table,
  limit: number,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Row[]> {
  await using session = await engine.session()
  return await session.rows<Row>(`${allOf(table)} limit $1::bigint`, [String(limit)], options)
}

type Told = {
  readonly actor: Actor
  readonly table: Table
  /** At most so many; all of them unless it is given. */
  readonly limit?: number | undefined
}

/** The rows of a table, to be kept as a file; who took them is recorded. */
export async function downloadTable(
  needs: { readonly db: Db; readonly engine: Engine; readonly clock: Clock },
  { actor, table, limit }: Told,
): Promise<CsvTable> {
  await recordAct(needs, { actor, action: 'table.download', target: { kind: 'table', name: table.name } })
  return { columns: table.columns.map(({ name }) => name), chunks: chunksOf(needs.engine, table, limit) }
}

async function* chunksOf(engine: Engine, table: Table, limit: number | undefined): AsyncGenerator<Row[]> {
  await using session = await engine.session()
  if (limit === undefined) yield* session.chunks<Row>(allOf(table))
  else yield* session.chunks<Row>(`${allOf(table)} limit $1::bigint`, [String(limit)])
}

function allOf({ files }: Table): string {
  return `from ${readSnapshot(files)}`
}

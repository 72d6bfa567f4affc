import { recordAct } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { Catalogue } from '../contract/catalogue.ts'
import type { Db } from '../db/database.ts'
import type { CsvTable } from '../engine/csv-lines.ts'
import type { Cell, Engine, Sql } from '../engine/engine.ts'
import { quoteName } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { Clock } from '../lib/clock.ts'

type Members = { readonly files: readonly string[] }

/** The profiles of the first `limit` members, by key, with all their columns. */
export async function readMembers(
  engine: Engine,
  catalogue: Catalogue,
  members: Members,
  limit: number,
): Promise<Readonly<Record<string, Cell>>[]> {
  await using session = await engine.session()
  const { text, params } = selectMembers(catalogue, members, limit)
  return await session.rows(text, params)
}

type Told = {
  readonly actor: Actor
  readonly segment: string
  readonly catalogue: Catalogue
  readonly members: Members
  /** At most so many; all of them unless it is given. */
  readonly limit?: number | undefined
}

/** Members' profiles with all their columns, to be kept as a file; who took them is recorded. */
export async function downloadMembers(
  needs: { readonly db: Db; readonly engine: Engine; readonly clock: Clock },
  { actor, segment, catalogue, members, limit }: Told,
): Promise<CsvTable> {
  await recordAct(needs, { actor, action: 'segment.download', target: { kind: 'segment', name: segment } })
  const columns = catalogue.profile.columns.map((column) => column.name)
  return { columns, chunks: memberChunks(needs.engine, selectMembers(catalogue, members, limit)) }
}

async function* memberChunks(engine: Engine, { text, params }: Sql): AsyncGenerator<Readonly<Record<string, Cell>>[]> {
  await using session = await engine.session()
  yield* session.chunks(text, params)
}

function selectMembers({ profile }: Catalogue, { files }: Members, limit: number | undefined): Sql {
  const key = `p.${quoteName(profile.key)}`
  const text = `select p.* from ${readSnapshot(profile.files)} p where ${key} in (select profile_key from ${readSnapshot(files)}) order by ${key}`
  return limit === undefined ? { text, params: [] } : { text: `${text} limit $1::bigint`, params: [String(limit)] }
}

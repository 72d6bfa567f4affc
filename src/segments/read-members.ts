import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Catalogue } from '../contract/catalogue.ts'
import type { Cell, Engine, Sql } from '../engine/engine.ts'
import { quoteName, quoteText } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'

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

/** All of them, a few thousand at a time. */
export async function* memberChunks(
  engine: Engine,
  catalogue: Catalogue,
  members: Members,
): AsyncGenerator<Readonly<Record<string, Cell>>[]> {
  await using session = await engine.session()
  const { text, params } = selectMembers(catalogue, members, undefined)
  yield* session.chunks(text, params)
}

/** Writes members' profiles with all their columns to a CSV file; all of them unless `limit` is given. */
export async function exportMembers(
  engine: Engine,
  catalogue: Catalogue,
  members: Members,
  file: string,
  limit?: number,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await using session = await engine.session()
  const { text, params } = selectMembers(catalogue, members, limit)
  await session.run(`copy (${text}) to ${quoteText(file)} (format csv, header)`, params)
}

function selectMembers({ profile }: Catalogue, { files }: Members, limit: number | undefined): Sql {
  const key = `p.${quoteName(profile.key)}`
  const text = `select p.* from ${readSnapshot(profile.files)} p where ${key} in (select profile_key from ${readSnapshot(files)}) order by ${key}`
  return limit === undefined ? { text, params: [] } : { text: `${text} limit $1::bigint`, params: [String(limit)] }
}

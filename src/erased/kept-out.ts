import type { Db } from '../db/database.ts'
import type { EngineSession } from '../engine/engine.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { readErasureKey } from './erasure-key.ts'
import { teachPersonHash } from './person-hash.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }

/** Whom to leave out, as hashes. With nobody in it, nothing has to be looked at. */
export type KeptOut = {
  /** What `erasureGeneration` told before the hashes were read. */
  readonly generation: number
  readonly key: Buffer
  readonly hashes: readonly { readonly kind: string; readonly hash: string }[]
}

/** Counts whenever whom to leave out changes: what was computed across a change may hold somebody who was erased meanwhile. */
export async function erasureGeneration(db: Db): Promise<number> {
  const row = await db.selectFrom('erasure_generation').select('generation').executeTakeFirst()
  return row?.generation ?? 0
}

/**
 * Everybody who was erased and whose erasure was not lifted: to be left out of the sources, or, once we have no more to do with them
 * there, out of what is read from Constant Contact (`contacts`). Throws ErasureKeyError.
 */
export async function keptOut({ db, directory }: Needs, of: 'sources' | 'contacts'): Promise<KeptOut> {
  const generation = await erasureGeneration(db)
  if (generation === 0) return { generation, key: Buffer.alloc(0), hashes: [] }
  const hashes = await db
    .selectFrom('erased_hashes')
    .innerJoin('erasures', 'erasures.id', 'erased_hashes.erasure_id')
    .select(['erased_hashes.kind', 'erased_hashes.hash'])
    .distinct()
    .where('erasures.state', '<>', 'lifted')
    .$if(of === 'contacts', (query) =>
      query.where('erasures.lists_done_at', 'is not', null).where('kind', '=', 'email'),
    )
    .execute()
  return { generation, key: hashes.length > 0 ? await readErasureKey(directory) : Buffer.alloc(0), hashes }
}

/** Fills the session's table `kept_out` (`kind, hash`) and teaches it `person_hash`. */
export async function layOutKeptOut(session: EngineSession, { key, hashes }: KeptOut): Promise<void> {
  await teachPersonHash(session, key)
  await session.run('create or replace temp table kept_out (kind varchar, hash varchar)')
  await session.run('insert into kept_out select unnest($1::varchar[]), unnest($2::varchar[])', [
    hashes.map(({ kind }) => kind),
    hashes.map(({ hash }) => hash),
  ])
}

/** Whether a value of this kind (SQL) is of somebody in `kept_out`. */
export function isKeptOutSql(kind: string, value: string): string {
  return `coalesce(person_hash('${kind.replaceAll("'", "''")}', ${value}) in (select hash from kept_out where kind = '${kind.replaceAll("'", "''")}'), false)`
}

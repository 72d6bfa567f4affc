import type { Db } from '../../db/database.ts'
import type { EngineSession } from '../../engine/engine.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import { readErasureKey } from '../../erased/erasure-key.ts'
import { isKeptOutSql, layOutKeptOut } from '../../erased/kept-out.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { planFile } from '../run/run-files.ts'
import type { PersonNote } from '../run/run-notes.ts'
import { type RunRow, requireRun } from '../run/run-store.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }

/** Clocks of several machines differ; a plan was surely made without whoever was erased this long before it. */
const overlapMs = 60 * 60_000

/** How many profiles were erased since a run's plan was made; at least so many, since clocks differ. */
export async function countErasedSince(db: Db, { planned_at }: Pick<RunRow, 'planned_at'>): Promise<number> {
  if (!planned_at) return 0
  const row = await db
    .selectFrom('erased_hashes')
    .innerJoin('erasures', 'erasures.id', 'erased_hashes.erasure_id')
    .select(({ fn }) => fn.countAll<number>().as('people'))
    .where('erasures.asked_at', '>=', new Date(planned_at.getTime() - overlapMs))
    .where('erased_hashes.kind', '=', 'key')
    .executeTakeFirst()
  return Number(row?.people ?? 0)
}

/** Whoever of a frozen plan was erased since it was made: they are sent no more. */
export async function erasedSince(
  { db, directory }: Needs,
  session: EngineSession,
  runId: string,
): Promise<PersonNote[]> {
  const { planned_at } = await requireRun(db, runId)
  if (!planned_at) return []
  const hashes = await db
    .selectFrom('erased_hashes')
    .innerJoin('erasures', 'erasures.id', 'erased_hashes.erasure_id')
    .select(['erased_hashes.kind', 'erased_hashes.hash'])
    .where('erasures.asked_at', '>=', new Date(planned_at.getTime() - overlapMs))
    .where('erasures.state', '<>', 'lifted')
    .where('erased_hashes.kind', 'in', ['email', 'key'])
    .execute()
  if (hashes.length === 0) return []
  await layOutKeptOut(session, { generation: 0, key: await readErasureKey(directory), hashes })
  const people = await session.rows<{ email: string }>(
    `select email from ${readSnapshot([planFile(directory, runId)])}
     where standing in ('new', 'changed') and (${isKeptOutSql('email', 'email')} or ${isKeptOutSql('key', 'profile_key')})`,
  )
  return people.map(({ email }) => ({ email, reason: 'erased' }))
}

import type { Selectable } from 'kysely'
import type { Db, Tx } from '../db/database.ts'
import type { ErasuresTable } from '../db/tables/privacy.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

export type ErasureRow = Selectable<ErasuresTable>

export class ErasureNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(id: string) {
    super(said`There is no erasure "${id}". Show them with: postbud erasures list`)
  }
}

/** The erasure with this id. Throws ErasureNotFoundError. */
export async function findErasure(db: Db, id: string): Promise<ErasureRow> {
  const row = await db.selectFrom('erasures').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new ErasureNotFoundError(id)
  return row
}

/** Erasures, the newest first. Nobody's address is in them. */
export async function listErasures(db: Db, limit = 1_000): Promise<ErasureRow[]> {
  return await db
    .selectFrom('erasures')
    .selectAll()
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Erasures that have something left to do; `now` leaves out those that are to rest until later. */
export async function openErasures(db: Db, now?: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('erasures')
    .select('id')
    .where('state', '=', 'under_way')
    .$if(now !== undefined, (query) =>
      query.where(({ or, eb }) => or([eb('next_attempt_at', 'is', null), eb('next_attempt_at', '<=', now ?? null)])),
    )
    .orderBy('asked_at')
    .execute()
  return rows.map(({ id }) => id)
}

/** Whatever is computed from now on leaves out whom it is to leave out now; what is being computed is done over. */
export async function turnGeneration(tx: Db | Tx): Promise<void> {
  await tx
    .updateTable('erasure_generation')
    .set(({ eb }) => ({ generation: eb('generation', '+', 1) }))
    .execute()
}

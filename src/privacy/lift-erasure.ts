import { recordAudit } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { maskEmailsIn } from '../lib/mask-email.ts'
import { said } from '../lib/said.ts'
import { type ErasureRow, findErasure, turnGeneration } from './erasure-store.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

/** Raised when an erasure that has not ended, or was lifted before, is to be lifted. */
export class NotLiftableError extends AppError {
  override readonly code = 'not_liftable'
  override readonly recovery = 'never'
  constructor({ id, state }: ErasureRow) {
    super(
      state === 'lifted'
        ? said`Erasure ${id} was lifted already.`
        : said`Erasure ${id} has not ended, so it cannot be lifted yet. See what it waits for with: postbud erasures list`,
    )
  }
}

/**
 * Lets a person who was erased come back with the next refresh, if the sources still have them. What was erased does not come back,
 * and neither does what we knew of how they left lists; who unsubscribed is read anew from Constant Contact first. Earlier
 * erasures of the same person are lifted along. Throws ErasureNotFoundError, NotLiftableError.
 */
export async function liftErasure(needs: Needs, actor: Actor, id: string, reason: string): Promise<ErasureRow> {
  const { db, clock } = needs
  await db.transaction().execute(async (tx) => {
    const erasure = await tx.selectFrom('erasures').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    if (!erasure) await findErasure(tx, id)
    if (erasure?.state !== 'whole') throw new NotLiftableError(await findErasure(tx, id))
    const same = await tx
      .selectFrom('erased_hashes')
      .innerJoin('erased_hashes as other', (join) =>
        join.onRef('other.kind', '=', 'erased_hashes.kind').onRef('other.hash', '=', 'erased_hashes.hash'),
      )
      .innerJoin('erasures', 'erasures.id', 'other.erasure_id')
      .select('other.erasure_id')
      .distinct()
      .where('erased_hashes.erasure_id', '=', id)
      .where('erased_hashes.kind', 'in', ['email', 'key'])
      .where('erasures.state', '=', 'whole')
      .execute()
    const ids = [...new Set([id, ...same.map(({ erasure_id }) => erasure_id)])]
    await tx
      .updateTable('erasures')
      .set({ state: 'lifted', lifted_by: actor.name, lifted_at: clock.now(), lift_reason: maskEmailsIn(reason) })
      .where('id', 'in', ids)
      .execute()
    await tx.deleteFrom('erased_hashes').where('erasure_id', 'in', ids).execute()
    await tx.updateTable('source_states').set({ read_anew: true }).execute()
    // Nobody who unsubscribed may be sent to because their address was left out of what was read.
    await tx
      .updateTable('departures')
      .set({ whole_at: new Date(0) })
      .execute()
    await tx.updateTable('lists').set({ surplus: null }).execute()
    await turnGeneration(tx)
    await recordAudit(tx, needs, {
      actor,
      action: 'erasure.lift',
      target: { kind: 'erasure', name: id },
      before: { state: 'whole' },
      after: { state: 'lifted', reason: maskEmailsIn(reason), along: ids.filter((each) => each !== id) },
    })
  })
  return await findErasure(db, id)
}

import { recordAct, recordAudit } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { Db } from '../db/database.ts'
import { type Pause, pauseDelivery, resumeDelivery } from '../exports/run/pause.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory; readonly clock: Clock }

const target = { kind: 'delivery', name: 'all' }

/** Stops all delivery on somebody's behalf; answers the pause that there is, be it an earlier one. */
export async function pause(needs: Needs, actor: Actor, reason: string | null): Promise<Pause> {
  const made = await pauseDelivery(needs, { by: actor.name, reason })
  await recordPause(needs, actor, made)
  return made
}

/** Records a pause that was made without the database at hand; once, whoever comes to it. */
export async function recordPause(needs: Needs, actor: Actor, { by, at, reason }: Pause): Promise<void> {
  if (by !== actor.name) return
  await needs.db.transaction().execute(async (tx) => {
    const last = await tx
      .selectFrom('audit_log')
      .select('after')
      .where('action', '=', 'delivery.pause')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    if ((last?.after as { at?: string } | null | undefined)?.at === at) return
    await recordAudit(tx, needs, { actor, action: 'delivery.pause', target, after: { at, reason } })
  })
}

/** Lets delivery go on; answers the pause that ended, if there was one. */
export async function resume(needs: Needs, actor: Actor): Promise<Pause | undefined> {
  const ended = await resumeDelivery(needs.directory)
  if (ended) await recordAct(needs, { actor, action: 'delivery.resume', target, before: ended })
  return ended
}

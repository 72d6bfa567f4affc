import { recordAct } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { Db } from '../db/database.ts'
import { type Pause, pauseDelivery, readPause, resumeDelivery } from '../exports/pause.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory; readonly clock: Clock }

const target = { kind: 'delivery', name: 'all' }

/** Stops all delivery on somebody's behalf; answers the pause that there is, be it an earlier one. */
export async function pause(needs: Needs, actor: Actor, reason: string | null): Promise<Pause> {
  const before = await readPause(needs.directory)
  if (before) return before
  const made = await pauseDelivery(needs, { by: actor.name, reason })
  await recordAct(needs, { actor, action: 'delivery.pause', target, after: { reason } })
  return made
}

/** Lets delivery go on; answers the pause that ended, if there was one. */
export async function resume(needs: Needs, actor: Actor): Promise<Pause | undefined> {
  const ended = await resumeDelivery(needs.directory)
  if (ended) await recordAct(needs, { actor, action: 'delivery.resume', target, before: ended })
  return ended
}

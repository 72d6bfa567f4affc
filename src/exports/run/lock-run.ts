import type { ControlDatabase, Lock } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'

type Database = Pick<ControlDatabase, 'tryLock'>

/** The right to carry a run on, or to end it; undefined while somebody else has it. */
export function tryLockRun(database: Database, runId: string): Promise<Lock | undefined> {
  return database.tryLock(`run:${runId}`)
}

const lookAgainMs = 50
const looks = 100

/**
 * The right to a run that stands still. Whoever brought it to stand has written that down and may hold it for a moment
 * longer, so this waits up to five seconds for them; not once `standsStill` says that somebody is at work on it again.
 */
export async function lockStandingRun(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  runId: string,
  standsStill: () => Promise<boolean>,
): Promise<Lock | undefined> {
  for (let look = 1; ; look += 1) {
    const lock = await tryLockRun(database, runId)
    if (lock || look === looks || !(await standsStill())) return lock
    await clock.wait(lookAgainMs)
  }
}

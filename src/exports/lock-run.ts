import type { ControlDatabase, Lock } from '../db/database.ts'

/** The right to carry a run on, or to end it; undefined while somebody else has it. */
export function tryLockRun(database: Pick<ControlDatabase, 'tryLock'>, runId: string): Promise<Lock | undefined> {
  return database.tryLock(`run:${runId}`)
}

import { basename, dirname } from 'node:path'
import type { ControlDatabase, Lock } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'

type Needs = { readonly database: Pick<ControlDatabase, 'tryLock'>; readonly clock: Clock }

/**
 * Waits until nobody else replaces an upload. Whoever writes a file anew from what it held has it meanwhile, and whoever brings another
 * one for the moment in which it is put in place: so neither undoes what the other did.
 */
export async function lockUpload({ database, clock }: Needs, path: string): Promise<Lock> {
  for (;;) {
    const lock = await database.tryLock(`upload:${basename(dirname(path))}`)
    if (lock) return lock
    await clock.wait(50)
  }
}

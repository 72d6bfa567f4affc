import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ControlDatabase } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { isBeingWritten } from '../lib/durable-file.ts'

type Needs = {
  readonly directory: DataDirectory
  readonly database: Pick<ControlDatabase, 'kind'>
  readonly clock: Clock
}

/** Where several processes share a data directory, a file that has not grown for this long is nobody's. */
const deadAfterMs = 60 * 60_000

/**
 * Removes what killed processes left half written, in which anybody may stand. Where this process owns the data directory
 * that is all that it is not writing itself; elsewhere what has not changed for an hour.
 */
export async function removeLeftovers({ directory, database, clock }: Needs): Promise<void> {
  const isDead = async (path: string) => {
    if (database.kind === 'embedded' && path.endsWith('.part')) return !isBeingWritten(path)
    const changed = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Number.POSITIVE_INFINITY,
    )
    return clock.now().getTime() - changed > deadAfterMs
  }
  for (const root of [...Object.values(directory.roots), directory.erasures]) {
    const names = await readdir(root, { recursive: true }).catch(() => [])
    for (const path of names.filter((name) => name.endsWith('.part')).map((name) => join(root, name))) {
      if (await isDead(path)) await rm(path, { force: true })
    }
  }
  for (const name of await readdir(directory.scratch).catch(() => [])) {
    const path = join(directory.scratch, name)
    if (await isDead(path)) await rm(path, { recursive: true, force: true })
  }
}

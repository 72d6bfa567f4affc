import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { DataDirectory } from '../lib/data-directory.ts'
import { isBeingWritten } from '../lib/durable-file.ts'

type Needs = {
  readonly directory: DataDirectory
  /** Whether this process owns the data directory, as it does on the embedded database. */
  readonly owned: boolean
  readonly now: Date
}

/** Where several processes share a data directory, a file that has not grown for this long is nobody's. */
const deadAfterMs = 60 * 60_000

/** How NFS calls a file that was removed while somebody read it; it stays when the machine of whoever did fails. */
const readOnNfs = '.nfs'

/**
 * Removes what killed processes left half written or were reading, in which anybody may stand. Where this process owns the data directory
 * that is all that it is not writing itself; elsewhere what has not changed for an hour.
 */
export async function removeLeftovers({ directory, owned, now }: Needs): Promise<void> {
  const isDead = async (path: string) => {
    if (owned && path.endsWith('.part')) return !isBeingWritten(path)
    const changed = await stat(path).then(
      // When it got its name, where that was later than its last byte.
      ({ mtimeMs, ctimeMs }) => (basename(path).startsWith(readOnNfs) ? ctimeMs : mtimeMs),
      () => Number.POSITIVE_INFINITY,
    )
    return now.getTime() - changed > deadAfterMs
  }
  for (const root of [...Object.values(directory.roots), directory.uploads, directory.erasures]) {
    const names = await readdir(root, { recursive: true }).catch(() => [])
    for (const path of names.filter((name) => name.endsWith('.part')).map((name) => join(root, name))) {
      if (await isDead(path)) await rm(path, { force: true })
    }
    for (const path of names.filter((name) => basename(name).startsWith(readOnNfs)).map((name) => join(root, name))) {
      // While it is read on this machine it cannot be removed.
      if (await isDead(path)) await rm(path, { force: true }).catch(() => undefined)
    }
  }
  for (const name of await readdir(directory.scratch).catch(() => [])) {
    const path = join(directory.scratch, name)
    if (await isDead(path)) await rm(path, { recursive: true, force: true })
  }
}

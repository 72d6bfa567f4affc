import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DataDirectory } from '../lib/data-directory.ts'
import { flush } from '../lib/durable-file.ts'

/** Moves a finished folder to its place: everything in it is on disk before its name is, so it is there whole or not at all. */
export async function publishFolder(made: string, folder: string): Promise<void> {
  for (const file of await readdir(made)) await flush(join(made, file))
  await flush(made)
  await mkdir(dirname(folder), { recursive: true })
  await rename(made, folder)
  await flush(dirname(folder))
}

/** How long a replaced snapshot stays for those who began to read it. */
const keepMs = 60 * 60 * 1000

/** Removes what was replaced long enough ago; what is in use, `current`, are one version or several. */
export async function removeOldSnapshots(
  directory: DataDirectory,
  name: string,
  current: readonly string[],
  now: Date,
): Promise<void> {
  const folder = join(directory.roots.tables, name)
  for (const version of await readdir(folder)) {
    if (current.includes(version)) continue
    const path = join(folder, version)
    const { mtimeMs } = await stat(path)
    if (now.getTime() - mtimeMs > keepMs) await rm(path, { recursive: true, force: true })
  }
}

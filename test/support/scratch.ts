import { existsSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

/**
 * Where tests keep their files: memory, where there is plenty, since the program flushes what it writes and hundreds of
 * tests at once would wait for the disk.
 */
export const scratch = roomIn('/dev/shm') > 4e9 ? '/dev/shm' : tmpdir()

function roomIn(folder: string): number {
  if (!existsSync(folder)) return 0
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

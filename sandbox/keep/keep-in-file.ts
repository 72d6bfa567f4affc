import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { World } from '../world.ts'
import { keptWorld, restoreWorld } from './kept-world.ts'

/** So often a world that was asked something since is written down. */
const everyMs = 5_000

/**
 * Takes up the world that a file holds, and keeps it there: some seconds after each change while nothing is under way, and at the
 * end, when what was accepted is done at once, as the real service would go on while its client is stopped. Throws for a file
 * that is none of a sandbox's.
 */
export async function keepInFile(world: World, path: string): Promise<AsyncDisposable> {
  if (existsSync(path)) {
    try {
      restoreWorld(world, await readFile(path))
    } catch (thrown) {
      throw new Error(`The sandbox cannot read ${path}, so it would start empty. Remove the file if that is meant.`, {
        cause: thrown,
      })
    }
  }
  let saved = world.log.total
  let saving = Promise.resolve()
  const save = async () => {
    const { total } = world.log
    await mkdir(dirname(path), { recursive: true })
    // Whole or not at all: whoever is killed while writing leaves the file of before.
    await writeFile(`${path}.part`, keptWorld(world), { mode: 0o600 })
    await rename(`${path}.part`, path)
    saved = total
  }
  const timer = setInterval(() => {
    if (world.log.total === saved) return
    world.advance()
    if (world.accounts.values().every(({ queue }) => queue.length === 0)) saving = saving.then(save, save)
  }, everyMs)
  timer.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await saving.catch(() => undefined)
      const now = world.clock.now()
      for (const { queue } of world.accounts.values()) queue.finishAll(now)
      await save()
    },
  }
}

import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '../../sandbox/start-sandbox.ts'
import { openDatabase } from '../../src/db/open-database.ts'
import type { Place } from './play.ts'

/** A sandbox and a folder in which seeds are played one after another, each with a data directory of its own. */
export async function openPlace(trace?: (line: string) => void): Promise<Place & AsyncDisposable> {
  await using opening = new AsyncDisposableStack()
  // In memory where there is such a place: the files are many, and each is flushed to the disk.
  const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const folder = await mkdtemp(join(base, 'postbud-soak-'))
  opening.defer(() => rm(folder, { recursive: true, force: true }))
  const template = join(folder, 'template')
  {
    await using _database = await openDatabase({ directory: template })
  }
  const sandbox = opening.use(await startSandbox())
  const parts = opening.move()
  return { sandbox, folder, template, trace, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}

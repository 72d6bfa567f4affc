import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine, EngineSession } from '../engine/engine.ts'
import { publishFolder } from '../engine/publish-folder.ts'
import { removeScratch } from '../engine/remove-scratch.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { newId } from '../lib/ids.ts'
import { type UnifiedFiles, unifiedFiles, unifiedFolder } from './unification-state.ts'

type Needs = { readonly engine: Engine; readonly directory: DataDirectory; readonly clock: Clock }

/** A version of the unified tables that is on disk, when it was, and what was told of it. */
export type MadeVersion<T> = T & { readonly version: string; readonly madeAt: Date; readonly durationMs: number }

/**
 * Makes a version of the unified tables: `work` writes the files aside, in a roomy session, and they come to their place when all of
 * them are there. Of one that fails, or whose signal has come by its end, nothing is left.
 */
export async function makeVersion<T>(
  { engine, directory, clock }: Needs,
  { signal }: { readonly signal?: AbortSignal },
  work: (session: EngineSession, files: UnifiedFiles) => Promise<T>,
): Promise<MadeVersion<T>> {
  const startedAt = clock.now()
  const version = newId(startedAt)
  const scratch = join(directory.scratch, `unified-${version}`)
  await using cleanup = new AsyncDisposableStack()
  cleanup.defer(() => removeScratch(scratch))
  await mkdir(scratch, { recursive: true })
  const session = cleanup.use(await engine.session({ roomy: true }))
  const told = await work(session, unifiedFiles(scratch))
  signal?.throwIfAborted()
  await publishFolder(scratch, unifiedFolder(directory, version))
  const madeAt = clock.now()
  return { ...told, version, madeAt, durationMs: madeAt.getTime() - startedAt.getTime() }
}

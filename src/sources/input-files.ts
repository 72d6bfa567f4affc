import { stat } from 'node:fs/promises'
import type { InputFile } from '../db/tables/sources.ts'
import { hashOf } from '../lib/hash-file.ts'
import { said } from '../lib/said.ts'
import { SourceError } from './source-error.ts'
import { type SourceFile, unreadable } from './source-files.ts'

/**
 * Whether files hold what they held when they were read: the same paths and sizes, and the same times or, where only times
 * moved, the same content. Answers the inputs as they are now, or undefined when something changed.
 */
export async function unchangedInputs(
  files: readonly SourceFile[],
  before: readonly InputFile[],
  signal?: AbortSignal,
): Promise<readonly InputFile[] | undefined> {
  if (files.length !== before.length) return undefined
  const same = files.every((file, at) => before[at]?.path === file.path && before[at]?.size === file.size)
  if (!same) return undefined
  const inputs: InputFile[] = []
  for (const [at, file] of files.entries()) {
    const last = before[at]
    if (!last) return undefined
    if (last.modified !== file.modified && (await hashOf(file.path, signal)) !== last.hash) return undefined
    inputs.push({ ...file, hash: last.hash })
  }
  return inputs
}

/** Refuses files that were written to while they were read: what was read may be half of each. */
export async function checkStill(name: string, inputs: readonly InputFile[]): Promise<void> {
  for (const { path, shown, size, modified } of inputs) {
    const now = await stat(path, { bigint: true }).catch((thrown) => {
      throw unreadable(name, path, thrown)
    })
    if (Number(now.size) !== size || now.mtimeNs.toString() !== modified) {
      throw new SourceError(
        'source_file_changing',
        said`${shown} was written to while the source ${name} read it. Refresh again once it is complete; write it under another name and rename it to avoid this.`,
      )
    }
  }
}

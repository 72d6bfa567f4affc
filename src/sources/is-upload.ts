import { relative, sep } from 'node:path'
import type { DataDirectory } from '../lib/data-directory.ts'

/** Whether a path is that of an upload: two steps below their folder. */
export function isUpload({ uploads }: Pick<DataDirectory, 'uploads'>, path: string): boolean {
  const steps = relative(uploads, path).split(sep)
  return steps.length === 2 && !steps.includes('..') && !steps.includes('')
}

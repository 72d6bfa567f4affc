import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Puts a file in place so that it is there whole or not at all, whatever moment the power goes: `write` fills a temporary
 * neighbour, which is flushed to disk, renamed, and the folder flushed. A failed write leaves nothing behind.
 */
export async function publishFile(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`
  writing.add(temporary)
  try {
    await write(temporary)
    await flush(temporary)
    await rename(temporary, path)
    await flush(dirname(path))
  } catch (thrown) {
    await rm(temporary, { force: true })
    throw thrown
  } finally {
    writing.delete(temporary)
  }
}

const writing = new Set<string>()

/** Whether `publishFile` of this process is at work on a temporary file. */
export function isBeingWritten(temporary: string): boolean {
  return writing.has(temporary)
}

/** Flushes a file or a folder to disk. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

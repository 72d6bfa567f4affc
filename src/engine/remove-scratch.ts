import { rm } from 'node:fs/promises'

/**
 * Removes a folder of scratch files. A stream that was cut off may still be opening its file, so it is tried a few times; what stays is
 * removed when the program next starts, and must not hide the error that ended the work.
 */
export async function removeScratch(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 }).catch(() => undefined)
}

import { randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../lib/app-error.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { flush } from '../lib/durable-file.ts'
import { said } from '../lib/said.ts'

/** Raised when people were erased and the key by which they are known again is not there: they would come back unnoticed. */
export class ErasureKeyError extends AppError {
  override readonly code = 'erasure_key_unusable'
  override readonly recovery = 'never'
  constructor(path: string) {
    super(
      said`People were erased, and ${path}, by which Postbud knows them again, is missing or holds no key (32 bytes in base64). Nothing is read or delivered, or they might come back. Bring the file back from a backup.`,
    )
  }
}

const keyBytes = 32

/** The installation's erasure key. Throws ErasureKeyError when it is not there. */
export async function readErasureKey({ erasureKey: path }: DataDirectory): Promise<Buffer> {
  const text = await readFile(path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') throw new ErasureKeyError(path)
    throw thrown
  })
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== keyBytes) throw new ErasureKeyError(path)
  return key
}

/** Makes the key at the first erasure, whole or not at all, readable by its owner alone. Of two makers one wins. */
export async function makeErasureKey(directory: DataDirectory): Promise<Buffer> {
  const path = directory.erasureKey
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(`${randomBytes(keyBytes).toString('base64')}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    // A hard link, unlike a rename, never replaces a key that is there.
    await link(temporary, path).catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== 'EEXIST') throw thrown
    })
    await flush(dirname(path))
  } finally {
    await rm(temporary, { force: true })
  }
  return await readErasureKey(directory)
}

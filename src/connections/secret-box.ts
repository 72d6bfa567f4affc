import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../lib/app-error.ts'
import { flush } from '../lib/durable-file.ts'
import { said } from '../lib/said.ts'

/** Seals texts so that only the holder of the key reads them, and only in the context they were sealed for. */
export type SecretBox = {
  readonly seal: (text: string, context: string) => string
  /** Throws WrongSecretKeyError when the key is another, or the text was sealed for another context. */
  readonly open: (sealed: string, context: string) => string
}

export class WrongSecretKeyError extends AppError {
  override readonly code = 'secret_key_wrong'
  override readonly recovery = 'never'
  constructor(context: string, keySource: string, options?: ErrorOptions) {
    super(
      said`What is stored for ${context} cannot be opened with ${keySource}: it was sealed with another key. Bring the former key back, or connect again to replace what was stored.`,
      options,
    )
  }
}

export class SecretKeyFileError extends AppError {
  override readonly code = 'secret_key_unusable'
  override readonly recovery = 'never'
  constructor(path: string) {
    super(
      said`${path} does not hold a key (32 bytes in base64). Bring the former file back from a backup. If it is lost, remove it, and connect again.`,
    )
  }
}

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16
/** Stands first in what is sealed, so that another way of sealing can be told from this one. */
const form = 'v1'

type Given = {
  readonly secretKey?: string
  /** The key that is to follow, while it takes the place of the former. */
  readonly nextSecretKey?: string
  readonly keyFile: string
}

/**
 * The box under POSTBUD_SECRET_KEY, or under the key file, which is made (readable by its owner alone) when it is missing. What
 * was sealed with the next key is opened too: a rotation that was cut short leaves the values under one and the key file as the
 * other.
 */
export async function openSecretBox({ secretKey, nextSecretKey, keyFile }: Given): Promise<SecretBox> {
  const key = secretKey ? Buffer.from(secretKey, 'base64') : await readOrMakeKey(keyFile)
  const next = nextSecretKey ?? (secretKey ? undefined : await readIfThere(nextKeyFile(keyFile)))
  const others = next === undefined ? [] : [Buffer.from(next.trim(), 'base64')]
  return secretBox(key, secretKey ? 'POSTBUD_SECRET_KEY' : said`the key in ${keyFile}`, others)
}

/** Where the next key stands until everything is sealed with it. */
export function nextKeyFile(keyFile: string): string {
  return `${keyFile}.next`
}

/**
 * AES-256-GCM under `key`; the context is authenticated along, so that a sealed text cannot be moved to another row. What was
 * sealed with one of `others` is opened too.
 */
export function secretBox(key: Uint8Array, keySource: string, others: readonly Uint8Array[] = []): SecretBox {
  const openWith = (candidate: Uint8Array, bytes: Buffer, context: string): string => {
    const decipher = createDecipheriv('aes-256-gcm', candidate, bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(-tagBytes))
    const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  }
  return {
    seal(text, context) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${form}.${sealed.toString('base64')}`
    },
    open(sealed, context) {
      try {
        const [found, body] = sealed.split('.')
        if (found !== form || body === undefined) throw new Error(`sealed in an unknown form: ${found}`)
        const bytes = Buffer.from(body, 'base64')
        for (const other of others) {
          try {
            return openWith(other, bytes, context)
          } catch {
            // Sealed with another one.
          }
        }
        return openWith(key, bytes, context)
      } catch (thrown) {
        throw new WrongSecretKeyError(context, keySource, { cause: thrown })
      }
    },
  }
}

/** The key in a file, which is made when it is missing. Throws SecretKeyFileError. */
export async function readOrMakeKey(path: string): Promise<Buffer> {
  const text = (await readIfThere(path)) ?? (await makeKey(path))
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== keyBytes) throw new SecretKeyFileError(path)
  return key
}

/** Makes the key file whole or not at all. Of two makers one wins, and both use the winner's key. */
async function makeKey(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(`${randomBytes(keyBytes).toString('base64')}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    // A hard link, unlike a rename, never replaces a key that somebody else has just put there.
    await link(temporary, path).catch((thrown: unknown) => {
      if (!isCode(thrown, 'EEXIST')) throw thrown
    })
    await flush(dirname(path))
  } finally {
    await rm(temporary, { force: true })
  }
  return readFile(path, 'utf8')
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (thrown) {
    if (isCode(thrown, 'ENOENT')) return undefined
    throw thrown
  }
}

function isCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code
}

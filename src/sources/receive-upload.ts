import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rm } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { type Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { ControlDatabase } from '../db/database.ts'
import type { Engine } from '../engine/engine.ts'
import { quoteText } from '../engine/quote-name.ts'
import { AppError, messageOf } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { diskError } from '../lib/disk-errors.ts'
import { publishFile } from '../lib/durable-file.ts'
import { newId } from '../lib/ids.ts'
import { said } from '../lib/said.ts'
import { lockUpload } from './lock-upload.ts'

type Needs = {
  readonly database: Pick<ControlDatabase, 'tryLock'>
  readonly directory: Pick<DataDirectory, 'uploads'>
  readonly engine: Engine
  readonly clock: Clock
  readonly config: { readonly uploadBytes: number }
}

export type Upload = {
  /** Absolute. */
  readonly path: string
  readonly name: string
  readonly bytes: number
}

/** Raised for more than an upload may hold, as it comes or unpacked. */
export class UploadTooLargeError extends AppError {
  override readonly code = 'upload_too_large'
  override readonly recovery = 'never'
}

/** Raised for what is no file of data. */
export class UploadRefusedError extends AppError {
  override readonly code = 'upload_refused'
  override readonly recovery = 'never'
}

/** A compressed file may unpack to so many times what may be uploaded; text of data shrinks to a tenth at best. */
const unpackedTimes = 10

/**
 * Receives a file to read as a source: streamed to disk under a name that is safe, judged, and only then put in place, whole or
 * not at all. It goes into a folder of its own, or in the place of `replaces`, an earlier upload. What unpacks to more than
 * ten times the limit is refused, however small it came. Throws UploadTooLargeError and UploadRefusedError.
 */
export async function receiveUpload(
  needs: Needs,
  given: {
    readonly name: string
    readonly content: Readable
    readonly replaces?: string
    readonly signal?: AbortSignal
  },
): Promise<Upload> {
  const { directory, clock, config } = needs
  const name = safeName(given.name)
  const path = given.replaces ?? join(directory.uploads, newId(clock.now()), name)
  if (endingOf(path) !== endingOf(name)) {
    throw new UploadRefusedError(
      said`"${name}" is to replace a file that ends in ${endingOf(path)}; send one of the same kind, or make another upload of it.`,
    )
  }
  await mkdir(directory.uploads, { recursive: true, mode: 0o700 })
  let bytes = 0
  await using held = new AsyncDisposableStack()
  try {
    await publishFile(path, async (temporary) => {
      const counted = counting(config.uploadBytes, (seen) => {
        bytes = seen
      })
      // Customers' data: for the user who runs Postbud alone.
      const file = createWriteStream(temporary, { mode: 0o600 })
      await pipeline(given.content, counted, file, given.signal ? { signal: given.signal } : {})
      await judge(needs, temporary, path, given.signal)
      if (given.replaces) held.use(await lockUpload(needs, path))
    })
  } catch (thrown) {
    if (!given.replaces) await rm(dirname(path), { recursive: true, force: true })
    throw diskError(thrown) ?? thrown
  }
  return { path, name, bytes }
}

const endings = /\.(csv|tsv|tab|txt|parquet|pq|json|ndjson|jsonl)(\.gz)?$/i

/** The last step of what may be a path of any system, with letters, digits and . _ - in it, and an ending of data. */
export function safeName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^[._-]+/, '')
  const ending = endings.exec(plain)?.[0]
  if (!ending || plain.length === ending.length) {
    throw new UploadRefusedError(
      said`The name of the file does not tell what it holds; expected one that ends in .csv, .tsv, .txt, .parquet, .json or .ndjson, with .gz or without.`,
    )
  }
  return `${plain.slice(0, -ending.length).slice(0, 80)}${ending.toLowerCase()}`
}

function endingOf(path: string): string {
  return endings.exec(path)?.[0]?.toLowerCase() ?? extname(path)
}

async function judge({ engine, config }: Needs, file: string, path: string, signal?: AbortSignal): Promise<void> {
  const most = config.uploadBytes * unpackedTimes
  const start = await firstBytes(file, 4)
  if (/\.(parquet|pq)$/i.test(path)) return judgeParquet(engine, file, most)
  const isPacked = start[0] === 0x1f && start[1] === 0x8b
  if (/\.gz$/i.test(path) && !isPacked) throw new UploadRefusedError(said`The file ends in .gz and is not compressed.`)
  if (!isPacked) return
  try {
    await pipeline(createReadStream(file), createGunzip(), counting(most), nowhere(), signal ? { signal } : {})
  } catch (thrown) {
    if (thrown instanceof AppError || signal?.aborted) throw thrown
    throw new UploadRefusedError(said`The file cannot be unpacked: ${messageOf(thrown)}. Compress it anew.`)
  }
}

/** What a Parquet file says of itself, which the engine reads by: how many values there are, and how large unpacked. */
async function judgeParquet(engine: Engine, file: string, most: number): Promise<void> {
  await using session = await engine.session()
  const [size] = await session
    .rows<{ values: number; bytes: number }>(
      `select coalesce(sum(num_values), 0)::double as "values", coalesce(sum(total_uncompressed_size), 0)::double as bytes
       from parquet_metadata(${quoteText(file)})`,
    )
    .catch((thrown: unknown) => {
      throw new UploadRefusedError(said`The file is no Parquet file, or a damaged one. Write it anew.`, {
        cause: thrown,
      })
    })
  if (size && (size.values > most || size.bytes > most)) throw tooLarge(most, 'unpacked')
}

async function firstBytes(file: string, count: number): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

function counting(most: number, tell: (bytes: number) => void = () => undefined): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      tell(bytes)
      if (bytes > most) done(tooLarge(most))
      else done(null, chunk)
    },
  })
}

function tooLarge(most: number, how = ''): UploadTooLargeError {
  const size = `${Math.floor(most / 1024 / 1024).toLocaleString('en-US')} MB`
  return new UploadTooLargeError(
    said`The file is larger${how && ` (${how})`} than the ${size} that are allowed. Send less of it, or have POSTBUD_UPLOAD_MB raised.`,
  )
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}

/**
 * Removes uploads that no source reads, once they are a day old, since who sent one may be about to declare it. `files` is
 * what the sources say, whose folder of an upload is like no other.
 */
export async function removeUnusedUploads(
  { directory: { uploads }, clock }: Pick<Needs, 'directory' | 'clock'>,
  files: readonly string[],
): Promise<void> {
  // A pattern may mean any of them.
  if (files.some((file) => /[*?[{]/.test(file))) return
  const folders = await readdir(uploads).catch(() => [])
  const day = newId(new Date(clock.now().getTime() - 24 * 3_600_000))
  for (const folder of folders) {
    const isUsed = files.some((file) => file.split(/[/\\]/).includes(folder))
    if (!isUsed && folder < day) await rm(join(uploads, folder), { recursive: true, force: true })
  }
}

import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Encoding, EncodingGuess } from './encoding-guess.ts'
import { LineLook } from './line-look.ts'

/** A text file as the engine can read it: UTF-8, not compressed, one kind of line ending. */
export type PlainFile = {
  readonly path: string
  /** What the file was written in; `windows-1252` where that was found because its bytes are no valid UTF-8. */
  readonly encoding: Encoding
  /** Of the file's own bytes, as hexadecimal SHA-256. */
  readonly hash: string
  readonly lines: Pick<LineLook, 'brokenLines' | 'quotes'>
}

type Options = {
  readonly encoding?: Encoding
  readonly quote?: string
  readonly signal?: AbortSignal
  /** Told of bytes of the file as they are read. */
  readonly onBytes?: (bytes: number) => void
}

const chunkBytes = 1 << 20

/**
 * Looks at every byte of a file, and writes it to files whose names start with `scratch` where it is anything but plain UTF-8:
 * compressed, in another encoding, or with line endings of two kinds (which the engine's reader refuses). Memory stays at a
 * few chunks.
 */
export async function makePlain(path: string, scratch: string, options: Options = {}): Promise<PlainFile> {
  const { quote = '"', signal } = options
  const hash = createHash('sha256')
  const hashed = pass((chunk) => {
    hash.update(chunk)
    options.onBytes?.(chunk.length)
  })
  const guess = new EncodingGuess()
  const lines = new LineLook(quote)
  const looked = pass((chunk) => {
    guess.see(chunk)
    lines.see(chunk)
  })

  const compressed = await isGzip(path)
  const unpacked = compressed ? `${scratch}.unpacked` : path
  const bytes = createReadStream(path, { highWaterMark: chunkBytes })
  if (compressed) {
    const unpack = createGunzip({ chunkSize: chunkBytes })
    await pipeline(bytes, hashed, unpack, looked, createWriteStream(unpacked), { signal })
  } else {
    await pipeline(bytes, hashed, looked, nowhere(), { signal })
  }

  const encoding = options.encoding ?? guess.answer()
  const found = { encoding, hash: hash.digest('hex') }
  if (encoding === 'utf-8' && !lines.mixedEndings) return { ...found, path: unpacked, lines }

  const plain = `${scratch}.plain`
  const plainLines = new LineLook(quote)
  const decoding = encoding === 'utf-16' ? (guess.utf16() ?? 'utf-16le') : 'windows-1252'
  await pipeline(
    [
      createReadStream(unpacked, { highWaterMark: chunkBytes }),
      ...(encoding === 'utf-8' ? [] : [transcode(decoding)]),
      withLineFeeds(),
      pass((chunk) => plainLines.see(chunk)),
      createWriteStream(plain),
    ],
    { signal },
  )
  return { ...found, path: plain, lines: plainLines }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}

function pass(see: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      see(chunk)
      done(null, chunk)
    },
  })
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}

function transcode(from: string): Transform {
  const decoder = new TextDecoder(from)
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, Buffer.from(decoder.decode(chunk, { stream: true }))),
    flush: (done) => done(null, Buffer.from(decoder.decode())),
  })
}

/** Every line ending as a line feed, inside quotes too. Read as one byte a character, which UTF-8 survives. */
function withLineFeeds(): Transform {
  let held = ''
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = held + chunk.toString('latin1')
      held = text.endsWith('\r') ? '\r' : ''
      const whole = held ? text.slice(0, -1) : text
      done(null, Buffer.from(whole.replace(/\r\n?/g, '\n'), 'latin1'))
    },
    flush: (done) => done(null, Buffer.from(held ? '\n' : '')),
  })
}

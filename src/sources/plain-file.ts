import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { FileSource } from '../contract/definitions.ts'

export type Encoding = NonNullable<FileSource['encoding']>

/** A text file as the engine can read it: UTF-8, not compressed, one kind of line ending. */
export type PlainFile = {
  readonly path: string
  /** What the file was written in; `windows-1252` where that was found because its bytes are no valid UTF-8. */
  readonly encoding: Encoding
  /** Of the file's own bytes, as hexadecimal SHA-256. */
  readonly hash: string
  /** Whether a line break stands inside quotes, as far as counting quotes can tell; never false where one does. */
  readonly brokenLines: boolean
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
 * Looks at every byte of a file, and writes it to `scratch` as plain UTF-8 where it is anything else: compressed, in another
 * encoding, or with line endings of two kinds (which the engine's reader refuses). Memory stays at a few chunks.
 */
export async function makePlain(path: string, scratch: string, options: Options = {}): Promise<PlainFile> {
  const hash = createHash('sha256')
  const hashed = pass((chunk) => {
    hash.update(chunk)
    options.onBytes?.(chunk.length)
  })
  const { signal } = options

  const compressed = await isGzip(path)
  const unpacked = compressed ? `${scratch}.unpacked` : path
  const first = new Look(options.quote)
  const looked = pass((chunk) => first.see(chunk))
  const source = createReadStream(path, { highWaterMark: chunkBytes })
  if (compressed) {
    const unpack = createGunzip({ chunkSize: chunkBytes })
    await pipeline(source, hashed, unpack, looked, createWriteStream(unpacked), { signal })
  } else {
    await pipeline(source, hashed, looked, nowhere(), { signal })
  }

  const encoding = options.encoding ?? first.encoding()
  const found = { encoding, hash: hash.digest('hex') }
  if (encoding === 'utf-8' && !first.mixedLineEndings) {
    return { ...found, path: unpacked, brokenLines: first.brokenLines }
  }
  const again = new Look(options.quote)
  const plain = `${scratch}.plain`
  await pipeline(
    createReadStream(unpacked, { highWaterMark: chunkBytes }),
    ...(encoding === 'utf-8' ? [] : [transcode(encoding === 'utf-16' ? first.utf16() : 'windows-1252')]),
    sameLineEndings(),
    pass((chunk) => again.see(chunk)),
    createWriteStream(plain),
    { signal },
  )
  return { ...found, path: plain, brokenLines: again.brokenLines }
}

/** The SHA-256 of a file's bytes, as makePlain tells it. */
export async function hashOf(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const look = pass((chunk) => hash.update(chunk))
  await pipeline(createReadStream(path, { highWaterMark: chunkBytes }), look, nowhere(), { signal })
  return hash.digest('hex')
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

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** What the bytes of a file tell, looked at once and in order. */
class Look {
  mixedLineEndings = false
  brokenLines = false
  #quote: number
  #validUtf8 = true
  #start: Buffer = Buffer.alloc(0)
  #rest: Buffer = Buffer.alloc(0)
  #quoted = false
  #previous = 0
  #endings = 0

  constructor(quote = '"') {
    this.#quote = quote.charCodeAt(0)
  }

  see(chunk: Buffer): void {
    if (this.#start.length < 4096) this.#start = Buffer.concat([this.#start, chunk.subarray(0, 4096)])
    if (this.#validUtf8) this.#checkUtf8(chunk)
    if (this.#endings === 2 || this.#quoted || chunk.includes(carriageReturn) || chunk.includes(this.#quote)) {
      this.#walk(chunk)
    } else if (!this.#sawEnding(1, chunk.includes(lineFeed))) {
      this.#previous = chunk[chunk.length - 1] ?? this.#previous
    }
  }

  /** UTF-8 unless a byte order mark, zero bytes or invalid sequences tell otherwise. */
  encoding(): Encoding {
    const [a, b] = this.#start
    if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 'utf-16'
    const zeros = this.#start.subarray(0, 4096).filter((byte) => byte === 0).length
    if (zeros > this.#start.length / 4) return 'utf-16'
    return this.#validUtf8 && this.#rest.length === 0 ? 'utf-8' : 'windows-1252'
  }

  /** Which of the two byte orders: by the mark, or by where the zero bytes of its western letters stand. */
  utf16(): 'utf-16le' | 'utf-16be' {
    if (this.#start[0] === 0xfe && this.#start[1] === 0xff) return 'utf-16be'
    if (this.#start[0] === 0xff && this.#start[1] === 0xfe) return 'utf-16le'
    return this.#start[0] === 0 ? 'utf-16be' : 'utf-16le'
  }

  #checkUtf8(chunk: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    const whole = wholeCharacters(bytes)
    this.#validUtf8 = isUtf8(bytes.subarray(0, whole))
    this.#rest = Buffer.from(bytes.subarray(whole))
  }

  #walk(chunk: Buffer): void {
    let quoted = this.#quoted
    let previous = this.#previous
    for (const byte of chunk) {
      if (byte === this.#quote) quoted = !quoted
      else if (byte === lineFeed || byte === carriageReturn) {
        if (quoted) this.brokenLines = true
        else if (byte === lineFeed) this.#sawEnding(previous === carriageReturn ? 2 : 1, true)
      }
      if (previous === carriageReturn && byte !== lineFeed) this.#sawEnding(4, true)
      previous = byte
    }
    this.#quoted = quoted
    this.#previous = previous
  }

  #sawEnding(kind: 1 | 2 | 4, seen: boolean): boolean {
    if (seen) {
      if (this.#endings !== 0 && this.#endings !== kind) this.mixedLineEndings = true
      this.#endings = kind
    }
    return false
  }
}

/** How many of the bytes are whole characters, should a UTF-8 character be cut at the end. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
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

/** Every line ending as a line feed, inside quotes too. */
function sameLineEndings(): Transform {
  let held = false
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let text = (held ? '\r' : '') + chunk.toString('latin1')
      held = text.endsWith('\r')
      if (held) text = text.slice(0, -1)
      done(null, Buffer.from(text.replace(/\r\n?/g, '\n'), 'latin1'))
    },
    flush: (done) => done(null, held ? Buffer.from('\n') : null),
  })
}

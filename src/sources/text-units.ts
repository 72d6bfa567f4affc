import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip } from 'node:zlib'
import { type Encoding, EncodingGuess } from './encoding-guess.ts'

/**
 * How a text file is taken to pieces and put together again without a byte of it changing: its units are bytes, or those of UTF-16,
 * each a character of a string, and only what is looked at is decoded.
 */
export type TextUnits = {
  readonly compressed: boolean
  readonly mark: string
  /** The file as units. */
  readonly read: () => AsyncGenerator<string>
  readonly bytesOf: (units: string) => Buffer
  /** What units say. */
  readonly textOf: (units: string) => string
  readonly unitsOf: (text: string) => string
}

const chunkBytes = 1 << 20

/** Looks at all of a file, unless it is told what it is written in. */
export async function textUnits(
  path: string,
  { encoding: given, signal }: { readonly encoding?: Encoding | undefined; readonly signal?: AbortSignal | undefined },
): Promise<TextUnits> {
  const compressed = await isGzip(path)
  const bytes = () => bytesOf(path, compressed, signal)
  const guess = new EncodingGuess()
  for await (const chunk of bytes()) {
    guess.see(chunk)
    // The order of UTF-16's bytes shows at the start.
    if (given) break
  }
  const encoding = given ?? guess.answer()
  if (encoding === 'utf-16') {
    const isBig = guess.utf16() === 'utf-16be'
    const swapped = (buffer: Buffer) => (isBig ? Buffer.from(buffer).swap16() : buffer)
    const same = (text: string) => text
    return {
      compressed,
      mark: '\ufeff',
      read: () => utf16(bytes(), isBig),
      bytesOf: (units) => swapped(Buffer.from(units, 'utf16le')),
      textOf: same,
      unitsOf: same,
    }
  }
  const isUtf8 = encoding === 'utf-8'
  const decoder = new TextDecoder('windows-1252')
  return {
    compressed,
    mark: isUtf8 ? '\u00ef\u00bb\u00bf' : '',
    read: () => oneByteEach(bytes()),
    bytesOf: (units) => Buffer.from(units, 'latin1'),
    textOf: (units) => {
      if (isPlain(units)) return units
      const buffer = Buffer.from(units, 'latin1')
      return isUtf8 ? buffer.toString('utf8') : decoder.decode(buffer)
    },
    unitsOf: (text) => (isUtf8 ? Buffer.from(text, 'utf8').toString('latin1') : text),
  }
}

async function* bytesOf(path: string, compressed: boolean, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: chunkBytes, ...(signal && { signal }) })
  if (!compressed) return yield* file
  const unpack = createGunzip({ chunkSize: chunkBytes })
  file.on('error', (thrown) => unpack.destroy(thrown))
  yield* file.pipe(unpack)
}

async function* oneByteEach(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  for await (const chunk of bytes) yield chunk.toString('latin1')
}

async function* utf16(bytes: AsyncIterable<Buffer>, isBig: boolean): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf16le')
  let odd: Buffer = Buffer.alloc(0)
  for await (const chunk of bytes) {
    const all = Buffer.concat([odd, chunk])
    const even = all.length - (all.length % 2)
    odd = all.subarray(even)
    const whole = all.subarray(0, even)
    yield decoder.write(isBig ? whole.swap16() : whole)
  }
}

function isPlain(units: string): boolean {
  for (let at = 0; at < units.length; at += 1) if (units.charCodeAt(at) > 127) return false
  return true
}

async function isGzip(path: string): Promise<boolean> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
}

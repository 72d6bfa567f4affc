import { isAscii, isUtf8 } from 'node:buffer'
import type { FileSource } from '../contract/definitions.ts'

export type Encoding = NonNullable<FileSource['encoding']>

const startBytes = 4096
/** So many characters settle that a file is UTF-8; more need not be counted. */
const enough = 10_000

/**
 * Finds out what a text is written in from all of its bytes, handed over in order. Windows-1252 is the answer when the bytes
 * are no valid UTF-8; but where ten times as many letters are valid UTF-8 as are not, it is UTF-8 with damage in some rows.
 */
export class EncodingGuess {
  #start: Buffer = Buffer.alloc(0)
  #rest: Buffer = Buffer.alloc(0)
  #valid = 0
  #invalid = 0

  see(chunk: Buffer): void {
    if (this.#start.length < startBytes) this.#start = Buffer.concat([this.#start, chunk.subarray(0, startBytes)])
    if (this.#rest.length === 0 && isAscii(chunk)) return

    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    const whole = wholeCharacters(bytes)
    this.#rest = Buffer.from(bytes.subarray(whole))
    this.#count(bytes.subarray(0, whole))
  }

  answer(): Encoding {
    if (this.utf16() !== undefined) return 'utf-16'
    const invalid = this.#invalid + (this.#rest.length > 0 ? 1 : 0)
    return invalid * 10 > this.#valid ? 'windows-1252' : 'utf-8'
  }

  /** The byte order of UTF-16: by its mark, or by where the zero bytes of western letters stand. */
  utf16(): 'utf-16le' | 'utf-16be' | undefined {
    const [a, b] = this.#start
    if (a === 0xff && b === 0xfe) return 'utf-16le'
    if (a === 0xfe && b === 0xff) return 'utf-16be'
    let even = 0
    let odd = 0
    for (const [at, byte] of this.#start.entries()) {
      if (byte === 0) at % 2 === 0 ? even++ : odd++
    }
    if (even + odd <= this.#start.length / 4) return undefined
    return even > odd ? 'utf-16be' : 'utf-16le'
  }

  #count(bytes: Buffer): void {
    if (isUtf8(bytes)) {
      if (this.#valid >= enough) return
      for (const byte of bytes) if (byte >= 0xc2) this.#valid += 1
      return
    }
    for (const character of bytes.toString('utf8')) {
      if (character === '\ufffd') this.#invalid += 1
      else if (character > '\x7f') this.#valid += 1
    }
  }
}

/** How many of the bytes are whole characters, should a UTF-8 character be cut at their end. */
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

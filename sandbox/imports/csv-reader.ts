const QUOTE = 34
const COMMA = 44
const LF = 10
const CR = 13

/**
 * Reads RFC 4180 records from bytes, one at a time. The whole file is decoded once as Latin-1, which costs nothing for
 * plain text; only a cell with bytes above 127 is decoded again as UTF-8.
 */
export class CsvReader {
  /** The line on which the last record began, and its number; the first of each is 1. */
  line = 0
  record = 0
  readonly #bytes: Buffer
  readonly #text: string
  #at = 0
  #lineAt = 1

  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.#text = bytes.latin1Slice(0, bytes.length)
  }

  /** Fills `cells` with the next record's; false at the end of the file. */
  next(cells: string[]): boolean {
    const bytes = this.#bytes
    const end = bytes.length
    if (this.#at >= end) return false
    cells.length = 0
    this.line = this.#lineAt
    this.record++
    for (;;) {
      cells.push(bytes[this.#at] === QUOTE ? this.#quoted(end) : this.#plain(end))
      const stop = bytes[this.#at++]
      if (stop === COMMA) continue
      if (stop === CR && bytes[this.#at] === LF) this.#at++
      this.#lineAt++
      return true
    }
  }

  #plain(end: number): string {
    const bytes = this.#bytes
    const from = this.#at
    let at = from
    let high = 0
    for (; at < end; at++) {
      const byte = bytes[at] ?? 0
      if (byte === COMMA || byte === LF || byte === CR) break
      high |= byte
    }
    this.#at = at
    return this.#slice(from, at, high)
  }

  #quoted(end: number): string {
    const bytes = this.#bytes
    const from = this.#at + 1
    let at = from
    let high = 0
    let doubled = false
    for (; at < end; at++) {
      const byte = bytes[at] ?? 0
      if (byte === QUOTE) {
        if (bytes[at + 1] !== QUOTE) break
        doubled = true
        at++
      } else if (byte === LF) this.#lineAt++
      high |= byte
    }
    const cell = this.#slice(from, at, high)
    this.#at = at + 1
    // What follows a closing quote before the comma is not in the grammar; it is kept, as lenient readers do.
    const rest = this.#at < end ? this.#plain(end) : ''
    return (doubled ? cell.replaceAll('""', '"') : cell) + rest
  }

  #slice(from: number, to: number, high: number): string {
    return high < 128 ? this.#text.slice(from, to) : this.#bytes.toString('utf8', from, to)
  }
}

/** How many lines a file has, a last one without a line end included. */
export function countLines(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) lines++
  return bytes.length > 0 && bytes.at(-1) !== LF ? lines + 1 : lines
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

type Ending = 'lf' | 'crlf' | 'cr'

/** What the bytes of a text file, handed over in order, tell about its lines. The text is UTF-8 or a one-byte encoding. */
export class LineLook {
  /** Whether lines end in more than one way, line breaks inside quotes set aside. */
  mixedEndings = false
  /** Whether a line break stands inside quotes, as far as counting quotes can tell; never false where one does. */
  brokenLines = false
  /** Whether the quote occurs at all. */
  quotes = false
  #quote: number
  #inside = false
  #previous = 0
  #ending: Ending | undefined

  constructor(quote: string) {
    this.#quote = quote.charCodeAt(0)
  }

  see(chunk: Buffer): void {
    const quotes = chunk.includes(this.#quote)
    this.quotes ||= quotes
    if (quotes || this.#inside || this.#previous === carriageReturn || chunk.includes(carriageReturn)) {
      this.#walk(chunk)
    } else if (chunk.includes(lineFeed)) {
      this.#found('lf')
    }
    this.#previous = chunk[chunk.length - 1] ?? this.#previous
  }

  #walk(chunk: Buffer): void {
    const quote = this.#quote
    let inside = this.#inside
    let previous = this.#previous
    for (const byte of chunk) {
      if (byte === quote) inside = !inside
      else if (inside && (byte === lineFeed || byte === carriageReturn)) this.brokenLines = true
      else if (byte === lineFeed) this.#found(previous === carriageReturn ? 'crlf' : 'lf')
      if (previous === carriageReturn && byte !== lineFeed && !inside) this.#found('cr')
      previous = byte
    }
    this.#inside = inside
  }

  #found(ending: Ending): void {
    if (this.#ending !== undefined && this.#ending !== ending) this.mixedEndings = true
    this.#ending = ending
  }
}

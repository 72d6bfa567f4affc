import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

/** Raised where one value of a JSON text is longer than any that is read. */
export class JsonTooLongError extends AppError {
  override readonly code = 'source_unreadable'
  override readonly recovery = 'never'
  constructor() {
    super(
      said`A value of it has more than ${mostUnits / 1_000_000} million characters, which no source reads. Split it up.`,
    )
  }
}

/** The engine refuses objects well before that. */
const mostUnits = 33_000_000

/**
 * Takes a JSON text, handed over in pieces, to the values in it as they stand there: those of an array, or those that stand one after
 * another. What is no JSON comes out as well, as far as it goes without white space or a comma, so that nothing of a text is passed over.
 */
export class JsonValues {
  /** What the text is, once anything has been seen. */
  shape: 'array' | 'values' | undefined
  /** Whether the array has ended: what comes then stands behind it. */
  isClosed = false
  readonly #ofValue = /["\\[\]{}]/g
  readonly #between = /[^\s,\ufeff]/g
  readonly #endOfWord = /[\s,\ufeff"[\]{}]/g
  #held = ''
  /** How far what is held was looked at. */
  #at = 0
  #depth = 0
  #inString = false
  /** Whether a value has begun; it then begins where what is held does. */
  #begun: 'value' | 'word' | undefined;

  *take(piece: string): Generator<string> {
    const text = this.#held + piece
    let start = 0
    for (;;) {
      if (!this.#begun) {
        const next = foundIn(this.#between, text, this.#at)
        this.#at = next < 0 ? text.length : next
        start = this.#at
        if (next < 0) break
        const alone = this.#begin(text.charAt(next))
        if (alone) yield alone
      }
      if (!this.#begun) continue
      const end = this.#begun === 'word' ? foundIn(this.#endOfWord, text, this.#at) : this.#endOfValue(text)
      if (end < 0) break
      this.#begun = undefined
      this.#at = end
      yield text.slice(start, end)
    }
    this.#held = text.slice(start)
    this.#at = this.#begun === 'word' ? this.#held.length : this.#at - start
    if (this.#held.length > mostUnits) throw new JsonTooLongError()
  }

  /** What has begun and is at its end, whole or not. */
  *end(): Generator<string> {
    if (this.#begun) yield this.#held
    this.#held = ''
    this.#begun = undefined
  }

  /** Begins what begins with this character, or answers it where it stands alone and says nothing. */
  #begin(mark: string): string | undefined {
    if (mark === '[' && this.shape === undefined) this.shape = 'array'
    else if (mark === ']' && this.shape === 'array' && !this.isClosed) this.isClosed = true
    else {
      this.shape ??= 'values'
      if (/[\]}\\]/.test(mark)) {
        this.#at += 1
        return mark
      }
      this.#begun = /["[{]/.test(mark) ? 'value' : 'word'
      this.#depth = 0
      return undefined
    }
    this.#at += 1
    return undefined
  }

  /** Where the value ends that has begun, or below zero; looks on from where it was. */
  #endOfValue(text: string): number {
    for (let at = foundIn(this.#ofValue, text, this.#at); at >= 0; at = foundIn(this.#ofValue, text, this.#at)) {
      const mark = text.charAt(at)
      this.#at = at + 1
      if (mark === '\\') {
        // What is escaped may come with the next piece.
        if (this.#inString) this.#at = at + 2
        if (this.#at > text.length) {
          this.#at = at
          return -1
        }
      } else if (mark === '"') this.#inString = !this.#inString
      else if (!this.#inString) this.#depth += mark === '{' || mark === '[' ? 1 : -1
      if (this.#depth <= 0 && !this.#inString) return this.#at
    }
    this.#at = text.length
    return -1
  }
}

function foundIn(wanted: RegExp, text: string, from: number): number {
  wanted.lastIndex = from
  return wanted.exec(text)?.index ?? -1
}

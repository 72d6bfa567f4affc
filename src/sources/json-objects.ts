import { AppError } from '../lib/app-error.ts'

/** Raised where the text is no array of objects, and no objects one after another. */
export class JsonShapeError extends AppError {
  override readonly code = 'source_unreadable'
  override readonly recovery = 'never'
}

/** The engine takes none that is longer. */
const mostCharacters = 16_000_000

/**
 * Takes a JSON text, handed over in pieces, to the objects in it as they stand there: those of an array, or those that stand one
 * after another. `shape` is what it is, once anything has been seen.
 */
export class JsonObjects {
  shape: 'array' | 'objects' | undefined
  readonly #worthALook = /["\\[\]{}]/g
  #held = ''
  /** How far what is held was looked at. */
  #at = 0
  /** Where an object begins in it; below zero between objects. */
  #start = -1
  #depth = 0
  #inString = false
  #arrayClosed = false

  end(): void {
    if (this.#start >= 0 || (this.shape === 'array' && !this.#arrayClosed)) throw new JsonShapeError('it ends too soon')
  }

  *take(piece: string): Generator<string> {
    const text = this.#held + piece
    let passed = this.#start >= 0 ? this.#at : 0
    const marks = this.#worthALook
    marks.lastIndex = this.#at
    for (let found = marks.exec(text); found; found = marks.exec(text)) {
      const { index } = found
      const mark = found[0]
      if (this.#inString) {
        if (mark === '\\') {
          // What is escaped may come with the next piece.
          if (index + 1 === text.length) {
            this.#keep(text, index)
            return
          }
          marks.lastIndex = index + 2
        } else if (mark === '"') this.#inString = false
      } else if (this.#start >= 0) {
        if (mark === '"') this.#inString = true
        else if (mark === '{' || mark === '[') this.#depth += 1
        else if (mark === '}' || mark === ']') this.#depth -= 1
        if (this.#depth === 0) {
          yield text.slice(this.#start, index + 1)
          this.#start = -1
          passed = index + 1
        }
      } else {
        this.#between(text.slice(passed, index))
        passed = index + 1
        this.#begin(mark, index)
      }
      this.#at = marks.lastIndex
    }
    if (this.#start < 0) this.#between(text.slice(passed))
    this.#keep(text, text.length)
  }

  #begin(mark: string, index: number): void {
    if (mark === '{' && !this.#arrayClosed) {
      this.shape ??= 'objects'
      this.#start = index
      this.#depth = 1
    } else if (mark === '[' && this.shape === undefined) this.shape = 'array'
    else if (mark === ']' && this.shape === 'array' && !this.#arrayClosed) this.#arrayClosed = true
    else throw new JsonShapeError(`${mark} stands where an object should`)
  }

  #between(text: string): void {
    if (/[^\s,\ufeff]/.test(text)) throw new JsonShapeError('something that is no object stands among its objects')
  }

  /** Keeps what has begun and not ended; `seen` is how far the text was looked at. */
  #keep(text: string, seen: number): void {
    if (this.#start < 0) {
      this.#held = ''
      this.#at = 0
      return
    }
    this.#held = text.slice(this.#start)
    this.#at = seen - this.#start
    this.#start = 0
    if (this.#held.length > mostCharacters) throw new JsonShapeError('an object of it is too long')
  }
}

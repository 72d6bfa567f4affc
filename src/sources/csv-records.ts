import type { Dialect } from './csv-dialect.ts'

/** A record of a CSV file as it stands there. */
export type CsvRecord = {
  /** All of it, with the line ending. */
  readonly raw: string
  /** The fields as they stand in it, quotes and all. */
  readonly fields: readonly string[]
  readonly ending: string
  /** Where its fields end cannot be told for sure: text follows a closing quote, or a quote is never closed. */
  readonly damaged: boolean
}

/** A record that is longer has a quote that nobody closed; the engine gives up sooner. */
const mostCharacters = 1 << 21

/**
 * Takes a CSV text to its records, handed over in pieces, so that they put together are the text again. The first line of what
 * a quote never closed swallows is a damaged record of its own.
 */
export class CsvRecords {
  #held = ''
  readonly #dialect: Dialect

  constructor(dialect: Dialect) {
    this.#dialect = dialect
  }

  *take(piece: string): Generator<CsvRecord> {
    yield* this.#read(this.#held + piece, false)
  }

  *end(): Generator<CsvRecord> {
    yield* this.#read(this.#held, true)
  }

  *#read(text: string, last: boolean): Generator<CsvRecord> {
    let at = 0
    while (at < text.length) {
      const isTooLong = text.length - at > mostCharacters
      const record = recordAt(text, at, this.#dialect, last) ?? (last || isTooLong ? lineAt(text, at) : undefined)
      if (!record) break
      at += record.raw.length
      yield record
    }
    this.#held = text.slice(at)
  }
}

/** The record that begins at a place; undefined where the text ends before it does. */
function recordAt(text: string, start: number, dialect: Dialect, last: boolean): CsvRecord | undefined {
  const { delimiter } = dialect
  const fields: string[] = []
  let damaged = false
  for (let from = start; ; ) {
    const closed = afterQuotes(text, from, dialect, last)
    if (closed === undefined) return undefined
    let at = closed
    while (at < text.length && !isLineEnd(text, at) && !text.startsWith(delimiter, at)) at += 1
    if (closed > from && text.slice(closed, at).trim() !== '') damaged = true
    if (at === text.length && !last) return undefined
    fields.push(text.slice(from, at))
    if (at < text.length && !isLineEnd(text, at)) {
      from = at + delimiter.length
      continue
    }
    if (text[at] === '\r' && at + 1 === text.length && !last) return undefined
    const ending = lineEndAt(text, at)
    return { raw: text.slice(start, at + ending.length), fields, ending, damaged }
  }
}

/** Where a field's quotes end, or where it begins if it has none; undefined where the text ends before they do. */
function afterQuotes(
  text: string,
  from: number,
  { quote, escape: escapes }: Dialect,
  last: boolean,
): number | undefined {
  if (quote === '' || !text.startsWith(quote, from)) return from
  for (let at = from; ; ) {
    at = text.indexOf(quote, at + 1)
    if (at < 0) return undefined
    if (escapes === quote) {
      if (at + 1 === text.length && !last) return undefined
      if (text[at + 1] !== quote) return at + 1
      at += 1
    } else if (!isEscaped(text, from, at, escapes)) return at + 1
  }
}

function isEscaped(text: string, from: number, at: number, escapes: string): boolean {
  let before = at
  while (before - 1 > from && text[before - 1] === escapes) before -= 1
  return (at - before) % 2 === 1
}

function lineAt(text: string, start: number): CsvRecord {
  let at = start
  while (at < text.length && !isLineEnd(text, at)) at += 1
  const ending = lineEndAt(text, at)
  return { raw: text.slice(start, at + ending.length), fields: [text.slice(start, at)], ending, damaged: true }
}

function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === 10 || code === 13
}

function lineEndAt(text: string, at: number): string {
  if (text[at] === '\r') return text[at + 1] === '\n' ? '\r\n' : '\r'
  return text[at] === '\n' ? '\n' : ''
}

/** What a field says, without its quotes. */
export function fieldText(field: string, { quote, escape: escapes }: Dialect): string {
  if (quote === '' || !field.startsWith(quote)) return field
  const close = field.lastIndexOf(quote)
  if (close === 0) return field.slice(1)
  return field.slice(1, close).replaceAll(`${escapes}${quote}`, quote) + field.slice(close + 1)
}

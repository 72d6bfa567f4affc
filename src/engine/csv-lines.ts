import type { Cell } from './engine.ts'

type Row = Readonly<Record<string, Cell>>

/** What a CSV file is made of; of the rows a few thousand at a time, and no more of them are held. */
export type CsvTable = { readonly columns: readonly string[]; readonly chunks: AsyncIterable<readonly Row[]> }

/** `safe` puts an apostrophe before texts that a spreadsheet would take for a formula; `raw` leaves all as it is. */
export const csvCells = ['safe', 'raw'] as const
export type CsvCells = (typeof csvCells)[number]

type Manner = {
  readonly cells: CsvCells
  /** How a value is shown, for those who see e-mail addresses masked. */
  readonly show?: (text: string) => string
}

/** The table as the text of a CSV file (RFC 4180), with a header line, chunk by chunk. */
export async function* csvLines(
  { columns, chunks }: CsvTable,
  { cells, show = (text) => text }: Manner,
): AsyncGenerator<string> {
  const made = (text: string) => (cells === 'raw' ? text : withoutFormula(text))
  const cellOf = (value: Cell) => {
    if (value === null) return ''
    // Numbers and dates are none of anybody's writing.
    return quoted(
      typeof value === 'string'
        ? made(show(value))
        : show(typeof value === 'object' ? JSON.stringify(value) : String(value)),
    )
  }
  yield `${columns.map((column) => quoted(made(column))).join(',')}\r\n`
  for await (const rows of chunks) {
    yield rows.map((row) => `${columns.map((column) => cellOf(row[column] ?? null)).join(',')}\r\n`).join('')
  }
}

/** A text that a spreadsheet computes, or hands to another program, begins with one of these (OWASP, CSV Injection). */
const beginsFormula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/
/** A telephone number (+45 12 34 56 78) or a number: nothing in it can be computed, and programs expect it as it is. */
const plainNumber = /^[+-][\d .()]*\d[\d .()]*$/

/** The text so that a spreadsheet shows it and computes nothing. */
export function withoutFormula(text: string): string {
  return beginsFormula.test(text) && !plainNumber.test(text) ? `'${text}` : text
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

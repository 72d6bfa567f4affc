import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Cell } from '../engine/engine.ts'

type Row = Readonly<Record<string, Cell>>

type Given = {
  /** Without its ending. */
  readonly fileName: string
  readonly columns: readonly string[]
  /** The rows a few thousand at a time; no more of them are held. */
  readonly chunks: AsyncIterable<readonly Row[]>
  /** How a value is shown, for those who see e-mail addresses masked. */
  readonly show?: (text: string) => string
  readonly cells: CsvCells
}

/** What a route of a CSV file may be asked: texts as they are, or so that a spreadsheet takes none for a formula. */
export const csvCells = z
  .enum(['safe', 'raw'])
  .default('safe')
  .describe(
    '`safe` puts an apostrophe before texts that a spreadsheet would take for a formula; `raw` leaves all as it is',
  )
export type CsvCells = z.output<typeof csvCells>

/** Answers a table as a CSV file, sent as it is read. */
export function sendCsv(
  reply: FastifyReply,
  { fileName, columns, chunks, show = (text) => text, cells }: Given,
): Readable {
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${fileName}.csv"`)
  const made = (text: string) => (cells === 'raw' ? text : withoutFormula(text))
  return Readable.from(linesOf(columns, chunks, { show, made }), { objectMode: false })
}

/** A text that a spreadsheet computes, or hands to another program, begins with one of these (OWASP, CSV Injection). */
const beginsFormula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/
/** A telephone number (+45 12 34 56 78) or a number: nothing in it can be computed, and programs expect it as it is. */
const plainNumber = /^[+-][\d .()]*\d[\d .()]*$/

/** The text so that a spreadsheet shows it and computes nothing. */
export function withoutFormula(text: string): string {
  return beginsFormula.test(text) && !plainNumber.test(text) ? `'${text}` : text
}

type Manner = { readonly show: (text: string) => string; readonly made: (text: string) => string }

async function* linesOf(
  columns: readonly string[],
  chunks: AsyncIterable<readonly Row[]>,
  manner: Manner,
): AsyncGenerator<string> {
  yield `${columns.map((column) => quoted(manner.made(column))).join(',')}\r\n`
  for await (const rows of chunks) {
    yield rows.map((row) => `${columns.map((column) => cell(row[column] ?? null, manner)).join(',')}\r\n`).join('')
  }
}

function cell(value: Cell, { show, made }: Manner): string {
  if (value === null) return ''
  // Numbers and dates are none of anybody's writing.
  return quoted(
    typeof value === 'string'
      ? made(show(value))
      : show(typeof value === 'object' ? JSON.stringify(value) : String(value)),
  )
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

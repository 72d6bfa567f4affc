import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
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
}

/** Answers a table as a CSV file, sent as it is read. */
export function sendCsv(reply: FastifyReply, { fileName, columns, chunks, show = (text) => text }: Given): Readable {
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${fileName}.csv"`)
  return Readable.from(linesOf(columns, chunks, show), { objectMode: false })
}

async function* linesOf(
  columns: readonly string[],
  chunks: AsyncIterable<readonly Row[]>,
  show: (text: string) => string,
): AsyncGenerator<string> {
  yield `${columns.map(quoted).join(',')}\r\n`
  for await (const rows of chunks) {
    yield rows.map((row) => `${columns.map((column) => cell(row[column] ?? null, show)).join(',')}\r\n`).join('')
  }
}

function cell(value: Cell, show: (text: string) => string): string {
  if (value === null) return ''
  return quoted(show(typeof value === 'object' ? JSON.stringify(value) : String(value)))
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

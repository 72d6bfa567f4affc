import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { type CsvCells, type CsvTable, csvLines, csvCells as kinds } from '../engine/csv-lines.ts'

type Given = CsvTable & {
  /** Without its ending. */
  readonly fileName: string
  /** How a value is shown, for those who see e-mail addresses masked. */
  readonly show: (text: string) => string
  readonly cells: CsvCells
}

/** What a route of a CSV file may be asked: texts as they are, or so that a spreadsheet takes none for a formula. */
export const csvCells = z
  .enum(kinds)
  .default('safe')
  .describe(
    '`safe` puts an apostrophe before texts that a spreadsheet would take for a formula; `raw` leaves all as it is',
  )

/** Answers a table as a CSV file, sent as it is read. */
export function sendCsv(reply: FastifyReply, { fileName, show, cells, ...table }: Given): Readable {
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${fileName}.csv"`)
  return Readable.from(csvLines(table, { show, cells }), { objectMode: false })
}

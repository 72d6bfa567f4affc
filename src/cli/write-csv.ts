import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Option } from 'commander'
import { type CsvCells, type CsvTable, csvCells, csvLines } from '../engine/csv-lines.ts'
import { diskError } from '../lib/disk-errors.ts'

/** How the texts of a CSV file are written, as the server is asked with `?cells=`. */
export function cellsOption(): Option {
  const what = 'texts in the CSV file: none that a spreadsheet would take for a formula, or as they are'
  return new Option('--cells <kind>', what).choices(csvCells).default('safe' satisfies CsvCells)
}

/** Writes a table to a CSV file with a header line; answers how many rows it has. */
export async function writeCsv(path: string, { columns, chunks }: CsvTable, cells: CsvCells): Promise<number> {
  let rows = 0
  const counted = async function* () {
    for await (const chunk of chunks) {
      rows += chunk.length
      yield chunk
    }
  }
  try {
    await mkdir(dirname(path), { recursive: true })
    await pipeline(csvLines({ columns, chunks: counted() }, { cells }), createWriteStream(path))
  } catch (thrown) {
    throw diskError(thrown) ?? thrown
  }
  return rows
}

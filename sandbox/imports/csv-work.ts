import type { Work } from '../activities/activity.ts'
import { CsvReader, countLines } from './csv-reader.ts'
import type { ImportRecord } from './import-record.ts'
import type { RowImporter } from './row-importer.ts'

/** Lines of a file that are processed, the header among them. */
export const LINES_PER_FILE = 40_000

/** The import of a CSV file, row by row. `bytes` is the file as far as the service reads it. */
export class CsvWork implements Work {
  readonly total: number
  readonly #reader: CsvReader
  readonly #importer: RowImporter
  readonly #record: ImportRecord
  readonly #physical: boolean
  readonly #refusal: string | undefined
  readonly #cells: string[] = []
  #done = 0

  constructor(input: { bytes: Buffer; importer: RowImporter; record: ImportRecord; physicalLines: boolean; refusal: string | undefined }) {
    this.#reader = new CsvReader(input.bytes)
    this.#importer = input.importer
    this.#record = input.record
    this.#physical = input.physicalLines
    this.#refusal = input.refusal
    this.total = Math.max(0, Math.min(countLines(input.bytes), LINES_PER_FILE) - 1)
    this.#reader.next(this.#cells)
  }

  refusal(): string | undefined {
    return this.#refusal
  }

  step(_from: number, to: number, at: number): void {
    const reader = this.#reader
    const cells = this.#cells
    while ((this.#done < to || to >= this.total) && reader.next(cells)) {
      if (reader.line > LINES_PER_FILE) break
      this.#done++
      if (cells.length === 1 && cells[0] === '') continue
      this.#importer.take(cells, this.#physical ? reader.line : reader.record, at)
    }
    this.#record.rows = this.#importer.rows
  }

  counters(): Record<string, number> {
    return this.#importer.counters(1)
  }

  errors(): string[] {
    return this.#importer.errors
  }
}

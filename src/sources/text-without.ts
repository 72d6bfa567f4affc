import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { FileSource } from '../contract/definitions.ts'
import type { PersonMarks } from '../erased/person-marks.ts'
import type { PersonColumns } from '../erased/person-rows.ts'
import { csvWithout } from './csv-without.ts'
import { jsonWithout, linesWithout } from './json-without.ts'
import type { FileFormat } from './source-files.ts'
import { type TextUnits, textUnits } from './text-units.ts'

/** What of a file is somebody's: rows that are theirs, and cells of others' rows in which their address stands. */
export type Share = { rows: number; cells: number }

type Asked = {
  readonly format: Exclude<FileFormat, 'parquet'>
  readonly definition: Pick<FileSource, 'delimiter' | 'quote' | 'encoding'>
  readonly columns: PersonColumns
  readonly marks: PersonMarks
  /** Where the file is written without them; they are only counted when it is absent. */
  readonly to?: string
  readonly signal?: AbortSignal
}

/**
 * Takes somebody out of a file of text, whatever it is written in, in one stream: every byte of everybody else's stays as it is.
 * Throws JsonTooLongError.
 */
export async function textWithout(path: string, { format, definition, to, signal, ...whose }: Asked): Promise<Share> {
  const units = await textUnits(path, { encoding: definition.encoding, signal })
  const share = { rows: 0, cells: 0 }
  const rest = restOf(format, units, definition, { ...whose, share })
  if (to === undefined) {
    for await (const _ of rest) signal?.throwIfAborted()
    return share
  }
  const bytes = async function* () {
    for await (const each of rest) if (each !== '') yield units.bytesOf(each)
  }
  const file = createWriteStream(to, { mode: 0o600 })
  const options = signal ? { signal } : {}
  if (units.compressed) await pipeline(bytes, createGzip(), file, options)
  else await pipeline(bytes, file, options)
  return share
}

function restOf(
  format: Asked['format'],
  units: TextUnits,
  { delimiter, quote }: Asked['definition'],
  whose: Pick<Asked, 'columns' | 'marks'> & { readonly share: Share },
): AsyncGenerator<string> {
  switch (format) {
    case 'csv':
    case 'tsv': {
      const declared = delimiter ?? (format === 'tsv' ? '\t' : undefined)
      return csvWithout(
        units,
        { ...(declared !== undefined && { delimiter: declared }), ...(quote !== undefined && { quote }) },
        whose,
      )
    }
    case 'json':
      return jsonWithout(units, whose)
    case 'ndjson':
      return linesWithout(units, whose)
    default:
      return format satisfies never
  }
}

/** Whether their address stands anywhere in a file of text. */
export async function textMentions(path: string, marks: PersonMarks, signal?: AbortSignal): Promise<boolean> {
  const units = await textUnits(path, { signal })
  let held = ''
  for await (const piece of units.read()) {
    signal?.throwIfAborted()
    const lines = (held + piece).split('\n')
    held = lines.pop() ?? ''
    if (lines.some((line) => line.includes('@') && marks.mentionedIn(units.textOf(line)))) return true
    // A line without end is looked at in parts, which overlap by more than an address has.
    if (held.length > longestLine) {
      if (marks.mentionedIn(units.textOf(held))) return true
      held = held.slice(-2_000)
    }
  }
  return marks.mentionedIn(units.textOf(held))
}

const longestLine = 1 << 21

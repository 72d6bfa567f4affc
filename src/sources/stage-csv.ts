import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileSource } from '../contract/definitions.ts'
import type { InputFile, Notice } from '../db/tables/sources.ts'
import { quoteText } from '../engine/quote-name.ts'
import { said } from '../lib/said.ts'
import { checkColumnNames, checkSameColumns } from './column-names.ts'
import { type Dialect, detectDialect, parseCsv } from './csv-dialect.ts'
import { makePlain, type PlainFile } from './plain-file.ts'
import { type SourceFile, unreadable } from './source-files.ts'
import { stageCsvPart } from './stage-csv-part.ts'
import type { Staged, Staging } from './staged.ts'

/**
 * Stages CSV or TSV files as Parquet files of texts, one a part, with the rows that cannot be read in the table `rejects`.
 * Each part has its own encoding and dialect; the columns may stand in another order in each.
 */
export async function stageCsv(
  staging: Staging,
  definition: FileSource,
  files: readonly SourceFile[],
): Promise<Staged> {
  const delimiter = definition.delimiter ?? (definition.format === 'tsv' ? '\t' : undefined)
  const inputs: InputFile[] = []
  const notices: Notice[] = []
  const paths: string[] = []
  let first: { shown: string; names: readonly string[] } | undefined

  for (const [part, file] of files.entries()) {
    const plain = await readPlain(staging, definition, file, part)
    inputs.push({ ...file, hash: plain.hash })
    if (plain.encoding === 'windows-1252' && !definition.encoding) notices.push(encodingNotice(staging.name, file))

    const { names, dialect } = await readHeader(staging.name, file, plain, {
      ...(delimiter !== undefined && { delimiter }),
      ...(definition.quote !== undefined && { quote: definition.quote }),
    })
    // An empty file has no header to hold against the others': it is a part without rows.
    if (names.length === 0) continue
    if (first) checkSameColumns(staging.name, first, { shown: file.shown, names })
    first ??= { shown: file.shown, names }

    const path = join(staging.scratch, `part-${part}.parquet`)
    const csv = { part, source: file.path, plain: plain.path, lines: plain.lines, dialect, names }
    await stageCsvPart(staging, { ...csv, order: first.names, path })
    paths.push(path)
  }

  const names = first?.names ?? []
  return {
    columns: names.map((name) => ({ name, engineType: 'VARCHAR', spells: 'anything' })),
    relation: `(select * rename (file_row_number as row) from read_parquet([${paths.map(quoteText).join(', ')}], file_row_number = true))`,
    parts: files.map((file) => file.shown),
    firstRow: 2,
    inputs,
    notices,
  }
}

/** The file as the engine can read it; an error names the file (a cut-off gzip file, a disk that fails). */
export async function readPlain(
  { name, scratch, signal, onBytes }: Staging,
  { encoding, quote }: FileSource,
  file: SourceFile,
  part: number,
): Promise<PlainFile> {
  try {
    return await makePlain(file.path, join(scratch, `part-${part}`), {
      ...(encoding && { encoding }),
      ...(quote && { quote }),
      ...(signal && { signal }),
      onBytes,
    })
  } catch (thrown) {
    signal?.throwIfAborted()
    throw unreadable(name, file.path, thrown)
  }
}

const headerBytes = 1 << 18

async function readHeader(
  name: string,
  file: SourceFile,
  plain: PlainFile,
  given: { delimiter?: string; quote?: string },
): Promise<{ names: readonly string[]; dialect: Dialect }> {
  const start = await readStart(plain.path, headerBytes)
  const dialect = detectDialect(start, given)
  const [header] = parseCsv(start, dialect, 1).records
  return { names: header ? checkColumnNames(name, file.shown, header) : [], dialect }
}

async function readStart(path: string, bytes: number): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

function encodingNotice(name: string, file: SourceFile): Notice {
  return {
    code: 'encoding_found',
    message: said`${file.shown} is not UTF-8 and was read as Windows-1252. If letters look wrong, declare the encoding.`,
    yaml: `sources:\n  ${name}:\n    encoding: windows-1252`,
  }
}

import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { InputFile } from '../db/tables/sources.ts'
import { quoteName, quoteText } from '../engine/quote-name.ts'
import { hashOf } from '../lib/hash-file.ts'
import { said } from '../lib/said.ts'
import { checkColumnNames, checkSameColumns } from './column-names.ts'
import { columnOf, readingOf } from './reading.ts'
import { SourceError } from './source-error.ts'
import { type SourceFile, unreadable } from './source-files.ts'
import { type Staged, type Staging, stagedName } from './staged.ts'

type Described = { readonly name: string; readonly type: string }

/**
 * Stages Parquet files where they lie: the engine reads them as they are. Parts may order their columns differently, and
 * hold smaller and larger numbers, but not values of different types.
 */
export async function stageParquet(staging: Staging, files: readonly SourceFile[]): Promise<Staged> {
  const { name, session, scratch, held, signal, onBytes } = staging
  const inputs: InputFile[] = []
  const paths: string[] = []
  let first: { shown: string; columns: readonly Described[] } | undefined

  for (const [part, file] of files.entries()) {
    // A name of our own, since the engine would take brackets and stars in a path for a pattern; of one file throughout, lest it mixes two.
    const path = join(scratch, `part-${part}.source`)
    await symlink(held.hold(file.path), path)
    paths.push(path)
    try {
      inputs.push({ ...file, hash: await hashOf(file.path, signal) })
      const columns = await session.rows<Described>(
        `select column_name as name, column_type as type from (describe from read_parquet(${quoteText(path)}))`,
      )
      onBytes(file.size)
      checkPart(name, first, { shown: file.shown, columns })
      first ??= { shown: file.shown, columns }
    } catch (thrown) {
      signal?.throwIfAborted()
      throw thrown instanceof SourceError ? thrown : unreadable(name, file.path, thrown)
    }
  }

  const list = `[${paths.map(quoteText).join(', ')}]`
  const read = `read_parquet(${list}, file_row_number = true, filename = 'postbud_file', union_by_name = ${paths.length > 1})`
  const columns = await session.rows<Described>(
    `select column_name as name, column_type as type from (describe from ${read})
     where column_name not in ('postbud_file', 'file_row_number')`,
  )
  const names = checkColumnNames(
    name,
    files[0]?.shown ?? name,
    columns.map((column) => column.name),
  )
  const values = columns.map((column, at) => `${quoteName(column.name)} as ${stagedName(at)}`)
  return {
    columns: columns.map(({ type }, at) => ({ name: names[at] ?? '', engineType: type, spells: 'text' })),
    relation: `(select ${values.join(', ')}, ${paths.length > 1 ? `list_position(${list}, postbud_file) - 1` : '0'} as part,
      file_row_number as "row" from ${read})`,
    parts: files.map((file) => file.shown),
    firstRow: 1,
    inputs,
    notices: [],
  }
}

function checkPart(
  source: string,
  first: { shown: string; columns: readonly Described[] } | undefined,
  part: { shown: string; columns: readonly Described[] },
): void {
  const named = ({ shown, columns }: typeof part) => ({ shown, names: columns.map((column) => column.name) })
  if (!first) return
  checkSameColumns(source, named(first), named(part))
  for (const { name, type } of part.columns) {
    const before = first.columns.find((column) => column.name === name)?.type ?? type
    if (before !== type && valueType(before) !== valueType(type)) {
      throw new SourceError(
        'source_type_changed',
        said`In the part ${part.shown} of the source ${source} the column "${name}" has the type ${type}; in ${first.shown} it has ${before}. Write all parts with one type.`,
      )
    }
  }
}

function valueType(engineType: string): string {
  const reading = readingOf(engineType)
  if (!reading) return engineType
  const { type, dateKind } = columnOf('', reading)
  return `${type} ${dateKind}`
}

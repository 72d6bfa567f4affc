import type { ColumnDeclaration, SourceDefinition } from '../contract/definitions.ts'
import type { Notice, Reading, StoredColumn } from '../db/tables/sources.ts'
import type { EngineSession } from '../engine/engine.ts'
import { said } from '../lib/said.ts'
import { type ColumnFacts, type FactsWanted, readFacts } from './column-facts.ts'
import { checkNamed } from './column-names.ts'
import { type Decision, decideType, declaredReading } from './decide-type.ts'
import { keepType } from './keep-type.ts'
import { columnOf, numberFormats, readingOf, readSql } from './reading.ts'
import { SourceError } from './source-error.ts'
import { type Staged, type StagedColumn, stagedName } from './staged.ts'
import { type ValueKind, valueKinds } from './value-kind.ts'

/** A column whose type is settled. */
export type SettledColumn = {
  readonly column: StoredColumn
  /** Its value, over the staged relation. */
  readonly sql: string
  /** The staged value it is read from. */
  readonly staged: string
  /** Whether a value may be there and not fit the type, which makes its row corrupt. */
  readonly mayFail: boolean
}

type Given = {
  readonly name: string
  /** Without a key while a file is only looked at. */
  readonly definition: Pick<SourceDefinition, 'columns'> & Partial<Pick<SourceDefinition, 'key'>>
  readonly textColumns: readonly string[]
  /** Others that are text where they are there. */
  readonly textIfThere?: readonly string[]
  /** The columns as they were read last time, when that still binds: a type is not changed in passing. */
  readonly before: readonly StoredColumn[]
  readonly signal?: AbortSignal
}

/**
 * Settles the type of every staged column: text for the key and what relationships use, as declared, as the source itself
 * types it, or as all values together spell it. Throws SourceError for a declaration of a column that is not there, a type
 * that columns cannot have, and a column whose values no longer fit the type it had.
 */
export async function settleColumns(
  session: EngineSession,
  staged: Staged,
  { name, definition, textColumns, textIfThere = [], before, signal }: Given,
): Promise<{ columns: readonly SettledColumn[]; notices: readonly Notice[] }> {
  const names = staged.columns.map((column) => column.name)
  if (definition.key !== undefined) checkNamed(name, names, definition.key, said`The key`)
  for (const wanted of textColumns) checkNamed(name, names, wanted, said`A relationship`)
  for (const wanted of Object.keys(definition.columns ?? {}))
    checkNamed(name, names, wanted, said`An entry of "columns"`)

  const texts = new Set([...(definition.key === undefined ? [] : [definition.key]), ...textColumns, ...textIfThere])
  const declared = (column: StagedColumn): ColumnDeclaration | undefined =>
    texts.has(column.name) ? { type: 'text' } : definition.columns?.[column.name]

  const wanted = new Map<number, FactsWanted>()
  for (const [at, column] of staged.columns.entries()) {
    const facts = factsWanted(name, column, declared(column))
    if (facts) wanted.set(at, facts)
  }
  const facts = await readFacts(session, staged, wanted, signal)

  const notices: Notice[] = []
  const columns: SettledColumn[] = []
  for (const [at, column] of staged.columns.entries()) {
    const declaration = declared(column)
    const found = facts.get(at)
    const last = before.find((candidate) => candidate.name === column.name)
    const decision: Decision = declaration
      ? { reading: declaredReading(declaration, found) }
      : decide(name, column, found, last)
    const kept =
      last && !declaration
        ? await keepType(session, staged, { source: name, at, last, decision, ...(found && { facts: found }) })
        : decision
    if (kept.notice) notices.push(kept.notice)
    columns.push(settled(column, at, kept.reading, found, declaration !== undefined))
  }
  return { columns, notices }
}

const declaredKinds: Partial<Record<ColumnDeclaration['type'], readonly ValueKind[]>> = {
  number: ['decimal', 'float'],
  datetime: ['local', 'instant'],
}

const spelledKinds = {
  anything: valueKinds,
  dates: ['date', 'local', 'instant', 'slashed'],
  numbers: ['integer', 'decimal', 'float'],
  text: [],
} as const satisfies Record<StagedColumn['spells'], readonly ValueKind[]>

/** What must be known of a column's texts before its type can be settled; undefined when nothing. */
function factsWanted(
  source: string,
  column: StagedColumn,
  declaration: ColumnDeclaration | undefined,
): FactsWanted | undefined {
  if (column.engineType !== 'VARCHAR') return undefined
  if (declaration) {
    const kinds = declaredKinds[declaration.type]
    const { format } = declaration
    if (declaration.type === 'number' && format !== undefined && !numberFormats.some((known) => known === format)) {
      throw new SourceError(
        'source_definition',
        said`The source ${source} declares the number "${column.name}" with the format '${format}'; expected one of ${numberFormats.map((known) => `'${known}'`).join(', ')}.`,
      )
    }
    if (!kinds) return undefined
    return { kinds, declared: true, ...(declaration.type === 'number' && format && { numberFormat: format }) }
  }
  if (column.reading) return undefined
  return column.spells === 'text' ? undefined : { kinds: spelledKinds[column.spells] }
}

function decide(
  source: string,
  column: StagedColumn,
  facts: ColumnFacts | undefined,
  last: StoredColumn | undefined,
): Decision {
  if (column.engineType === 'VARCHAR') {
    if (column.reading) return { reading: column.reading }
    return facts ? decideType(source, column.name, facts, last) : { reading: { kind: 'text' } }
  }
  const reading = readingOf(column.engineType)
  if (reading) return { reading }
  throw new SourceError(
    'source_unsupported',
    said`The column "${column.name}" of the source ${source} has the type ${column.engineType}, which columns cannot have here. Leave it out of the data, or declare it as text: columns: { ${column.name}: { type: text } }.`,
  )
}

function settled(
  staged: StagedColumn,
  at: number,
  reading: Reading,
  facts: ColumnFacts | undefined,
  declared: boolean,
): SettledColumn {
  const blank = facts !== undefined && facts.filled === 0
  return {
    column: { ...columnOf(staged.name, reading), ...(blank && { blank }) },
    sql: readSql(reading, stagedName(at), staged.engineType),
    staged: stagedName(at),
    mayFail: mayFail(staged, reading, declared),
  }
}

/** A type that all values were seen to spell fits them all, but for dates: 31/02/2026 has the look of one. */
function mayFail({ engineType, reading: told }: StagedColumn, reading: Reading, declared: boolean): boolean {
  if (reading.kind === 'text') return false
  if (engineType === 'VARCHAR') return declared || told !== undefined || 'format' in reading
  return engineType === 'HUGEINT' || readingOf(engineType)?.kind !== reading.kind
}

/** The columns of a source whose files are all empty, header included: as they were, or else the ones that are named. */
export function emptyColumns({ name, definition, textColumns, textIfThere = [], before }: Given): {
  columns: readonly SettledColumn[]
  notices: readonly Notice[]
} {
  const named = [
    ...(definition.key === undefined ? [] : [definition.key]),
    ...textColumns,
    ...textIfThere,
    ...Object.keys(definition.columns ?? {}),
  ]
  const known = before.length > 0 ? before : [...new Set(named)].map((column) => columnOf(column, { kind: 'text' }))
  const columns = known.map((column) => {
    const sql = `null::${column.engineType}`
    return { column: { ...column, blank: true }, sql, staged: sql, mayFail: false }
  })
  const message = said`The files of ${name} are empty, without even a header line; its table has no rows.`
  return { columns, notices: [{ code: 'empty_files', message }] }
}

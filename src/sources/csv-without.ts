import type { FileSource } from '../contract/definitions.ts'
import type { PersonMarks } from '../erased/person-marks.ts'
import { isOwn, type PersonColumns } from '../erased/person-rows.ts'
import { type Dialect, detectDialect } from './csv-dialect.ts'
import { type CsvRecord, CsvRecords, fieldText } from './csv-records.ts'
import type { TextUnits } from './text-units.ts'
import type { Share } from './text-without.ts'

/** So much of a file shows its dialect; it is what a refresh looks at. */
const startUnits = 1 << 18

type Whose = { readonly columns: PersonColumns; readonly marks: PersonMarks; readonly share: Share }
type Declared = Pick<FileSource, 'delimiter' | 'quote'>

/**
 * What is left of a CSV file without somebody, in units. Records that are sound are judged by their columns; one whose fields cannot be told
 * goes when anything that they are known by stands in it.
 */
export async function* csvWithout(units: TextUnits, declared: Declared, whose: Whose): AsyncGenerator<string> {
  const pieces = units.read()
  let start = ''
  while (start.length < startUnits) {
    const { value, done } = await pieces.next()
    if (done) break
    start += value
  }
  const mark = units.mark !== '' && start.startsWith(units.mark) ? units.mark : ''
  const found = detectDialect(units.textOf(start.slice(mark.length, startUnits)), declared)
  const dialect = { ...found, delimiter: units.unitsOf(found.delimiter), quote: units.unitsOf(found.quote) }
  const records = new CsvRecords(dialect)
  const judge = judgeOf(units, dialect, whose)
  yield mark
  yield inOne(records.take(start.slice(mark.length)), judge)
  for await (const piece of pieces) yield inOne(records.take(piece), judge)
  yield inOne(records.end(), judge)
}

function inOne(records: Iterable<CsvRecord>, judge: (record: CsvRecord) => string): string {
  const kept: string[] = []
  for (const record of records) kept.push(judge(record))
  return kept.join('')
}

/** Tells what is left of each record; the first that is not blank is the header. */
function judgeOf(units: TextUnits, dialect: Dialect, { columns, marks, share }: Whose): (record: CsvRecord) => string {
  const textOf = (field = '') => units.textOf(fieldText(field, dialect))
  let header: ReturnType<typeof headerOf> | undefined
  const drop = () => {
    share.rows += 1
    return ''
  }
  return ({ raw, fields, ending, damaged }) => {
    if (!header) {
      const isBlank = fields.length === 1 && fields[0] === ''
      if (!isBlank) header = headerOf(fields.map(textOf), columns)
      return raw
    }
    const { width, tells, others } = header
    const isSound = !damaged && (fields.length === width || fields.length === width + 1)
    if (!isSound) return marks.piecesIn(units.textOf(raw)) ? drop() : raw
    for (const { at, kind } of tells) {
      const text = textOf(fields[at])
      if (marks.owns(kind, text) || (kind !== 'email' && marks.owns(kind, text.trim()))) return drop()
    }
    if (!raw.includes('@')) return raw
    const emptied = new Set(others.filter((at) => marks.mentionedIn(textOf(fields[at]))))
    if (emptied.size === 0) return raw
    share.cells += emptied.size
    return fields.map((field, at) => (emptied.has(at) ? '' : field)).join(dialect.delimiter) + ending
  }
}

/** Which fields tell whose a row is, and by what kind of value; and in which others an address may stand. */
function headerOf(found: readonly string[], columns: PersonColumns) {
  const names = found.map((name) => name.trim())
  const width = names.length > 1 && names.at(-1) === '' ? names.length - 1 : names.length
  const tells = names.flatMap((name, at) => [
    ...columns.owned.filter(({ column }) => column === name).map(({ kind }) => ({ at, kind })),
    ...(name === columns.key ? [{ at, kind: 'email' }] : []),
  ])
  const others = names.flatMap((name, at) => (isOwn(columns, name) ? [] : [at]))
  return { width, tells, others }
}

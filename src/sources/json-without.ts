import type { PersonMarks } from '../erased/person-marks.ts'
import { isOwn, type PersonColumns } from '../erased/person-rows.ts'
import { JsonValues } from './json-values.ts'
import type { TextUnits } from './text-units.ts'
import type { Share } from './text-without.ts'

type Whose = { readonly columns: PersonColumns; readonly marks: PersonMarks; readonly share: Share }

/**
 * What is left, in units, of an array or of values one after another. Those that are no objects go when anything that somebody is known by
 * stands in them, and so does what is no JSON; what was left open stays open, so that what cannot be read is not made to look whole.
 */
export async function* jsonWithout(units: TextUnits, whose: Whose): AsyncGenerator<string> {
  const values = new JsonValues()
  let hasSome = false
  let isClosed = false
  const closing = () => {
    if (isClosed || !values.isClosed) return ''
    isClosed = true
    return hasSome ? ']' : '[]'
  }
  const left = (raw: string) => {
    const before = closing()
    const rest = restOf(units, raw, whose)
    if (rest === '') return before
    const isInArray = values.shape === 'array' && !isClosed
    const between = isInArray ? (hasSome ? ',\n' : '[') : hasSome || isClosed ? '\n' : ''
    hasSome = true
    return before + between + rest
  }
  for await (const piece of withoutMark(units)) yield values.take(piece).map(left).toArray().join('')
  yield values.end().map(left).toArray().join('')
  yield closing()
  if (values.shape === 'array') yield hasSome || isClosed ? '\n' : '[\n'
}

/** The same of a file with an object a line. Lines that are none go when anything that they are known by stands in them. */
export async function* linesWithout(units: TextUnits, whose: Whose): AsyncGenerator<string> {
  let held = ''
  const rest = (line: string, ending: string) => {
    if (line.trim() === '') return line + ending
    const left = restOf(units, line, whose)
    return left === '' ? '' : left + ending
  }
  for await (const piece of withoutMark(units)) {
    const lines = (held + piece).split('\n')
    held = lines.pop() ?? ''
    yield lines.map((line) => rest(line, '\n')).join('')
  }
  yield rest(held, '')
}

/** A mark of the order of bytes is of no use to JSON. */
async function* withoutMark(units: TextUnits): AsyncGenerator<string> {
  let isFirst = true
  for await (const piece of units.read()) {
    yield isFirst && units.mark !== '' && piece.startsWith(units.mark) ? piece.slice(units.mark.length) : piece
    isFirst = false
  }
}

/** What is left of an object: nothing, itself, or itself without what mentions them. */
function restOf({ textOf, unitsOf }: TextUnits, raw: string, { columns, marks, share }: Whose): string {
  const drop = () => {
    share.rows += 1
    return ''
  }
  const text = textOf(raw)
  const parsed = parsedOf(text)
  if (!isRecord(parsed)) {
    const said = parsed === undefined ? unescaped(text) : spelled(parsed)
    return marks.piecesIn(text) || marks.piecesIn(said) ? drop() : raw
  }
  const values = Object.entries(parsed).map(([name, value]) => ({ name, column: name.trim(), text: spelled(value) }))
  const isTheirs = ({ column, text: value }: (typeof values)[number]) =>
    columns.owned.some((own) => own.column === column && marks.owns(own.kind, value)) ||
    (column === columns.key && marks.owns('email', value))
  if (values.some(isTheirs)) return drop()
  const emptied = values.filter(({ column, text: value }) => !isOwn(columns, column) && marks.mentionedIn(value))
  // Of a name that stands twice the engine and JavaScript read another value.
  if (emptied.length === 0) return marks.mentionedIn(text) ? drop() : raw
  share.cells += emptied.length
  const gone = new Set(emptied.map(({ name }) => name))
  const rest = Object.entries(parsed).map(([name, value]) => [name, gone.has(name) ? null : value])
  return unitsOf(JSON.stringify(Object.fromEntries(rest)))
}

/** Part of JavaScript since 2025, and not of TypeScript's library yet: a number as it is spelled, however long. */
const { rawJSON, isRawJSON } = JSON as typeof JSON & {
  readonly rawJSON: (source: string) => unknown
  readonly isRawJSON: (value: unknown) => boolean
}

/** A value, with its numbers as they are spelled; undefined for what is no JSON. */
function parsedOf(text: string): unknown {
  const asSpelled = (_key: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && context?.source !== undefined ? rawJSON(context.source) : value
  try {
    return JSON.parse(text, asSpelled)
  } catch (thrown) {
    // It is no JSON, or nested deeper than can be followed.
    if (thrown instanceof SyntaxError || thrown instanceof RangeError) return undefined
    throw thrown
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawJSON(value)
}

/** What is no JSON may escape characters all the same. */
function unescaped(text: string): string {
  return text.replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

function spelled(value: unknown): string {
  if (typeof value === 'string') return value
  return value === null || value === undefined ? '' : JSON.stringify(value)
}

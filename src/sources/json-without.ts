import type { PersonMarks } from '../erased/person-marks.ts'
import { isOwn, type PersonColumns } from '../erased/person-rows.ts'
import { JsonObjects } from './json-objects.ts'
import type { TextUnits } from './text-units.ts'
import type { Share } from './text-without.ts'

type Whose = { readonly columns: PersonColumns; readonly marks: PersonMarks; readonly share: Share }

/** What is left, in units, of an array of objects or of objects one after another. Throws JsonShapeError. */
export async function* jsonWithout(units: TextUnits, whose: Whose): AsyncGenerator<string> {
  const objects = new JsonObjects()
  let kept = 0
  for await (const piece of withoutMark(units)) {
    const left: string[] = []
    for (const raw of objects.take(piece)) {
      const rest = restOf(units, raw, whose)
      if (rest === '') continue
      const isArray = objects.shape === 'array'
      left.push(kept === 0 ? (isArray ? '[' : '') : isArray ? ',\n' : '\n', rest)
      kept += 1
    }
    yield left.join('')
  }
  objects.end()
  if (objects.shape === 'array') yield kept === 0 ? '[]\n' : ']\n'
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
  const record = objectOf(text)
  if (!record) return marks.piecesIn(text) ? drop() : raw
  const values = Object.entries(record).map(([name, value]) => ({ name, column: name.trim(), text: spelled(value) }))
  const isTheirs = ({ column, text: value }: (typeof values)[number]) =>
    columns.owned.some((own) => own.column === column && marks.owns(own.kind, value)) ||
    (column === columns.key && marks.owns('email', value))
  if (values.some(isTheirs)) return drop()
  const emptied = values.filter(({ column, text: value }) => !isOwn(columns, column) && marks.mentionedIn(value))
  // Of a name that stands twice the engine and JavaScript read another value.
  if (emptied.length === 0) return marks.mentionedIn(text) ? drop() : raw
  share.cells += emptied.length
  const gone = new Set(emptied.map(({ name }) => name))
  const rest = Object.entries(record).map(([name, value]) => [name, gone.has(name) ? null : value])
  return unitsOf(JSON.stringify(Object.fromEntries(rest)))
}

/** Part of JavaScript since 2025, and not of TypeScript's library yet: a number as it is spelled, however long. */
const { rawJSON } = JSON as typeof JSON & { readonly rawJSON: (source: string) => unknown }

/** An object, with its numbers as they are spelled; undefined for anything else. */
function objectOf(text: string): Record<string, unknown> | undefined {
  const asSpelled = (_key: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && context?.source !== undefined ? rawJSON(context.source) : value
  try {
    const parsed: unknown = JSON.parse(text, asSpelled)
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    return isObject ? (parsed as Record<string, unknown>) : undefined
  } catch (thrown) {
    // It is no JSON, or nested deeper than can be followed.
    if (thrown instanceof SyntaxError || thrown instanceof RangeError) return undefined
    throw thrown
  }
}

function spelled(value: unknown): string {
  if (typeof value === 'string') return value
  return value === null || value === undefined ? '' : JSON.stringify(value)
}

import { Temporal } from 'temporal-polyfill'
import type { Column } from '../../src/contract/catalogue.ts'
import type {
  Aggregate,
  Condition,
  Operators,
  RuleNode,
  SegmentDefinition,
  TimeUnit,
} from '../../src/contract/segment.ts'
import { fold } from '../../src/lib/fold.ts'

/**
 * The meaning of segments once more, written as plainly as it can be and without any of the compiler, for tests that compare
 * the two. A cell is null or: a text, a number, a Boolean, and a date as ISO text (2026-05-01, 2026-05-01T14:30:00,
 * 2026-05-01T14:30:00Z, by the column's kind). The tables form a tree under the profile, so one path leads to each.
 */
export type NaiveCell = string | number | boolean | null
export type NaiveRow = Readonly<Record<string, NaiveCell>>
export type NaiveTable = { readonly columns: readonly Column[]; readonly rows: readonly NaiveRow[] }
/** `on`: its own column and the parent's, which are equal where two rows belong together. */
export type NaiveRelated = NaiveTable & { readonly parent: string; readonly on: readonly [string, string] }
export type NaiveWorld = {
  readonly profile: NaiveTable
  readonly key: string
  readonly related: Readonly<Record<string, NaiveRelated>>
  readonly zone: string
  readonly now: Date
}

type Rows = Readonly<Record<string, NaiveRow>>
type Segments = Readonly<Record<string, SegmentDefinition>>

/** The keys of a segment's members. */
export function naiveMembers(world: NaiveWorld, segments: Segments, name: string): Set<string> {
  let result = new Set<string>()
  for (const rule of segments[name]?.rules ?? []) {
    const [[operator, body] = ['', {}]] = Object.entries(rule) as [string, RuleNode][]
    const found = new Set(
      world.profile.rows
        .filter((row) => holdsForSomeRow(world, segments, body as RuleNode, row))
        .map((row) => String(row[world.key])),
    )
    if (operator === 'where') result = found
    if (operator === 'union') result = result.union(found)
    if (operator === 'intersect') result = result.intersection(found)
    if (operator === 'except') result = result.difference(found)
  }
  return result
}

/** An inner join by hand: the rule holds for a person if it does on one of their joined rows of the tables that it names. */
function holdsForSomeRow(world: NaiveWorld, segments: Segments, node: RuleNode, profile: NaiveRow): boolean {
  return joinedRows(world, namedTables(node), profile).some((rows) => holds(world, segments, node, rows, 'profile'))
}

/** Every way to take one row of each table on the way from a person to the tables that are named. */
function joinedRows(world: NaiveWorld, tables: readonly string[], profile: NaiveRow): Rows[] {
  const ways = tables.map((table) => wayTo(world, table))
  const longest = ways.reduce((a, b) => (b.length > a.length ? b : a), [])
  let joined: Rows[] = [{ profile }]
  for (const table of longest) {
    const { rows, parent, on } = world.related[table] ?? { rows: [], parent: '', on: ['', ''] }
    joined = joined.flatMap((so) =>
      rows.filter((row) => isTied(row[on[0]], so[parent]?.[on[1]])).map((row) => ({ ...so, [table]: row })),
    )
  }
  return joined
}

function wayTo(world: NaiveWorld, table: string): string[] {
  return table === 'profile' ? [] : [...wayTo(world, world.related[table]?.parent ?? 'profile'), table]
}

function isTied(own: NaiveCell | undefined, parents: NaiveCell | undefined): boolean {
  return own !== null && own !== '' && own === parents
}

/** The tables that stand before a dot; bare names need no way of their own. */
function namedTables(node: RuleNode): string[] {
  if ('all' in node) return node.all.flatMap(namedTables)
  if ('any' in node) return node.any.flatMap(namedTables)
  if ('not' in node) return namedTables(node.not)
  if (!('column' in node) || !String(node.column).includes('.')) return []
  return [String(node.column).split('.')[0] ?? '']
}

function holds(world: NaiveWorld, segments: Segments, node: RuleNode, rows: Rows, home: string): boolean {
  if ('all' in node) return node.all.every((each) => holds(world, segments, each, rows, home))
  if ('any' in node) return node.any.some((each) => holds(world, segments, each, rows, home))
  if ('not' in node) return !holds(world, segments, node.not, rows, home)
  if ('segment' in node) {
    return naiveMembers(world, segments, node.segment).has(String(rows.profile?.[world.key]))
  }
  if ('column' in node) {
    const written = String(node.column)
    const [table, name] = written.includes('.') ? (written.split('.') as [string, string]) : [home, written]
    const column = columnOf(world, table, name)
    return judge(world, column, rows[table]?.[name] ?? null, node)
  }
  return holdsTogether(world, segments, node, rows.profile ?? {})
}

function holdsTogether(world: NaiveWorld, segments: Segments, node: Aggregate, profile: NaiveRow): boolean {
  const kind = (['count', 'sum', 'average', 'min', 'max'] as const).find((name) => name in node) ?? 'count'
  const [table = '', name = ''] = String((node as Record<string, unknown>)[kind]).split('.')
  const { where } = node
  const joined = joinedRows(world, [table, ...(where ? namedTables(where) : [])], profile)
  const kept = where ? joined.filter((each) => holds(world, segments, where, each, table)) : joined
  // However many ways lead to a row, it is one row.
  const rows = [...new Set(kept.map((each) => each[table]))].filter((row) => row !== undefined)
  if (kind === 'count') return judge(world, { type: 'number' }, rows.length, node)
  const column = columnOf(world, table, name)
  const cells = rows.map((row) => row[name] ?? null).filter((cell) => cell !== null)
  const whole = () => cells.reduce<number>((sum, cell) => sum + Number(cell), 0)
  if (cells.length === 0) return judge(world, column, null, node)
  if (kind === 'sum') return judge(world, column, whole(), node)
  if (kind === 'average') return judge(world, column, whole() / cells.length, node)
  const sorted = cells.toSorted((a, b) => compareCells(world, column, a, b))
  return judge(world, column, (kind === 'min' ? sorted[0] : sorted.at(-1)) ?? null, node)
}

function columnOf(world: NaiveWorld, table: string, name: string): Pick<Column, 'type' | 'dateKind'> {
  const columns = table === 'profile' ? world.profile.columns : (world.related[table]?.columns ?? [])
  return columns.find((column) => column.name === name) ?? { type: 'string' }
}

type Facts = Pick<Column, 'type' | 'dateKind'>

function judge(world: NaiveWorld, column: Facts, cell: NaiveCell, node: Condition | Aggregate): boolean {
  const blank = cell === null || (typeof cell === 'string' && fold(cell) === '')
  const key = Object.keys(node).find((name) => name in testers || negated(name) in testers) ?? ''
  const value = (node as Record<string, unknown>)[key]
  if (key === 'isNull') return blank
  if (key === 'isNotNull') return !blank
  const folding = 'ignoreCase' in node && node.ignoreCase === true
  const test = testers[key in testers ? key : negated(key)]
  const positive = !blank && test !== undefined && test({ world, column, cell: cell ?? '', folding }, value as never)
  return key in testers ? positive : !positive
}

function negated(name: string): string {
  return name.startsWith('not') ? name.charAt(3).toLowerCase() + name.slice(4) : name
}

type Question = { world: NaiveWorld; column: Facts; cell: string | number | boolean; folding: boolean }
type Tester = (question: Question, value: never) => boolean

const testers: Readonly<Record<string, Tester>> = {
  isNull: () => false,
  isNotNull: () => false,
  equals: same,
  in: (question, values: readonly never[]) => values.some((value) => same(question, value)),
  contains: (question, value: string) => textOf(question, question.cell).includes(textOf(question, value)),
  startsWith: (question, value: string) => textOf(question, question.cell).startsWith(textOf(question, value)),
  endsWith: (question, value: string) => textOf(question, question.cell).endsWith(textOf(question, value)),
  greaterThan: (question, value) => order(question, value) > 0,
  greaterThanOrEqualTo: (question, value) => order(question, value) >= 0,
  lessThan: (question, value) => order(question, value) < 0,
  lessThanOrEqualTo: (question, value) => order(question, value) <= 0,
  between: (question, [from, to]: readonly [never, never]) => order(question, from) >= 0 && order(question, to) <= 0,
  withinLast: (question, { value, unit }: Operators['withinLast']) => isWithinLast(question, value, unit),
  yearToDate: ({ world, column, cell }) => {
    const date = localOf(world, column, cell)
    const now = nowIn(world)
    return date.year === now.year && notAfterNow(world, column, cell)
  },
  dayOf: ({ world, column, cell }, value: number) => localOf(world, column, cell).day === value,
  monthOf: ({ world, column, cell }, value: number) => localOf(world, column, cell).month === value,
  yearOf: ({ world, column, cell }, value: number) => localOf(world, column, cell).year === value,
  dayOfWeek: ({ world, column, cell }, value: number) => localOf(world, column, cell).dayOfWeek === value,
  timeAt: ({ world, column, cell }, value: string) =>
    localOf(world, column, cell).toPlainTime().toString({ smallestUnit: 'minute' }) === value,
}

function textOf({ folding }: Question, value: unknown): string {
  return folding ? fold(String(value)) : String(value)
}

function same(question: Question, value: unknown): boolean {
  const { column, cell } = question
  if (column.type === 'string') return textOf(question, cell) === textOf(question, value)
  return column.type === 'boolean' ? cell === value : order(question, value) === 0
}

/** Below 0 where the cell lies before the value, 0 where it is the value or lies on that day, above 0 after it. */
function order({ world, column, cell }: Question, value: unknown): number {
  if (column.type !== 'date') return Number(cell) - Number(value)
  const text = String(value)
  if (text.length === 10) {
    return Temporal.PlainDate.compare(localOf(world, column, cell).toPlainDate(), Temporal.PlainDate.from(text))
  }
  const written = text.endsWith('Z') ? undefined : Temporal.PlainDateTime.from(text)
  const moment = written ? written.toZonedDateTime(world.zone).toInstant() : Temporal.Instant.from(text)
  const local = written ?? moment.toZonedDateTimeISO(world.zone).toPlainDateTime()
  if (column.dateKind === 'instant') return Temporal.Instant.compare(Temporal.Instant.from(String(cell)), moment)
  if (column.dateKind === 'local') return Temporal.PlainDateTime.compare(localOf(world, column, cell), local)
  return Temporal.PlainDate.compare(localOf(world, column, cell).toPlainDate(), local.toPlainDate())
}

function compareCells(world: NaiveWorld, column: Facts, a: NaiveCell, b: NaiveCell): number {
  if (column.type !== 'date') return Number(a) - Number(b)
  if (column.dateKind === 'instant') return Temporal.Instant.compare(String(a), String(b))
  return Temporal.PlainDateTime.compare(localOf(world, column, a), localOf(world, column, b))
}

function isWithinLast({ world, column, cell }: Question, amount: number, unit: TimeUnit): boolean {
  const back = unit === 'quarters' ? { months: 3 * amount } : { [unit]: amount }
  const now = nowIn(world)
  if (!notAfterNow(world, column, cell)) return false
  if (column.dateKind === 'instant') {
    return Temporal.Instant.compare(String(cell), now.subtract(back).toInstant()) >= 0
  }
  const local = localOf(world, column, cell)
  if (column.dateKind === 'local') {
    return Temporal.PlainDateTime.compare(local, now.subtract(back).toPlainDateTime()) >= 0
  }
  return Temporal.PlainDate.compare(local.toPlainDate(), now.subtract(back).toPlainDate()) >= 0
}

function notAfterNow(world: NaiveWorld, column: Facts, cell: NaiveCell): boolean {
  const now = nowIn(world)
  if (column.dateKind === 'instant') return Temporal.Instant.compare(String(cell), now.toInstant()) <= 0
  const local = localOf(world, column, cell)
  if (column.dateKind === 'local') return Temporal.PlainDateTime.compare(local, now.toPlainDateTime()) <= 0
  return Temporal.PlainDate.compare(local.toPlainDate(), now.toPlainDate()) <= 0
}

function nowIn({ now, zone }: NaiveWorld): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
}

/** What the environment's clock shows at a date. */
function localOf({ zone }: NaiveWorld, column: Facts, cell: NaiveCell): Temporal.PlainDateTime {
  const text = String(cell)
  return column.dateKind === 'instant'
    ? Temporal.Instant.from(text).toZonedDateTimeISO(zone).toPlainDateTime()
    : Temporal.PlainDateTime.from(text)
}

import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import type { Column } from '../../src/contract/catalogue.ts'
import type { Rule, RuleNode, SegmentDefinition } from '../../src/contract/segment.ts'
import { fold } from '../../src/lib/fold.ts'
import type { NaiveCell, NaiveRow, NaiveWorld } from './naive-members.ts'

/** A time and place in which dates are awkward. Data and rules of one case come from the same few days. */
type Scene = { readonly zone: string; readonly now: string; readonly days: readonly [string, string, string] }

const scenes: readonly Scene[] = [
  // The clock is put forward and back, by an hour or (on Lord Howe Island) by half of one.
  { zone: 'Europe/Copenhagen', now: '2026-03-29T04:30:00Z', days: ['2026-03-28', '2026-03-29', '2026-03-30'] },
  { zone: 'Europe/Copenhagen', now: '2026-10-25T01:30:00Z', days: ['2026-10-24', '2026-10-25', '2026-10-26'] },
  { zone: 'America/New_York', now: '2026-03-08T11:00:00Z', days: ['2026-03-07', '2026-03-08', '2026-03-09'] },
  { zone: 'America/New_York', now: '2026-11-01T06:30:00Z', days: ['2026-10-31', '2026-11-01', '2026-11-02'] },
  { zone: 'Australia/Lord_Howe', now: '2026-04-04T15:15:00Z', days: ['2026-04-04', '2026-04-05', '2026-04-06'] },
  { zone: 'Australia/Lord_Howe', now: '2026-10-03T19:00:00Z', days: ['2026-10-03', '2026-10-04', '2026-10-05'] },
  // The day that Samoa left out.
  { zone: 'Pacific/Apia', now: '2011-12-31T09:00:00Z', days: ['2011-12-29', '2011-12-30', '2011-12-31'] },
  // Leap days, ends of months and years, and offsets that are no whole hours.
  { zone: 'Asia/Kolkata', now: '2024-02-29T20:00:00Z', days: ['2024-02-28', '2024-02-29', '2024-03-01'] },
  { zone: 'Asia/Kolkata', now: '2025-02-28T12:00:00Z', days: ['2023-02-28', '2024-02-29', '2025-02-28'] },
  { zone: 'Europe/Copenhagen', now: '2025-12-31T23:30:00Z', days: ['2025-01-01', '2025-12-31', '2026-01-01'] },
  { zone: 'UTC', now: '2026-03-31T12:00:00Z', days: ['2026-02-28', '2026-03-31', '2026-12-31'] },
]
const times = [
  '00:00:00',
  '00:30:00',
  '01:30:00',
  '02:00:00',
  '02:30:00',
  '03:00:00',
  '14:30:59',
  '23:00:00',
  '23:59:59',
]
const words = [
  'New York',
  'new york',
  ' NEW YORK\t',
  'York',
  'Århus',
  'A\u030arhus',
  '\u00a0ÅRHUS\u3000',
  'ΣΊΣΥΦΟΣ',
  'σίσυφος',
  'İzmir',
  'izmir',
  'ẞ',
  'ß',
  '👋🏽',
  '𐐀',
  '𐐨',
  '\u200b',
  '',
  '  ',
  '\t',
  '\u202f',
  '%',
  "O'Neill",
]

const textColumn = (name: string): Column => ({ name, type: 'string', engineType: 'VARCHAR' })
const columns: readonly Column[] = [
  textColumn('Text'),
  { name: 'Number', type: 'number', engineType: 'DECIMAL(18,2)' },
  { name: 'Flag', type: 'boolean', engineType: 'BOOLEAN' },
  { name: 'Day', type: 'date', dateKind: 'day', engineType: 'DATE' },
  { name: 'Local', type: 'date', dateKind: 'local', engineType: 'TIMESTAMP' },
  { name: 'Moment', type: 'date', dateKind: 'instant', engineType: 'TIMESTAMP WITH TIME ZONE' },
]

const number = fc.constantFrom(-1, 0, 0.1, 1, 2, 2.5, 100, 500.01)
const word = fc.constantFrom(...words)
const written = word.filter((text) => fold(text) !== '')

type Dates = Readonly<Record<'day' | 'local' | 'moment', fc.Arbitrary<string>>>

function datesOf({ zone, days }: Scene): Dates {
  const day = fc.constantFrom(...days)
  const local = fc.tuple(day, fc.constantFrom(...times)).map(([date, time]) => `${date}T${time}`)
  const onTheWall = fc
    .tuple(local, fc.constantFrom('earlier' as const, 'later' as const))
    .map(([text, disambiguation]) =>
      Temporal.PlainDateTime.from(text).toZonedDateTime(zone, { disambiguation }).toInstant().toString(),
    )
  return {
    day,
    local,
    moment: fc.oneof(
      onTheWall,
      onTheWall,
      local.map((text) => `${text}Z`),
    ),
  }
}

function rowOf({ day, local, moment }: Dates): fc.Arbitrary<NaiveRow> {
  const cells = { Text: word, Number: number, Flag: fc.boolean(), Day: day, Local: local, Moment: moment }
  const maybe = (cell: fc.Arbitrary<NaiveCell>) => fc.option(cell, { nil: null, freq: 5 })
  return fc.record(Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, maybe(cell)])))
}

/** Rows that name others: mostly some that are there, sometimes nothing, an empty text, or one that is not there. */
function references(most: number): fc.Arbitrary<string | null> {
  return fc.oneof({ weight: 8, arbitrary: fc.nat(most).map(String) }, fc.constantFrom(null, '', 'gone'))
}

/** People by a code that several may share, their orders, the orders' items, and the product of each order. */
function worldOf(scene: Scene, dates: Dates): fc.Arbitrary<NaiveWorld> {
  const row = rowOf(dates)
  const keyed = (rows: readonly NaiveRow[]) => rows.map((each, at) => ({ ...each, Id: String(at) }))
  const table = (names: readonly string[], rows: readonly NaiveRow[]) => ({
    columns: [...['Id', ...names].map(textColumn), ...columns],
    rows: keyed(rows),
  })
  const few = (minLength: number, maxLength: number) => ({ minLength, maxLength, size: 'max' as const })
  return fc
    .record({
      people: fc.array(fc.tuple(row, references(4)), few(1, 6)),
      orders: fc.array(fc.tuple(row, references(4), references(2)), few(0, 12)),
      items: fc.array(fc.tuple(row, references(8)), few(0, 12)),
      products: fc.array(row, few(0, 3)),
    })
    .map(({ people, orders, items, products }) => ({
      profile: table(
        ['Code'],
        people.map(([each, code]) => ({ ...each, Code: code })),
      ),
      key: 'Id',
      related: {
        orders: {
          ...table(
            ['Who', 'What'],
            orders.map(([each, who, what]) => ({ ...each, Who: who, What: what })),
          ),
          parent: 'profile',
          on: ['Who', 'Code'],
        },
        items: {
          ...table(
            ['Order'],
            items.map(([each, order]) => ({ ...each, Order: order })),
          ),
          parent: 'orders',
          on: ['Order', 'Id'],
        },
        products: { ...table([], products), parent: 'orders', on: ['Id', 'What'] },
      },
      zone: scene.zone,
      now: new Date(scene.now),
    }))
}

type Tests = Readonly<Record<string, fc.Arbitrary<object>>>

/** Operators with values, by the name of the column that they fit. */
function testsOf({ day, local, moment }: Dates): Tests {
  const either = (name: string) => fc.constantFrom(name, `not${name.charAt(0).toUpperCase()}${name.slice(1)}`)
  const operator = (name: string, value: fc.Arbitrary<unknown>) =>
    fc.tuple(either(name), value).map(([key, given]) => ({ [key]: given }))
  const plain = (name: string, value: fc.Arbitrary<unknown>) => value.map((given) => ({ [name]: given }))
  const blank = fc.constantFrom({ isNull: true }, { isNotNull: true })
  const ordering = (value: fc.Arbitrary<unknown>) =>
    fc.oneof(
      operator('equals', value),
      operator('in', fc.array(value, { maxLength: 3 })),
      ...['greaterThan', 'greaterThanOrEqualTo', 'lessThan', 'lessThanOrEqualTo'].map((name) => plain(name, value)),
      operator('between', fc.tuple(value, value)),
    )
  const text = fc
    .tuple(
      fc.oneof(
        operator('equals', written),
        operator('in', fc.array(written, { maxLength: 3 })),
        ...['contains', 'startsWith', 'endsWith'].map((name) => operator(name, written)),
      ),
      fc.boolean(),
    )
    .map(([test, ignoreCase]) => (ignoreCase ? { ...test, ignoreCase } : test))
  const unit = fc.constantFrom('minutes', 'hours', 'hours', 'days', 'weeks', 'months', 'quarters', 'years')
  const date = fc.oneof(
    { weight: 6, arbitrary: ordering(fc.oneof(day, local, moment)) },
    { weight: 3, arbitrary: operator('withinLast', fc.record({ value: fc.nat(8), unit })) },
    operator('yearToDate', fc.constant(true)),
    operator('dayOf', fc.constantFrom(1, 28, 29, 31)),
    operator('monthOf', fc.constantFrom(1, 2, 3, 10, 11, 12)),
    operator('yearOf', fc.constantFrom(2011, 2012, 2024, 2025, 2026)),
    operator('dayOfWeek', fc.constantFrom(1, 4, 7)),
    blank,
  )
  const time = fc.oneof({ weight: 9, arbitrary: date }, operator('timeAt', fc.constantFrom('00:30', '02:30', '14:30')))
  return {
    Text: fc.oneof({ weight: 4, arbitrary: text }, blank),
    Number: fc.oneof({ weight: 4, arbitrary: ordering(number) }, blank),
    Flag: fc.oneof(operator('equals', fc.boolean()), blank),
    Day: date,
    Local: time,
    Moment: time,
  }
}

function conditionOn(tests: Tests, prefix: string): fc.Arbitrary<RuleNode> {
  return fc.oneof(
    ...Object.entries(tests).map(([name, test]) =>
      test.map((each) => ({ column: `${prefix}${name}`, ...each }) as RuleNode),
    ),
  )
}

function groups(leaf: fc.Arbitrary<RuleNode>): fc.Arbitrary<RuleNode> {
  const nested = fc.letrec<{ node: RuleNode }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie('node'), { maxLength: 3 }).map((any) => ({ any })),
      tie('node').map((not) => ({ not })),
    ),
  })).node
  return fc.oneof(leaf, nested)
}

/** One value of many rows; its `where` may name the tables on the way, bare names being the aggregated table's. */
function aggregatesOf(tests: Tests): fc.Arbitrary<RuleNode> {
  const reach = [
    { table: 'orders', near: ['', 'items.'] },
    { table: 'orders', near: ['', 'products.'] },
    { table: 'items', near: ['', 'orders.'] },
    { table: 'products', near: ['', 'orders.'] },
  ]
  const few = fc.constantFrom(0, 1, 2, 3)
  const count = fc
    .tuple(fc.constantFrom('equals', 'notEquals', 'greaterThan', 'lessThan'), few)
    .map(([name, value]) => ({ [name]: value }))
  const values = [
    { kind: 'count', column: '', test: count },
    { kind: 'sum', column: '.Number', test: tests.Number ?? count },
    { kind: 'average', column: '.Number', test: tests.Number ?? count },
    { kind: 'min', column: '.Number', test: tests.Number ?? count },
    { kind: 'max', column: '.Moment', test: tests.Moment ?? count },
    { kind: 'min', column: '.Day', test: tests.Day ?? count },
  ]
  return fc.oneof(
    ...reach.flatMap(({ table, near }) => {
      const where = fc.option(groups(fc.oneof(...near.map((prefix) => conditionOn(tests, prefix)))), { nil: undefined })
      return values.map(({ kind, column, test }) => ({
        weight: kind === 'count' ? 3 : 1,
        arbitrary: fc.tuple(where, test).map(([filter, each]): RuleNode => {
          const node = { [kind]: `${table}${column}`, ...(filter && { where: filter }), ...each }
          return node as unknown as RuleNode
        }),
      }))
    }),
  )
}

function segmentsOf(tests: Tests): fc.Arbitrary<Record<string, SegmentDefinition>> {
  const ofProfile = fc.oneof({ weight: 3, arbitrary: conditionOn(tests, '') }, aggregatesOf(tests))
  // What a rule names lies on one path.
  const paths = [['orders.'], ['orders.', 'items.'], ['orders.', 'products.'], ['products.']]
  const body = fc.oneof(
    ...paths.map((path) =>
      groups(
        fc.oneof(
          { weight: 4, arbitrary: ofProfile },
          { weight: 4, arbitrary: fc.oneof(...path.map((prefix) => conditionOn(tests, prefix))) },
          { weight: 1, arbitrary: fc.constant<RuleNode>({ segment: 'other' }) },
        ),
      ),
    ),
  )
  const more = fc.tuple(fc.constantFrom('union', 'intersect', 'except'), body)
  const rules = fc
    .tuple(body, fc.array(more, { maxLength: 2 }))
    .map(([first, others]): Rule[] => [{ where: first }, ...others.map(([key, each]) => ({ [key]: each }) as Rule)])
  return fc
    .tuple(rules, groups(ofProfile))
    .map(([own, other]) => ({ it: { rules: own }, other: { rules: [{ where: other }] } }))
}

/** A small world and several segments in it, each named `it` among the segments that it may name. */
export const randomCase: fc.Arbitrary<{ world: NaiveWorld; many: Record<string, SegmentDefinition>[] }> = fc
  .constantFrom(...scenes)
  .chain((scene) => {
    const dates = datesOf(scene)
    const segments = segmentsOf(testsOf(dates))
    return fc.record({ world: worldOf(scene, dates), many: fc.array(segments, { minLength: 12, maxLength: 12 }) })
  })

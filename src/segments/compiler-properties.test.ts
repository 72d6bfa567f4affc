import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type NaiveCell, type NaiveRow, type NaiveWorld, naiveMembers } from '../../test/support/naive-members.ts'
import { aFolder } from '../../test/support/test-app.ts'
import type { Catalogue, Column, Table } from '../contract/catalogue.ts'
import type { Rule, RuleNode, SegmentDefinition } from '../contract/segment.ts'
import { openEngine } from '../engine/duckdb.ts'
import type { EngineSession } from '../engine/engine.ts'
import { quoteName } from '../engine/quote-name.ts'
import { writeSnapshot } from '../engine/write-snapshot.ts'
import { compileMembers } from './compile-segment.ts'

const columns: readonly Column[] = [
  { name: 'Text', type: 'string', engineType: 'VARCHAR' },
  { name: 'Number', type: 'number', engineType: 'DECIMAL(18,2)' },
  { name: 'Flag', type: 'boolean', engineType: 'BOOLEAN' },
  { name: 'Day', type: 'date', dateKind: 'day', engineType: 'DATE' },
  { name: 'Local', type: 'date', dateKind: 'local', engineType: 'TIMESTAMP' },
  { name: 'Moment', type: 'date', dateKind: 'instant', engineType: 'TIMESTAMP WITH TIME ZONE' },
]
const id: Column = { name: 'Id', type: 'string', engineType: 'VARCHAR' }
const link: Column = { name: 'Who', type: 'string', engineType: 'VARCHAR' }

// Leap days, the two nights when the clocks of Europe and of the United States change, and both ends of years.
const days = [
  '2024-02-29',
  '2025-02-28',
  '2025-12-31',
  '2026-01-01',
  '2026-03-08',
  '2026-03-29',
  '2026-10-25',
  '2026-11-01',
  '2026-11-24',
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
const words = ['New York', 'new york', ' NEW YORK\t', 'York', 'Århus', 'århus', 'x', '', '  ', '%', "O'Neill"]

const day = fc.constantFrom(...days)
const local = fc.tuple(day, fc.constantFrom(...times)).map(([date, time]) => `${date}T${time}`)
const moment = local.map((text) => `${text}Z`)
const number = fc.constantFrom(-1, 0, 0.1, 1, 2, 2.5, 100, 500.01)
const word = fc.constantFrom(...words)
const cells: Readonly<Record<string, fc.Arbitrary<NaiveCell>>> = {
  Text: word,
  Number: number,
  Flag: fc.boolean(),
  Day: day,
  Local: local,
  Moment: moment,
}
const maybe = (cell: fc.Arbitrary<NaiveCell>) => fc.option(cell, { nil: null, freq: 5 })
const row: fc.Arbitrary<NaiveRow> = fc.record(
  Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, maybe(cell)])),
)

const written = word.filter((text) => text.trim() !== '')
const unit = fc.constantFrom('minutes', 'hours', 'days', 'weeks', 'months', 'quarters', 'years')
const either = (name: string) => fc.constantFrom(name, `not${name.charAt(0).toUpperCase()}${name.slice(1)}`)
const operator = (name: string, value: fc.Arbitrary<unknown>) =>
  fc.tuple(either(name), value).map(([key, given]) => ({ [key]: given }))
const plain = (name: string, value: fc.Arbitrary<unknown>) => value.map((given) => ({ [name]: given }))
const anything = fc.constantFrom({ isNull: true }, { isNotNull: true })
const ordering = (value: fc.Arbitrary<unknown>) =>
  fc.oneof(
    operator('equals', value),
    operator('in', fc.array(value, { maxLength: 3 })),
    ...['greaterThan', 'greaterThanOrEqualTo', 'lessThan', 'lessThanOrEqualTo'].map((name) => plain(name, value)),
    operator('between', fc.tuple(value, value)),
  )
const textTest = fc
  .tuple(
    fc.oneof(
      operator('equals', written),
      operator('in', fc.array(written, { maxLength: 3 })),
      ...['contains', 'startsWith', 'endsWith'].map((name) => operator(name, written)),
    ),
    fc.boolean(),
  )
  .map(([test, ignoreCase]) => (ignoreCase ? { ...test, ignoreCase } : test))
const dateTest = fc.oneof(
  ordering(fc.oneof(day, moment)),
  operator('withinLast', fc.record({ value: fc.nat(8), unit })),
  operator('yearToDate', fc.constant(true)),
  operator('dayOf', fc.constantFrom(1, 28, 29, 31)),
  operator('monthOf', fc.constantFrom(1, 2, 3, 10, 11, 12)),
  operator('yearOf', fc.constantFrom(2024, 2025, 2026)),
  operator('dayOfWeek', fc.constantFrom(1, 4, 7)),
)
const timeTest = fc.oneof(dateTest, operator('timeAt', fc.constantFrom('00:30', '02:30', '14:30')))
const numberTest = fc.oneof(ordering(number), anything)
const tests: Readonly<Record<string, fc.Arbitrary<object>>> = {
  Text: fc.oneof(textTest, anything),
  Number: numberTest,
  Flag: fc.oneof(operator('equals', fc.boolean()), anything),
  Day: fc.oneof(dateTest, anything),
  Local: fc.oneof(timeTest, anything),
  Moment: fc.oneof(timeTest, anything),
}
const condition = (prefix: string): fc.Arbitrary<RuleNode> =>
  fc.oneof(
    ...Object.entries(tests).map(([name, test]) =>
      test.map((each) => ({ column: `${prefix}${name}`, ...each }) as RuleNode),
    ),
  )

const groups = (leaf: fc.Arbitrary<RuleNode>): fc.Arbitrary<RuleNode> =>
  fc.letrec<{ node: RuleNode }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie('node'), { maxLength: 3 }).map((any) => ({ any })),
      tie('node').map((not) => ({ not })),
    ),
  })).node

const where = fc.option(groups(condition('')), { nil: undefined })
const aggregate: fc.Arbitrary<RuleNode> = fc.oneof(
  together('count', fc.constant('orders'), numberTest),
  together('sum', fc.constant('orders.Number'), numberTest),
  together('average', fc.constant('orders.Number'), numberTest),
  together('min', fc.constant('orders.Number'), numberTest),
  together('max', fc.constant('orders.Moment'), tests.Moment ?? numberTest),
  together('min', fc.constant('orders.Day'), tests.Day ?? numberTest),
)
function together(kind: string, over: fc.Arbitrary<string>, test: fc.Arbitrary<object>): fc.Arbitrary<RuleNode> {
  return fc
    .tuple(over, test, where)
    .map(([column, each, filter]) => ({ [kind]: column, ...(filter && { where: filter }), ...each }) as RuleNode)
}

const ofProfile = fc.oneof({ weight: 3, arbitrary: condition('') }, { weight: 1, arbitrary: aggregate })
const body = groups(
  fc.oneof(
    { weight: 4, arbitrary: ofProfile },
    { weight: 3, arbitrary: condition('orders.') },
    { weight: 1, arbitrary: fc.constant<RuleNode>({ segment: 'other' }) },
  ),
)
const rules: fc.Arbitrary<Rule[]> = fc
  .tuple(body, fc.array(fc.tuple(fc.constantFrom('union', 'intersect', 'except'), body), { maxLength: 2 }))
  .map(([first, more]) => [{ where: first }, ...more.map(([key, each]) => ({ [key]: each }) as Rule)])
const segments: fc.Arbitrary<Record<string, SegmentDefinition>> = fc
  .tuple(rules, groups(ofProfile))
  .map(([own, other]) => ({ it: { rules: own }, other: { rules: [{ where: other }] } }))

const world: fc.Arbitrary<NaiveWorld> = fc
  .record({
    people: fc.array(row, { minLength: 1, maxLength: 8 }),
    orders: fc.array(fc.tuple(row, fc.option(fc.nat(9), { nil: null })), { maxLength: 12 }),
    zone: fc.constantFrom('Europe/Copenhagen', 'America/New_York', 'UTC', 'Pacific/Auckland'),
    now: fc.constantFrom(
      '2026-03-29T00:30:00Z',
      '2026-10-25T01:15:00Z',
      '2026-11-24T12:00:00Z',
      '2024-02-29T23:30:00Z',
    ),
  })
  .map(({ people, orders, zone, now }) => ({
    profile: { columns: [id, ...columns], rows: people.map((each, at) => ({ ...each, Id: String(at) })) },
    key: 'Id',
    related: {
      orders: {
        columns: [id, link, ...columns],
        rows: orders.map(([each, who], at) => ({
          ...each,
          Id: String(at),
          Who: who === null ? null : who === 9 ? '' : String(who),
        })),
        link: 'Who',
      },
    },
    zone,
    now: new Date(now),
  }))

test('the compiled statement finds whom the plain evaluator finds', { timeout: 120_000 }, async () => {
  const folder = await aFolder()
  await using engine = await openEngine({ threads: 1 })
  await using session = await engine.session()
  let round = 0
  await fc.assert(
    fc.asyncProperty(world, fc.array(segments, { minLength: 8, maxLength: 8 }), async (given, many) => {
      round += 1
      const catalogue = await store(session, join(folder, String(round)), given)
      for (const each of many) {
        const { text, params } = compileMembers({ catalogue, segments: each, now: given.now }, 'it')
        const found = await session.rows<{ profile_key: string }>(text, params)
        const keys = found.map((member) => member.profile_key).sort()
        expect({ each, keys }).toEqual({ each, keys: [...naiveMembers(given, each, 'it')].sort() })
      }
    }),
    { numRuns: Number(process.env.POSTBUD_PROPERTY_RUNS ?? 40) },
  )
})

async function store(
  session: EngineSession,
  folder: string,
  { profile, related, zone }: NaiveWorld,
): Promise<Catalogue> {
  const table = async (name: string, given: NaiveWorld['profile']): Promise<Table> => {
    const file = join(folder, `${name}.parquet`)
    const read = given.columns.map(
      (column) => `(r->>${`'${column.name}'`})::${column.engineType} as ${quoteName(column.name)}`,
    )
    const rows = ['{}', ...given.rows.map((each) => JSON.stringify(each))]
    await writeSnapshot(session, file, {
      text: `select ${read.join(', ')} from (select unnest($1::varchar[])::json as r) where (r->>'Id') is not null`,
      params: [rows],
    })
    return { name, key: 'Id', columns: given.columns, files: [file], version: '1', rows: rows.length }
  }
  const profiles = await table('profile', profile)
  const orders = await table('orders', related.orders ?? { columns: [], rows: [] })
  return {
    profile: profiles,
    tables: [profiles, orders],
    relationships: [
      { name: 'orders-of', from: { table: 'orders', column: 'Who' }, to: { table: 'profile', column: 'Id' } },
    ],
    profileAliases: [],
    timeZone: zone,
  }
}

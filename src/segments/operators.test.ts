import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { aFolder } from '../../test/support/test-app.ts'
import type { Catalogue, Column, Table } from '../contract/catalogue.ts'
import { operatorNames } from '../contract/operators.ts'
import type { RuleNode } from '../contract/segment.ts'
import { openEngine } from '../engine/duckdb.ts'
import type { SqlValue } from '../engine/engine.ts'
import { writeSnapshot } from '../engine/write-snapshot.ts'
import { compileMembers } from './compile-segment.ts'

type Row = readonly [condition: Record<string, unknown>, where: string, params: readonly SqlValue[], rows: string]

// Rows: a New York, 1, true, 2026-03-29, at 00:30 local and 22:30Z the day before (which is 23:30 local: still winter time);
//       b new york, 2.5, false, 2024-02-29, at 14:30:59 local, 12:00Z on the day of the change; c all blank;
//       d Århus, 10, true, 2026-06-15, noon of that day. Now is 2026-06-15T12:00 in Copenhagen.
const table: readonly Row[] = [
  [{ column: 'Text', equals: 'New York' }, 't1."Text" = $1', ['New York'], 'a'],
  [{ column: 'Text', notEquals: 'New York' }, '(t1."Text" = $1) is not true', ['New York'], 'bcd'],
  [{ column: 'Text', in: ['Århus', 'x'] }, 'list_contains($1::varchar[]::varchar[], t1."Text")', [['Århus', 'x']], 'd'],
  [{ column: 'Text', notIn: [] }, '(false) is not true', [], 'abcd'],
  [{ column: 'Text', contains: 'York' }, 'contains(t1."Text", $1)', ['York'], 'a'],
  [{ column: 'Text', notContains: 'York' }, '(contains(t1."Text", $1)) is not true', ['York'], 'bcd'],
  [{ column: 'Text', startsWith: 'n' }, 'starts_with(t1."Text", $1)', ['n'], 'b'],
  [{ column: 'Text', notStartsWith: 'n' }, '(starts_with(t1."Text", $1)) is not true', ['n'], 'acd'],
  [{ column: 'Text', endsWith: 'hus' }, 'ends_with(t1."Text", $1)', ['hus'], 'd'],
  [{ column: 'Text', notEndsWith: 'hus' }, '(ends_with(t1."Text", $1)) is not true', ['hus'], 'abc'],
  [{ column: 'Number', isNull: true }, 't1."Number" is null', [], 'c'],
  [{ column: 'Number', isNotNull: true }, '(t1."Number" is null) is not true', [], 'abd'],
  [{ column: 'Number', equals: 2.5 }, 't1."Number" = $1::double', ['2.5'], 'b'],
  [{ column: 'Number', greaterThan: 1 }, 't1."Number" > $1::bigint', ['1'], 'bd'],
  [{ column: 'Number', greaterThanOrEqualTo: 1 }, 't1."Number" >= $1::bigint', ['1'], 'abd'],
  [{ column: 'Number', lessThan: 2.5 }, 't1."Number" < $1::double', ['2.5'], 'a'],
  [{ column: 'Number', lessThanOrEqualTo: 2.5 }, 't1."Number" <= $1::double', ['2.5'], 'ab'],
  [
    { column: 'Number', between: [1, 2.5] },
    '(t1."Number" >= $1::bigint and t1."Number" <= $2::double)',
    ['1', '2.5'],
    'ab',
  ],
  [
    { column: 'Number', notBetween: [1, 2] },
    '((t1."Number" >= $1::bigint and t1."Number" <= $2::bigint)) is not true',
    ['1', '2'],
    'bcd',
  ],
  [{ column: 'Number', in: [1, 10] }, 'list_contains($1::varchar[]::bigint[], t1."Number")', [['1', '10']], 'ad'],
  [{ column: 'Flag', equals: true }, 't1."Flag" = $1', [true], 'ad'],
  [{ column: 'Flag', notEquals: true }, '(t1."Flag" = $1) is not true', [true], 'bc'],
  [{ column: 'Day', equals: '2024-02-29' }, 't1."Day" = $1::date', ['2024-02-29'], 'b'],
  // The day on which the clock is put forward has 23 hours.
  [
    { column: 'Moment', equals: '2026-03-29' },
    '(t1."Moment" >= $1::timestamptz and t1."Moment" < $2::timestamptz)',
    ['2026-03-28T23:00:00.000000Z', '2026-03-29T22:00:00.000000Z'],
    'b',
  ],
  [
    { column: 'Moment', greaterThan: '2026-03-28' },
    't1."Moment" >= $1::timestamptz',
    ['2026-03-28T23:00:00.000000Z'],
    'bd',
  ],
  [
    { column: 'Moment', lessThanOrEqualTo: '2026-03-28' },
    't1."Moment" < $1::timestamptz',
    ['2026-03-28T23:00:00.000000Z'],
    'a',
  ],
  [
    { column: 'Moment', equals: '2026-03-29T14:00' },
    't1."Moment" = $1::timestamptz',
    ['2026-03-29T12:00:00.000000Z'],
    'b',
  ],
  [{ column: 'Day', equals: '2026-06-14T22:30:00Z' }, 't1."Day" = $1::date', ['2026-06-15'], 'd'],
  [
    { column: 'Day', withinLast: { value: 1, unit: 'quarters' } },
    '(t1."Day" >= $1::date and t1."Day" <= $2::date)',
    ['2026-03-15', '2026-06-15'],
    'ad',
  ],
  [
    { column: 'Moment', notWithinLast: { value: 24, unit: 'hours' } },
    '((t1."Moment" >= $1::timestamptz and t1."Moment" <= $2::timestamptz)) is not true',
    ['2026-06-14T10:00:00.000000Z', '2026-06-15T10:00:00.000000Z'],
    'abc',
  ],
  [
    { column: 'Local', yearToDate: true },
    '(t1."Local" >= $1::timestamp and t1."Local" <= $2::timestamp)',
    ['2026-01-01T00:00:00.000000', '2026-06-15T12:00:00.000000'],
    'ad',
  ],
  [
    { column: 'Day', notYearToDate: true },
    '((t1."Day" >= $1::date and t1."Day" <= $2::date)) is not true',
    ['2026-01-01', '2026-06-15'],
    'bc',
  ],
  [{ column: 'Day', dayOf: 29 }, 'day(t1."Day") = $1::bigint', ['29'], 'ab'],
  [{ column: 'Day', notDayOf: 29 }, '(day(t1."Day") = $1::bigint) is not true', ['29'], 'cd'],
  [
    { column: 'Moment', monthOf: 'March' },
    'month(timezone($1, t1."Moment")) = $2::bigint',
    ['Europe/Copenhagen', '3'],
    'ab',
  ],
  [{ column: 'Day', notMonthOf: 2 }, '(month(t1."Day") = $1::bigint) is not true', ['2'], 'acd'],
  [
    { column: 'Local', yearOf: 2024 },
    '(t1."Local" >= $1::timestamp and t1."Local" < $2::timestamp)',
    ['2024-01-01T00:00:00.000000', '2025-01-01T00:00:00.000000'],
    'b',
  ],
  [
    { column: 'Moment', notYearOf: 2024 },
    '((t1."Moment" >= $1::timestamptz and t1."Moment" < $2::timestamptz)) is not true',
    ['2023-12-31T23:00:00.000000Z', '2024-12-31T23:00:00.000000Z'],
    'abcd',
  ],
  // The last day that can be written ends where the engine's own years go on.
  [
    { column: 'Local', lessThanOrEqualTo: '9999-12-31' },
    't1."Local" < $1::timestamp',
    ['10000-01-01T00:00:00.000000'],
    'abd',
  ],
  [
    { column: 'Day', yearOf: 9999 },
    '(t1."Day" >= $1::date and t1."Day" < $2::date)',
    ['9999-01-01', '10000-01-01'],
    '',
  ],
  // Further back than there are years is as far back as there are.
  [
    { column: 'Day', withinLast: { value: 9999, unit: 'years' } },
    '(t1."Day" >= $1::date and t1."Day" <= $2::date)',
    ['0001-01-02', '2026-06-15'],
    'abd',
  ],
  [
    { column: 'Moment', dayOfWeek: 'sat' },
    'isodow(timezone($1, t1."Moment")) = $2::bigint',
    ['Europe/Copenhagen', '6'],
    'a',
  ],
  [{ column: 'Day', notDayOfWeek: 7 }, '(isodow(t1."Day") = $1::bigint) is not true', ['7'], 'bcd'],
  [{ column: 'Local', timeAt: '14:30' }, 'date_trunc(\'minute\', t1."Local")::time = $1::time', ['14:30:00'], 'b'],
  [
    { column: 'Local', notTimeAt: '14:30:58' },
    '(date_trunc(\'second\', t1."Local")::time = $1::time) is not true',
    ['14:30:58'],
    'abcd',
  ],
]

test('each operator: statement, values, rows', async () => {
  const { session, catalogue } = await dates()
  for (const [condition, where, params, rows] of table) {
    const segments = { it: { rules: [{ where: condition as unknown as RuleNode }] } }
    const statement = compileMembers({ catalogue, segments, now: new Date('2026-06-15T10:00:00Z') }, 'it')
    const found = await session.rows<{ profile_key: string }>(statement.text, statement.params)
    const keys = found.map((row) => row.profile_key).sort()
    expect([condition, statement.text.split(' where ')[1], statement.params, keys.join('')]).toEqual([
      condition,
      where,
      params,
      rows,
    ])
  }
})

test('the table above leaves out no operator', () => {
  const tried = new Set(table.flatMap(([condition]) => Object.keys(condition)))
  expect(operatorNames.filter((name) => !tried.has(name))).toEqual([])
})

async function dates() {
  const folder = await aFolder()
  const engine = await openEngine()
  const session = await engine.session()
  onTestFinished(async () => {
    await session[Symbol.asyncDispose]()
    await engine[Symbol.asyncDispose]()
  })
  const columns: Column[] = [
    { name: 'Id', type: 'string', engineType: 'VARCHAR' },
    { name: 'Text', type: 'string', engineType: 'VARCHAR' },
    { name: 'Number', type: 'number', engineType: 'DECIMAL(18,2)' },
    { name: 'Flag', type: 'boolean', engineType: 'BOOLEAN' },
    { name: 'Day', type: 'date', dateKind: 'day', engineType: 'DATE' },
    { name: 'Local', type: 'date', dateKind: 'local', engineType: 'TIMESTAMP' },
    { name: 'Moment', type: 'date', dateKind: 'instant', engineType: 'TIMESTAMP WITH TIME ZONE' },
  ]
  const cells = columns.map(({ name, engineType }, at) => `col${at}::${engineType} as "${name}"`)
  const rows = `
    ('a', 'New York', '1', 'true', '2026-03-29', '2026-03-29 00:30:00', '2026-03-28 22:30:00Z'),
    ('b', 'new york', '2.5', 'false', '2024-02-29', '2024-02-29 14:30:59', '2026-03-29 12:00:00Z'),
    ('c', ' ', null, null, null, null, null),
    ('d', 'Århus', '10', 'true', '2026-06-15', '2026-06-15 12:00:00', '2026-06-15 10:00:00Z')`
  const file = join(folder, 'profile.parquet')
  await writeSnapshot(session, file, { text: `select ${cells.join(', ')} from (values ${rows})`, params: [] })
  const profile: Table = { name: 'profile', key: 'Id', columns, files: [file], version: '1', rows: 4 }
  const catalogue: Catalogue = {
    profile,
    tables: [profile],
    relationships: [],
    profileAliases: [],
    timeZone: 'Europe/Copenhagen',
  }
  return { session, catalogue }
}

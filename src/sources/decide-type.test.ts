import { expect, test } from 'vitest'
import type { ColumnFacts } from './column-facts.ts'
import { decideType, isCodeName } from './decide-type.ts'
import { columnOf } from './reading.ts'

function facts(given: Partial<ColumnFacts>): ColumnFacts {
  return { filled: 100, fits: {}, wholeDigits: 0, decimals: 0, ...given }
}

const integers = facts({ fits: { integer: 100, decimal: 100, float: 100 }, wholeDigits: 8 })

test.each([
  ['blank', facts({ filled: 0 }), 'text'],
  ['true and false', facts({ fits: { boolean: 100 } }), 'boolean'],
  ['whole numbers', integers, 'integer'],
  ['all but one whole', facts({ fits: { integer: 99, decimal: 99, float: 99 }, wholeDigits: 3 }), 'text'],
  ['too long for an integer', facts({ fits: { decimal: 100, float: 100 }, wholeDigits: 19 }), 'text'],
  ['numbers with decimals', facts({ fits: { decimal: 100, float: 100 }, wholeDigits: 5, decimals: 2 }), 'decimal'],
  [
    'more digits than a decimal holds',
    facts({ fits: { decimal: 100, float: 100 }, wholeDigits: 5, decimals: 40 }),
    'double',
  ],
  ['exponents', facts({ fits: { decimal: 90, float: 100 }, wholeDigits: 2 }), 'double'],
  ['days', facts({ fits: { date: 100, local: 100 } }), 'date'],
  ['days and times', facts({ fits: { date: 40, local: 100 } }), 'local'],
  ['moments', facts({ fits: { instant: 100 } }), 'instant'],
  ['times with and without zone', facts({ fits: { local: 50, instant: 50 } }), 'text'],
] as const)('%s', (_, given, kind) => {
  expect(decideType('people', 'Value', given).reading.kind).toBe(kind)
})

test.each([
  'Phone',
  'phone_number',
  'MobilePhone',
  'Tlf',
  'Postnr.',
  'Zip',
  'ZipCode',
  'Postal Code',
  'CPR-nr',
  'telefonnummer',
])('numbers in a column called %s are text', (name) => {
  expect(decideType('people', name, integers).reading.kind).toBe('text')
})

test('names that only resemble those of codes are no codes', () => {
  expect(['Amount', 'Celler', 'Telegrams', 'Postings', 'Facsimile', 'Mobility'].filter(isCodeName)).toEqual([])
})

const slashed = (firstLargest: number, secondLargest: number, shape = '//') =>
  facts({ fits: { slashed: 100 }, slashed: { firstLargest, secondLargest, shapes: [shape] } })

test('a date that can be read in two ways stays text, with the lines that decide it', () => {
  const { reading, notice } = decideType('people', 'Ordered on', slashed(12, 12))
  expect(reading).toEqual({ kind: 'text' })
  expect(notice?.yaml).toBe(
    "sources:\n  people:\n    columns:\n      Ordered on: { type: date, format: '%d/%m/%Y' }   # day first; month first: '%m/%d/%Y'",
  )
})

test('an order of day and month that the values show is taken and told', () => {
  expect(decideType('people', 'd', slashed(31, 12, '--'))).toMatchObject({
    reading: { kind: 'date', format: '%d-%m-%Y' },
    notice: { code: 'date_order_found' },
  })
  expect(decideType('people', 'd', slashed(12, 31, '// %H:%M')).reading).toEqual({
    kind: 'local',
    format: '%m/%d/%Y %H:%M',
  })
  expect(decideType('people', 'd', slashed(31, 31)).reading).toEqual({ kind: 'text' })
})

test('an order that was plain last time is kept while the values allow it', () => {
  const before = columnOf('d', { kind: 'date', format: '%d/%m/%Y' })
  expect(decideType('people', 'd', slashed(12, 12), before).reading).toEqual(before.reading)
  expect(decideType('people', 'd', slashed(12, 31), before).reading).toMatchObject({ format: '%m/%d/%Y' })
})

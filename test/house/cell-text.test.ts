import { expect, test } from 'vitest'
import { cellTextOf, type Typed } from '../../console/src/app/cell-text.ts'
import type { Format } from '../../src/contract/format.ts'

const day = { type: 'date', dateKind: 'day' } as const
const local = { type: 'date', dateKind: 'local' } as const
const instant = { type: 'date', dateKind: 'instant' } as const
const number = { type: 'number' } as const

/** Every space alike: which ones stand before a time is the locale's. */
const written = (language: string, format: Format, [value, column]: readonly [unknown, Typed]) =>
  cellTextOf(language, format)(value, column).replaceAll(/\s/g, ' ')

test.each([
  ['en', 'language', '22 Sept 2026', '22 Sept 2026, 01:44', '22 Sept 2026, 01:44:05', '662.20'],
  ['da', 'language', '22. sep. 2026', '22. sep. 2026, 01.44', '22. sep. 2026, 01.44.05', '662,20'],
  ['da', 'en-US', 'Sep 22, 2026', 'Sep 22, 2026, 1:44 AM', 'Sep 22, 2026, 1:44:05 AM', '662.20'],
  ['en', 'de-DE', '22.09.2026', '22.09.2026, 01:44', '22.09.2026, 01:44:05', '662,20'],
  ['da', 'iso', '2026-09-22', '2026-09-22 01:44', '2026-09-22 01:44:05', '662,20'],
] as const)('values in %s, formatted as %s', (language, format, ...expected) => {
  const values = [
    ['2026-09-22', day],
    ['2026-09-22 01:44:00', local],
    ['2026-09-22 01:44:05', local],
    ['662.20', number],
  ] as const
  expect(values.map((each) => written(language, format, each))).toEqual(expected)
})

test('a time is not moved, and one of a zone names it', () => {
  expect(written('en', 'language', ['2026-09-22T23:30:00.250', local])).toBe('22 Sept 2026, 23:30')
  expect(written('en', 'language', ['2026-09-22 23:30:00+00', instant])).toBe('22 Sept 2026, 23:30 UTC')
  expect(written('en', 'language', ['2026-09-22 23:30:00+02', instant])).toBe('22 Sept 2026, 23:30 UTC+02')
})

test('numbers are not parted, and have no more decimals than somebody looks at', () => {
  const da = cellTextOf('da', 'language')
  expect(['1234567.5', 2026, 0.1 + 0.2, -12.5, 1e21].map((value) => da(value, number))).toEqual([
    '1234567,5',
    '2026',
    '0,3',
    '-12,5',
    '1e+21',
  ])
})

test('all else is as it is', () => {
  const da = cellTextOf('da', 'language')
  expect([null, undefined].map((value) => da(value, day))).toEqual(['', ''])
  expect(da('2026-09-22', { type: 'string' })).toBe('2026-09-22')
  expect(da('12.50', { type: 'string' })).toBe('12.50')
  expect(da(true, { type: 'boolean' })).toBe('true')
  expect(da('infinity', day)).toBe('infinity')
  expect(da('p…0@example.com', number)).toBe('p…0@example.com')
  expect(da([1, 2], { type: 'string' })).toBe('[1,2]')
})

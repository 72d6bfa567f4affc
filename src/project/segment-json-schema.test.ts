import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomCase } from '../../test/support/random-segments.ts'
import { parseSegment } from '../contract/parse-segment.ts'
import { projectJsonSchema } from './json-schema.ts'

const { $defs } = projectJsonSchema()
const acceptedByEditors = new Ajv2020({ strict: false }).compile({ $ref: '#/$defs/segment', $defs })

const verdicts = (segment: unknown) => ({
  editor: acceptedByEditors(segment),
  program: parseSegment(segment).issues.length === 0,
})
const rule = (where: unknown) => ({ rules: [{ where }] })

test('editors accept every segment that the program reads', () => {
  fc.assert(
    fc.property(randomCase, ({ many }) => {
      for (const segment of many.flatMap((each) => Object.values(each))) {
        expect(verdicts(segment)).toEqual({ editor: true, program: true })
      }
    }),
    { numRuns: 20 },
  )
})

test.each([
  { displayName: 'All', state: 'inactive', type: 'static', rules: [{ where: { all: [] } }] },
  rule({ path: ['purchases-of-customer'], all: [{ column: ['purchases', 'Total.Price'], between: [1, 2] }] }),
  rule({ column: 'State', equals: 'yes', ignoreCase: true }),
  rule({ path: ['a'], not: { segment: 'regulars' } }),
  rule({ count: 'purchases', path: ['a'], where: { any: [] }, equals: 0 }),
  { rules: [{ where: { all: [] } }, { except: { column: 'A', withinLast: { value: 30, unit: 'days' } } }] },
])('both accept %j', (segment) => {
  expect(verdicts(segment)).toEqual({ editor: true, program: true })
})

test.each([
  'everybody',
  {},
  { rules: [] },
  { rules: [{ where: { all: [] } }], states: 'active' },
  { rules: [{ where: { all: [] } }], state: 'asleep' },
  { rules: [{ were: { all: [] } }] },
  { rules: [{ where: { all: [] }, union: { all: [] } }] },
  rule({}),
  rule({ all: {} }),
  rule({ all: [], any: [] }),
  rule({ colum: 'State', equals: 'x' }),
  rule({ column: 'State', equal: 'x' }),
  rule({ column: 1, equals: 'x' }),
  rule({ column: 'State', isNull: false }),
  rule({ column: 'State', in: 'x' }),
  rule({ column: 'State', contains: 1 }),
  rule({ column: 'Age', between: [1] }),
  rule({ column: 'On', withinLast: { value: 1, unit: 'day' } }),
  rule({ column: 'On', withinLast: { value: 1.5, unit: 'days' } }),
  rule({ column: 'On', monthOf: true }),
  rule({ column: 'Age', greaterThan: true }),
  rule({ segment: ['a'] }),
  rule({ count: 'purchases', wher: { all: [] }, equals: 0 }),
  rule({ all: [{ not: { column: 'A', path: ['a'], isNull: true } }] }),
  rule({ column: 'A' }),
  rule({ column: 'A', equals: 1, notEquals: 2 }),
])('both refuse %j', (segment) => {
  expect(verdicts(segment)).toEqual({ editor: false, program: false })
})

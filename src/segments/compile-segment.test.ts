import { expect, test } from 'vitest'
import { aShop, members, now } from '../../test/support/segment-shop.ts'
import type { SegmentDefinition } from '../contract/segment.ts'
import { checkSegment, compileMembers } from './compile-segment.ts'

const of = (where: unknown): SegmentDefinition => ({ rules: [{ where: where as never }] })

test('conditions on the profile', async () => {
  const shop = await aShop()
  expect(await members(shop, of({ column: 'State', equals: 'California' }))).toEqual(['c1', 'c2'])
  expect(await members(shop, of({ column: 'State', notEquals: 'California' }))).toEqual(['c3', 'c4', 'c5'])
  expect(await members(shop, of({ column: 'State', isNull: true }))).toEqual(['c4', 'c5'])
  expect(await members(shop, of({ column: 'State', isNotNull: true }))).toEqual(['c1', 'c2', 'c3'])
  expect(await members(shop, of({ column: 'State', equals: ' CALIFORNIA', ignoreCase: true }))).toEqual(['c1', 'c2'])
  expect(await members(shop, of({ all: [] }))).toHaveLength(5)
  expect(await members(shop, of({ any: [] }))).toEqual([])
  expect(await members(shop, of({ column: 'State', in: [] }))).toEqual([])
  expect(await members(shop, of({ column: 'State', notIn: [] }))).toHaveLength(5)
})

test('a long list is looked up wherever it stands', async () => {
  const shop = await aShop()
  const states = ['California', ...Array.from({ length: 1000 }, (_, at) => `State ${at}`)]
  const one = { column: 'Age', equals: 40 }
  expect(await members(shop, of({ any: [{ column: 'State', in: states }, one] }))).toEqual(['c1', 'c2', 'c3'])
  expect(await members(shop, of({ column: 'State', notIn: states }))).toEqual(['c3', 'c4', 'c5'])
  const ages = [30, ...Array.from({ length: 1000 }, (_, at) => at + 100)]
  expect(await members(shop, of({ not: { any: [{ column: 'Age', in: ages }, one] } }))).toEqual(['c2', 'c4', 'c5'])
  expect(await members(shop, of({ column: 'purchases.Total', in: [...ages, 80.5, 250] }))).toEqual(['c1', 'c2'])
})

test('all conditions of a rule hold on the same related row', async () => {
  const shop = await aShop()
  const both = of({
    all: [
      { column: 'purchases.Total', greaterThan: 100 },
      { column: 'purchases.Shop', equals: 'web' },
    ],
  })
  expect(await members(shop, both)).toEqual(['c2'])
  const anyRow: SegmentDefinition = {
    rules: [
      { where: { column: 'purchases.Total', greaterThan: 100 } },
      { intersect: { column: 'purchases.Shop', equals: 'web' } },
    ],
  }
  expect(await members(shop, anyRow)).toEqual(['c1', 'c2'])
})

test('a negated condition on a related table means that some row is not', async () => {
  const shop = await aShop()
  expect(await members(shop, of({ column: 'purchases.Shop', notEquals: 'web' }))).toEqual(['c1', 'c2', 'c3'])
  expect(await members(shop, of({ not: { column: 'purchases.Shop', equals: 'web' } }))).toEqual(['c1', 'c2', 'c3'])
})

test('aggregates over related rows, and none at all', async () => {
  const shop = await aShop()
  expect(await members(shop, of({ count: 'purchases', equals: 0 }))).toEqual(['c4', 'c5'])
  expect(await members(shop, of({ count: 'purchases', greaterThan: 1 }))).toEqual(['c1', 'c2'])
  const web = { column: 'Shop', equals: 'web' }
  expect(await members(shop, of({ count: 'purchases', where: web, greaterThanOrEqualTo: 1 }))).toEqual(['c1', 'c2'])
  expect(await members(shop, of({ sum: 'purchases.Total', greaterThan: 200 }))).toEqual(['c1', 'c2'])
  expect(await members(shop, of({ average: 'purchases.Total', lessThan: 100 }))).toEqual(['c3'])
  expect(await members(shop, of({ max: 'purchases.On', withinLast: { value: 1, unit: 'months' } }))).toEqual(['c1'])
  expect(await members(shop, of({ count: 'products', equals: 1 }))).toEqual(['c1', 'c3'])
  expect(
    await members(shop, of({ count: 'purchases', where: { column: 'products.Kind', equals: 'tea' }, equals: 2 })),
  ).toEqual(['c1'])
})

test('a path over two relationships, the profile mixed in, and a rule of alternatives that still wants a row', async () => {
  const shop = await aShop()
  expect(await members(shop, of({ column: 'products.Kind', equals: 'coffee' }))).toEqual(['c2'])
  const mixed = of({
    any: [
      { column: 'State', equals: 'Texas' },
      { column: 'purchases.Total', greaterThan: 200 },
    ],
  })
  expect(await members(shop, mixed)).toEqual(['c1', 'c3'])
})

test('set operators go from left to right', async () => {
  const shop = await aShop()
  const segment: SegmentDefinition = {
    rules: [
      { where: { column: 'State', equals: 'California' } },
      { union: { column: 'State', equals: 'Texas' } },
      { except: { column: 'Age', lessThan: 40 } },
    ],
  }
  expect(await members(shop, segment)).toEqual(['c2', 'c3'])
})

test('segments as operands: computed along, or read as they last were', async () => {
  const shop = await aShop()
  const segments: Record<string, SegmentDefinition> = {
    buyers: of({ count: 'purchases', greaterThan: 0 }),
    old: { ...of({ all: [] }), type: 'static' },
    rest: of({ all: [{ not: { segment: 'buyers' } }, { not: { segment: 'old' } }] }),
  }
  expect(await members(shop, segments.rest ?? of({}), segments)).toEqual(['c4'])
})

test('mistakes are told with path, what was found and what fits', async () => {
  const { catalogue } = await aShop()
  const issues = (segment: SegmentDefinition, more = {}) =>
    checkSegment(catalogue, { it: segment, ...more }, 'it').map(
      ({ path, code, message }) => `${path.join('.')} ${code} ${message}`,
    )

  expect(issues(of({ column: 'Stat', equals: 'x' }))).toEqual([
    'rules.0.where.column unknown_column the profile has no column "Stat". Did you mean "State"?',
  ])
  expect(issues(of({ all: [{ column: 'Age', contains: 'x' }] }))[0]).toMatch(
    /^rules\.0\.where\.all\.0\.contains operator contains does not fit "Age", which is a number; what fits: equals, notEquals, in/,
  )
  expect(issues(of({ column: 'Age', equals: '4' }))[0]).toMatch(/found "4"; expected a number/)
  expect(issues(of({ column: 'purchase.Total', equals: 4 }))[0]).toMatch(
    /no table "purchase". Did you mean "purchases"/,
  )
  expect(issues(of({ segment: 'itt' }))[0]).toMatch(/no segment "itt". Did you mean "it"/)
  expect(issues(of({ segment: 'constructor' }))[0]).toMatch(/no segment "constructor"/)
  expect(issues(of({ segment: 'other' }), { other: of({ segment: 'it' }) })[0]).toMatch(/it → other → it/)
  expect(issues(of({ column: 'visits.Page', equals: 'x' }))[0]).toMatch(
    /several paths lead to "visits": \[visits-a\] or \[visits-b\]/,
  )
  expect(issues(of({ path: ['visits-b'], column: 'visits.Page', equals: 'x' }))).toEqual([])
})

test('a statement holds no value, only placeholders', async () => {
  const { catalogue } = await aShop()
  const { text, params } = compileMembers(
    { catalogue, segments: { it: of({ column: 'State', startsWith: "O'Neill" }) }, now },
    'it',
  )
  expect(text).toMatch(/where starts_with\(t1\."State", \$1\)$/)
  expect(params).toEqual(["O'Neill"])
})

import { expect, test } from 'vitest'
import { aShop, now } from '../../test/support/segment-shop.ts'
import type { Rule } from '../contract/segment.ts'
import { explainSegment } from './explain-segment.ts'

async function explain(rules: readonly Rule[]) {
  const { session, catalogue } = await aShop()
  return explainSegment(session, { catalogue, segments: { it: { rules } }, now }, 'it')
}

test('people are counted rule by rule and condition by condition', async () => {
  const explained = await explain([
    {
      where: {
        all: [
          { column: 'State', equals: 'California' },
          { column: 'purchases.Total', greaterThan: 200 },
        ],
      },
    },
    { union: { column: 'State', equals: 'Texas' } },
  ])
  expect(explained).toMatchObject({ members: 2, profiles: 5 })
  expect(explained.rules.map(({ alone, cumulative }) => [alone, cumulative])).toEqual([
    [1, 1],
    [1, 2],
  ])
  expect(explained.rules[0]?.conditions.map(({ alone, cumulative }) => [alone, cumulative])).toEqual([
    [2, 2],
    [1, 1],
  ])
  expect(explained.emptiedBy).toBeUndefined()
})

test('an empty segment says which condition empties it', async () => {
  const never = await explain([
    {
      where: {
        all: [
          { column: 'Age', greaterThan: 1 },
          { column: 'State', equals: 'Ohio' },
        ],
      },
    },
  ])
  expect(never.emptiedBy).toMatchObject({ path: ['rules', 0, 'where', 'all', 1] })
  expect(never.emptiedBy?.message).toMatch(/nobody meets this condition/)

  const apart = await explain([
    {
      where: {
        all: [
          { column: 'State', equals: 'Texas' },
          { column: 'Age', greaterThan: 45 },
        ],
      },
    },
  ])
  expect(apart.emptiedBy?.message).toMatch(/1 person would meet this condition, but nobody who meets those before/)

  const taken = await explain([{ where: { column: 'State', equals: 'Texas' } }, { except: { all: [] } }])
  expect(taken.emptiedBy).toEqual({
    path: ['rules', 1, 'except'],
    message: 'this rule takes away everybody whom the rules before it leave',
  })
})

import { expect, test } from 'vitest'
import { threeSources, unified } from '../../test/support/three-sources.ts'
import { type MatchCondition, matchRuleSchema } from '../contract/unification.ts'
import { pathText } from '../lib/path-text.ts'
import { checkUnification } from './check-unification.ts'

test('how alike is a word or a whole percentage from 1 to 100', () => {
  const isShape = (precision: unknown) =>
    matchRuleSchema.safeParse({ name: 'r', where: [{ field: 'F', precision }] }).success
  expect([1, 99, 100, 'low', 'exact'].map(isShape)).toEqual([true, true, true, true, true])
  expect([0, 101, 62.5, -1, '80', 'middle'].map(isShape)).toEqual([false, false, false, false, false, false])
})

test('dates, numbers and yes/no are the same or are not, wherever they are compared', () => {
  const fields = [
    ...unified.fields,
    { name: 'Points', type: 'number' as const, from: { shop: 'id' } },
    { name: 'Member', type: 'boolean' as const, from: { shop: 'id' } },
  ]
  const mistakes = (condition: MatchCondition, exception: MatchCondition = condition) => {
    const rule = { name: 'r', where: [condition], except: [exception] }
    const tables = [{ source: 'shop', deduplicate: { rules: [rule] } }, { source: 'club' }, { source: 'till' }]
    const profiles = { ...unified, tables, fields, match: [rule], clusters: [rule] }
    return checkUnification(threeSources({ profiles })).map(({ path, message }) => `${pathText(path)}: ${message}`)
  }
  const rules = ['profiles.match[0]', 'profiles.clusters[0]', 'profiles.tables[0].deduplicate.rules[0]']
  for (const field of ['Changed', 'Points', 'Member']) {
    expect(mistakes({ field })).toEqual([])
    expect(mistakes({ field, precision: 100, bypass: ['0'] })).toEqual([])
    expect(mistakes({ field, precision: 'high' })).toEqual(
      rules.flatMap((rule) =>
        ['where', 'except'].map((part) =>
          expect.stringMatching(new RegExp(`^${rule.replace(/[[\]]/g, '\\$&')}.*${part}.*expected exact$`)),
        ),
      ),
    )
    expect(mistakes({ field: 'Email' }, { field, normalize: ['symbols'] })).toHaveLength(rules.length)
  }
})

test('lists of values are columns of a source that there is, and an alias has both of one', () => {
  const mistakes = (condition: Partial<MatchCondition>) => {
    const match = [{ name: 'r', where: [{ field: 'Email', ...condition }] }]
    return checkUnification(threeSources({ profiles: { ...unified, match } })).map(({ message }) => message)
  }
  expect(
    mistakes({ bypass: { column: 'orders.order' }, alias: { from: 'orders.order', to: ['orders', 'x'] } }),
  ).toEqual([])
  expect(mistakes({ bypass: { column: 'order.order' } })).toEqual([expect.stringContaining('Did you mean "orders"?')])
  expect(mistakes({ bypass: { column: 'order' } })).toEqual([expect.stringContaining('expected the source and its')])
  expect(mistakes({ alias: { from: 'orders.order', to: 'shop.id' } })).toEqual([
    'the two columns are of two sources; expected one',
  ])
})

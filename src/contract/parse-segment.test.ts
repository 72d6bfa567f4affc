import { expect, test } from 'vitest'
import { parseSegment } from './parse-segment.ts'

const told = (value: unknown) => parseSegment(value).issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
const rule = (where: unknown) => told({ rules: [{ where }] })

test('a segment as the manual writes it is read as it stands', () => {
  const written = {
    displayName: 'Subscribers who spent, not staff',
    rules: [
      {
        where: {
          all: [
            { column: 'Email Subscriber', equals: 'yes', ignoreCase: true },
            {
              any: [
                { column: 'State', in: ['California'] },
                { column: ['contacts', 'City.Name'], startsWith: 'New' },
              ],
            },
          ],
        },
      },
      {
        intersect: {
          path: ['purchases-of-customer'],
          all: [{ column: 'purchases.On', withinLast: { value: 2, unit: 'years' } }],
        },
      },
      { except: { count: 'purchases', where: { column: 'On', yearToDate: true }, path: ['a'], greaterThan: 5 } },
      { union: { not: { segment: 'regulars' } } },
    ],
  }
  expect(parseSegment(written)).toEqual({ definition: written, issues: [] })
})

test.each([
  [told('all'), ': found "all"; expected a segment with rules'],
  [told({}), 'rules: missing; expected a list of rules'],
  [told({ rules: [], states: 1 }), 'states: unknown key "states". Did you mean "state"?'],
  [told({ rules: [{ except: { column: 'A', isNull: true } }] }), 'rules.0: the first rule is "where"; found "except"'],
  [
    told({ rules: [{ were: {} }] }),
    'rules.0.were: unknown rule "were". Did you mean "where"? Expected where, union, intersect, except',
  ],
  [rule({ column: 'A' }), 'rules.0.where: a condition has exactly one operator; found none'],
  [
    rule({ column: 'A', equals: 1, notEquals: 2 }),
    'rules.0.where: a condition has exactly one operator; found equals, notEquals',
  ],
  [rule({ column: 'A', equal: 1 }), 'rules.0.where.equal: unknown operator "equal". Did you mean "equals"?'],
  [
    rule({ all: [{ any: [{ column: 'A', isNull: false }] }] }),
    'rules.0.where.all.0.any.0.isNull: found false; expected true',
  ],
  [rule({ column: 'A', between: [1] }), 'rules.0.where.between: found [1]; expected two values, [from, to]'],
  [
    rule({ column: 'A', withinLast: { value: 1, unit: 'day' } }),
    'rules.0.where.withinLast: found {"value":1,"unit":"day"}; expected { value: 30, unit: days }, the unit being one of minutes, hours, days, weeks, months, quarters, years',
  ],
  [rule({ all: [], column: 'A' }), 'rules.0.where: "all" stands alone; found beside it: column'],
  [
    rule({ colum: 'A', equals: 1 }),
    'rules.0.where.colum: "colum" starts no condition. Did you mean "column"? Expected one of column, all, any, not, segment, count, sum, average, min, max',
  ],
])('%s', (issues, expected) => {
  expect(issues).toContain(expected)
})

test('tags are few, short, and each there once', () => {
  const tagged = (tags: unknown) => told({ tags, rules: [{ where: { all: [] } }] })
  expect(tagged(['spring', 'VIP'])).toEqual([])
  expect(tagged('spring')).toEqual(['tags: found "spring"; expected a list of tags, such as [spring, VIP]'])
  expect(tagged(['a', ' b', '', 7, 'a', 'x'.repeat(51)]).map((each) => each.split(':')[0])).toEqual([
    'tags.1',
    'tags.2',
    'tags.3',
    'tags.4',
    'tags.5',
  ])
  expect(tagged(Array.from({ length: 21 }, (_, at) => `tag ${at}`))).toEqual([
    'tags: found 21 tags; expected at most 20',
  ])
})

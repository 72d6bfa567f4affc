import fc from 'fast-check'
import { operatorNames, timeUnits } from '../../src/contract/operators.ts'
import type { Operator, RuleNode, SegmentDefinition } from '../../src/contract/segment.ts'

// Texts that YAML reads as something else, unless they are written with care.
const text = fc.oneof(
  fc.constantFrom(
    'yes',
    '0123',
    'null',
    '~',
    '2026-05-01',
    '1e3',
    ' blank ',
    '# no comment',
    'a: b',
    '${HOME}',
    '- x',
    '',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
)
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
const scalar = fc.oneof(text, number, fc.boolean())
const orderable = fc.oneof(text, number)
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
const column = fc.oneof(
  text.filter((each) => each !== ''),
  fc.tuple(name, fc.constantFrom('Total.Price', 'a.b')),
)
const names = fc.array(name, { minLength: 1, maxLength: 3 })

/** Every operator with a value of its shape, by name. */
const tests = fc.oneof(...operatorNames.map((operator) => operandOf(operator).map((value) => ({ [operator]: value }))))

function operandOf(operator: Operator): fc.Arbitrary<unknown> {
  const positive = operator.replace(/^not(?=[A-Z])/, '').toLowerCase()
  switch (positive) {
    case 'isnull':
    case 'isnotnull':
    case 'yeartodate':
      return fc.constant(true)
    case 'in':
      return fc.array(scalar, { maxLength: 4 })
    case 'between':
      return fc.tuple(orderable, orderable)
    case 'withinlast':
      return fc.record({ value: fc.nat(100_000), unit: fc.constantFrom(...timeUnits) })
    case 'contains':
    case 'startswith':
    case 'endswith':
    case 'timeat':
      return text
    case 'equals':
      return scalar
    default:
      return orderable
  }
}

const condition = fc
  .tuple(column, tests, fc.option(fc.boolean(), { nil: undefined }))
  .map(([of, test, ignoreCase]) => ({ column: of, ...test, ...(ignoreCase !== undefined && { ignoreCase }) }))

const { node, aggregate } = fc.letrec<{ node: RuleNode; aggregate: RuleNode }>((tie) => ({
  aggregate: fc
    .tuple(
      fc.oneof(
        name.map((table) => ({ count: table })),
        fc.tuple(fc.constantFrom('sum', 'average', 'min', 'max'), column).map(([kind, of]) => ({ [kind]: of })),
      ),
      fc.option(tie('node'), { nil: undefined }),
      fc.option(names, { nil: undefined }),
      tests,
    )
    .map(([of, where, path, test]) => ({ ...of, ...(where && { where }), ...(path && { path }), ...test }) as RuleNode),
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    condition as fc.Arbitrary<RuleNode>,
    name.map((segment) => ({ segment })),
    tie('aggregate'),
    fc.array(tie('node'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('node'), { maxLength: 3 }).map((any) => ({ any })),
    tie('node').map((not) => ({ not })),
  ),
}))

const isAggregate = (each: RuleNode) => !['all', 'any', 'not', 'segment', 'column'].some((key) => key in each)
const body = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: node }, { weight: 1, arbitrary: aggregate }),
    fc.option(names, { nil: undefined }),
  )
  .map(([each, path]) => (path && !isAggregate(each) ? { path, ...each } : each))

const head = fc.record(
  {
    displayName: text,
    tags: fc.uniqueArray(fc.stringMatching(/^[a-zæøå0-9]{1,9}$/), { maxLength: 4 }),
    state: fc.constantFrom('active', 'inactive'),
    type: fc.constantFrom('dynamic', 'static'),
    schedule: fc.constantFrom<unknown>(
      'manual',
      { repeat: 'weekly', days: ['monday', 'friday'] },
      { repeat: 'monthly', days: [1, 15, 'last'] },
    ),
  },
  { requiredKeys: [] },
)

/** Any segment that the grammar allows, whether or not its columns are anywhere. */
export const anySegment: fc.Arbitrary<SegmentDefinition> = fc
  .tuple(head, body, fc.array(fc.tuple(fc.constantFrom('union', 'intersect', 'except'), body), { maxLength: 3 }))
  .map(
    ([rest, first, others]) =>
      ({
        ...rest,
        rules: [{ where: first }, ...others.map(([key, each]) => ({ [key]: each }))],
      }) as unknown as SegmentDefinition,
  )

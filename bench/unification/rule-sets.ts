import type { MatchRule } from '../../src/contract/unification.ts'

type RuleSet = {
  readonly name: string
  /** Undefined for the shipped rules. */
  readonly match?: readonly MatchRule[]
}

const named = (precision: number) => [
  { field: 'FirstName', precision },
  { field: 'LastName', precision },
]
const notTwins = { except: [{ field: 'Born' }] } as const

/** The shape of the shipped rules with another precision of names, from which the curve is drawn. */
const atPrecision = (precision: number): RuleSet => ({
  name: `names at ${precision} %`,
  match: [
    { name: 'e-mail', where: [{ field: 'Email' }, ...named(precision)], ...notTwins },
    { name: 'phone', where: [{ field: 'Phone' }, ...named(precision)], ...notTwins },
    { name: 'birth date', where: [{ field: 'Born' }, ...named(precision)] },
    { name: 'address', where: [{ field: 'PostalCode' }, { field: 'Street' }, ...named(precision)], ...notTwins },
  ],
})

export const ruleSets: readonly RuleSet[] = [
  { name: 'shipped' },
  { name: 'e-mail alone', match: [{ name: 'e-mail', where: [{ field: 'Email' }] }] },
  {
    name: 'e-mail or phone alone',
    match: [
      { name: 'e-mail', where: [{ field: 'Email' }] },
      { name: 'phone', where: [{ field: 'Phone' }] },
    ],
  },
  ...[50, 60, 70, 80, 90, 100].map(atPrecision),
]

/** What the speed is measured with: one exact rule and one that compares names by likeness. */
export const speedRules: readonly MatchRule[] = [
  { name: 'exact', where: [{ field: 'Email' }] },
  { name: 'fuzzy', where: [{ field: 'Born' }, ...named(80)] },
]

import { operators } from '../contract/operators.ts'
import type { Operator, Operators } from '../contract/segment.ts'

type PositiveName = Exclude<Operator, `not${Capitalize<string>}` | 'isNotNull'>

/** An operator without its negation, with its value. */
export type Positive = { [K in PositiveName]: { readonly name: K; readonly value: Operators[K] } }[PositiveName]

/** The positive operator behind the one that was written, and whether it was written negated. */
export function toPositive(name: Operator, value: unknown): { operator: Positive; negated: boolean } {
  const negates = operators[name].negates
  return { operator: { name: negates ?? name, value } as Positive, negated: negates !== undefined }
}

import { said } from '../../lib/said.ts'
import { bind, type CompileState, mistake, type Path } from '../compile-state.ts'
import type { Positive } from '../positive.ts'
import { inList } from './in-list.ts'

/** Conditions on numbers. */
export function numberPredicate(state: CompileState, path: Path, sql: string, operator: Positive): string {
  const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
  const refuse = (value: unknown) =>
    mistake(state, path, 'value', said`found ${JSON.stringify(value)}; expected a number, without quotes`)
  // Whole numbers are compared as such: as a double, a long one would lose its last digits.
  const number = (value: unknown): string =>
    isNumber(value)
      ? `${bind(state, String(value))}::${Number.isSafeInteger(value) ? 'bigint' : 'double'}`
      : refuse(value)

  switch (operator.name) {
    case 'isNull':
      return `${sql} is null`
    case 'equals':
      return `${sql} = ${number(operator.value)}`
    case 'in':
      for (const value of operator.value) if (!isNumber(value)) return refuse(value)
      return operator.value.every(Number.isSafeInteger)
        ? inList(state, sql, operator.value.map(String), 'bigint')
        : inList(state, `${sql}::double`, operator.value.map(String), 'double')
    case 'greaterThan':
      return `${sql} > ${number(operator.value)}`
    case 'greaterThanOrEqualTo':
      return `${sql} >= ${number(operator.value)}`
    case 'lessThan':
      return `${sql} < ${number(operator.value)}`
    case 'lessThanOrEqualTo':
      return `${sql} <= ${number(operator.value)}`
    case 'between':
      return `(${sql} >= ${number(operator.value[0])} and ${sql} <= ${number(operator.value[1])})`
    default:
      throw new Error(`operator ${operator.name} does not fit numbers`)
  }
}

import { bind, type CompileState, mistake, type Path } from '../compile-state.ts'
import type { Positive } from '../positive.ts'

/** Conditions on numbers. */
export function numberPredicate(state: CompileState, path: Path, sql: string, operator: Positive): string {
  const number = (value: unknown): string =>
    typeof value === 'number' && Number.isFinite(value)
      ? bind(state, value)
      : mistake(state, path, 'value', `found ${JSON.stringify(value)}; expected a number`)
  switch (operator.name) {
    case 'equals':
      return `${sql} = ${number(operator.value)}`
    case 'in':
      return operator.value.length === 0 ? 'false' : `${sql} in (${operator.value.map(number).join(', ')})`
    case 'greaterThan':
      return `${sql} > ${number(operator.value)}`
    case 'greaterThanOrEqualTo':
      return `${sql} >= ${number(operator.value)}`
    case 'lessThan':
      return `${sql} < ${number(operator.value)}`
    case 'lessThanOrEqualTo':
      return `${sql} <= ${number(operator.value)}`
    case 'between':
      return `${sql} between ${number(operator.value[0])} and ${number(operator.value[1])}`
    default:
      throw new Error(`operator ${operator.name} does not fit numbers`)
  }
}

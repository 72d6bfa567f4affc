import { said } from '../../lib/said.ts'
import { bind, type CompileState, mistake, type Path } from '../compile-state.ts'
import type { Positive } from '../positive.ts'

/** Conditions on Booleans. */
export function booleanPredicate(state: CompileState, path: Path, sql: string, operator: Positive): string {
  if (operator.name === 'isNull') return `${sql} is null`
  if (operator.name !== 'equals') throw new Error(`operator ${operator.name} does not fit Booleans`)
  return typeof operator.value === 'boolean'
    ? `${sql} = ${bind(state, operator.value)}`
    : mistake(state, path, 'value', said`found ${JSON.stringify(operator.value)}; expected true or false`)
}

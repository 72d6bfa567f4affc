import { foldSql } from '../../engine/fold.ts'
import { fold } from '../../lib/fold.ts'
import { bind, type CompileState } from '../compile-state.ts'
import type { Positive } from '../positive.ts'

/** Conditions on texts: case counts unless it is ignored, and then both sides are folded alike. */
export function textPredicate(state: CompileState, sql: string, operator: Positive, ignoreCase: boolean): string {
  const target = ignoreCase ? foldSql(sql) : sql
  const text = (value: unknown) => (ignoreCase ? fold(String(value)) : String(value))
  switch (operator.name) {
    case 'equals':
      return `${target} = ${bind(state, text(operator.value))}`
    case 'in':
      return `list_contains(${bind(state, operator.value.map(text))}::varchar[], ${target})`
    case 'contains':
      return `contains(${target}, ${bind(state, text(operator.value))})`
    case 'startsWith':
      return `starts_with(${target}, ${bind(state, text(operator.value))})`
    case 'endsWith':
      return `ends_with(${target}, ${bind(state, text(operator.value))})`
    default:
      throw new Error(`operator ${operator.name} does not fit texts`)
  }
}

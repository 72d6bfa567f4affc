import { foldSql, trimSql } from '../../engine/fold.ts'
import { fold } from '../../lib/fold.ts'
import { said } from '../../lib/said.ts'
import { bind, type CompileState, mistake, type Path } from '../compile-state.ts'
import type { Positive } from '../positive.ts'
import { inList } from './in-list.ts'

/**
 * Conditions on texts: case counts unless it is ignored, and then both sides are folded alike. A cell with nothing but
 * white space is blank.
 */
export function textPredicate(
  state: CompileState,
  path: Path,
  sql: string,
  operator: Positive,
  ignoreCase: boolean,
): string {
  const target = ignoreCase ? foldSql(sql) : sql
  const written = (value: unknown): string => {
    if (typeof value !== 'string') {
      mistake(state, path, 'value', said`found ${JSON.stringify(value)}; expected a text, written '${String(value)}'`)
      return ''
    }
    if (fold(value) === '')
      mistake(state, path, 'value', said`found a blank text; blank cells are asked for with isNull`)
    return ignoreCase ? fold(value) : value
  }
  switch (operator.name) {
    case 'isNull':
      return `(${sql} is null or ${trimSql(sql)} = '')`
    case 'equals':
      return `${target} = ${bind(state, written(operator.value))}`
    case 'in':
      return inList(state, target, operator.value.map(written), 'varchar')
    case 'contains':
      return `contains(${target}, ${bind(state, written(operator.value))})`
    case 'startsWith':
      return `starts_with(${target}, ${bind(state, written(operator.value))})`
    case 'endsWith':
      return `ends_with(${target}, ${bind(state, written(operator.value))})`
    default:
      throw new Error(`operator ${operator.name} does not fit texts`)
  }
}

import type { Column } from '../contract/catalogue.ts'
import { isOperator, operators, operatorsFor, typeWord } from '../contract/operators.ts'
import type { Operator } from '../contract/segment.ts'
import { said } from '../lib/said.ts'
import { type CompileState, mistake, type Path } from './compile-state.ts'
import { toPositive } from './positive.ts'
import { booleanPredicate } from './predicates/boolean.ts'
import { datePredicate } from './predicates/date.ts'
import { numberPredicate } from './predicates/number.ts'
import { textPredicate } from './predicates/text.ts'

/** A value to be judged: its expression and what it is. */
export type Target = Pick<Column, 'type' | 'dateKind'> & { readonly sql: string; readonly what: string }

/**
 * One operator on one value as an SQL condition. A negated operator holds exactly where the other does not, so that a blank
 * value meets each of them except isNotNull (a settled meaning).
 */
export function compilePredicate(
  state: CompileState,
  path: Path,
  target: Target,
  node: Readonly<Record<string, unknown>>,
): string {
  const name = Object.keys(node).find(isOperator)
  if (!name) return mistake(state, path, 'one_operator', said`a condition has exactly one operator; found none`)
  if (!operators[name].types.includes(target.type)) return misfit(state, [...path, name], target, name)
  if (node.ignoreCase === true && target.type !== 'string') {
    return mistake(
      state,
      [...path, 'ignoreCase'],
      'operator',
      said`ignoreCase is for texts, and ${target.what} is a ${typeWord(target.type)}`,
    )
  }
  if (node.ignoreCase === true && (name === 'isNull' || name === 'isNotNull')) {
    return mistake(state, [...path, 'ignoreCase'], 'operator', said`ignoreCase means nothing beside ${name}`)
  }
  const { operator, negated } = toPositive(name, node[name])
  const at = [...path, name]
  const positive = () => {
    switch (target.type) {
      case 'string':
        return textPredicate(state, at, target.sql, operator, node.ignoreCase === true)
      case 'number':
        return numberPredicate(state, at, target.sql, operator)
      case 'boolean':
        return booleanPredicate(state, at, target.sql, operator)
      case 'date':
        return datePredicate(state, at, { sql: target.sql, kind: target.dateKind ?? 'day' }, operator)
    }
  }
  return negated ? `(${positive()}) is not true` : positive()
}

function misfit(state: CompileState, path: Path, target: Target, name: Operator): string {
  const fitting = operatorsFor(target.type).join(', ')
  const declare =
    target.type === 'string'
      ? said` Where its texts are meant as a ${operators[name].types.map(typeWord).join(' or a ')}, say so under columns: of its source`
      : ''
  return mistake(
    state,
    path,
    'operator',
    said`${name} does not fit ${target.what}, which is a ${typeWord(target.type)}; what fits: ${declare ? `${fitting}.${declare}` : fitting}`,
  )
}

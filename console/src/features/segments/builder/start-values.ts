import type { ValueType } from '../../../../../src/contract/column.ts'
import { operators, operatorsFor } from '../../../../../src/contract/operators.ts'
import type { Operator } from '../../../../../src/contract/segment.ts'

/** What kind of value an operator takes, whichever way round it is asked. */
export type ValueShape = 'none' | 'one' | 'list' | 'pair' | 'span' | 'month' | 'weekday' | 'count' | 'time'

export function shapeOf(operator: Operator): ValueShape {
  switch (operators[operator].negates ?? operator) {
    case 'isNull':
    case 'yearToDate':
      return 'none'
    case 'in':
      return 'list'
    case 'between':
      return 'pair'
    case 'withinLast':
      return 'span'
    case 'monthOf':
      return 'month'
    case 'dayOfWeek':
      return 'weekday'
    case 'dayOf':
    case 'yearOf':
      return 'count'
    case 'timeAt':
      return 'time'
    default:
      return 'one'
  }
}

/** The value that an operator begins with; what was there stays where it fits. */
export function startValue(
  operator: Operator,
  type: ValueType,
  before?: { operator: Operator | null; value: unknown },
) {
  const shape = shapeOf(operator)
  if (before?.operator && shapeOf(before.operator) === shape) return before.value
  switch (shape) {
    case 'none':
      return true
    case 'list':
      return typeof before?.value === 'string' && before.value !== '' ? [before.value] : []
    case 'pair':
      return [null, null]
    case 'span':
      return { value: 30, unit: 'days' }
    case 'month':
    case 'weekday':
      return 1
    case 'one':
      return type === 'boolean' ? true : null
    default:
      return null
  }
}

/** The operators that fit a type, those that people want most first. */
export function operatorsOf(type: ValueType): readonly Operator[] {
  const fit = operatorsFor(type)
  // Dates are asked for by how long ago they are more often than by the day.
  const first: readonly Operator[] = type === 'date' ? ['withinLast', 'notWithinLast', 'greaterThan', 'lessThan'] : []
  return [...first.filter((each) => fit.includes(each)), ...fit.filter((each) => !first.includes(each))]
}

/** The operator of a column that has just been chosen, the one there was if it fits. */
export function operatorFor(type: ValueType, before: Operator | null): Operator {
  const fit = operatorsOf(type)
  if (before && fit.includes(before)) return before
  return fit[0] ?? 'equals'
}

import type { ValueType } from './column.ts'
import type { Operator, TimeUnit } from './segment.ts'

type OperatorFacts = { readonly types: readonly ValueType[]; readonly negates?: Operator }

const all: readonly ValueType[] = ['string', 'number', 'date', 'boolean']
const ordered: readonly ValueType[] = ['number', 'date']

/** Which types an operator fits, and which one it negates. */
export const operators: Readonly<Record<Operator, OperatorFacts>> = {
  equals: { types: all },
  notEquals: { types: all, negates: 'equals' },
  in: { types: ['string', 'number', 'date'] },
  notIn: { types: ['string', 'number', 'date'], negates: 'in' },
  contains: { types: ['string'] },
  notContains: { types: ['string'], negates: 'contains' },
  startsWith: { types: ['string'] },
  notStartsWith: { types: ['string'], negates: 'startsWith' },
  endsWith: { types: ['string'] },
  notEndsWith: { types: ['string'], negates: 'endsWith' },
  isNull: { types: all },
  isNotNull: { types: all, negates: 'isNull' },
  greaterThan: { types: ordered },
  greaterThanOrEqualTo: { types: ordered },
  lessThan: { types: ordered },
  lessThanOrEqualTo: { types: ordered },
  between: { types: ordered },
  notBetween: { types: ordered, negates: 'between' },
  withinLast: { types: ['date'] },
  notWithinLast: { types: ['date'], negates: 'withinLast' },
  yearToDate: { types: ['date'] },
  notYearToDate: { types: ['date'], negates: 'yearToDate' },
  dayOf: { types: ['date'] },
  notDayOf: { types: ['date'], negates: 'dayOf' },
  monthOf: { types: ['date'] },
  notMonthOf: { types: ['date'], negates: 'monthOf' },
  yearOf: { types: ['date'] },
  notYearOf: { types: ['date'], negates: 'yearOf' },
  dayOfWeek: { types: ['date'] },
  notDayOfWeek: { types: ['date'], negates: 'dayOfWeek' },
  timeAt: { types: ['date'] },
  notTimeAt: { types: ['date'], negates: 'timeAt' },
}

/** The calendar units of a floating range, from the smallest up. */
export const timeUnits = [
  'minutes',
  'hours',
  'days',
  'weeks',
  'months',
  'quarters',
  'years',
] as const satisfies readonly TimeUnit[]

export const operatorNames = Object.keys(operators) as readonly Operator[]

export function isOperator(key: string): key is Operator {
  return Object.hasOwn(operators, key)
}

/** A type as messages call it, and as `columns:` of a source does. */
export function typeWord(type: ValueType): string {
  return type === 'string' ? 'text' : type
}

/** The operators that fit a type, for an error that helps. */
export function operatorsFor(type: ValueType): readonly Operator[] {
  return operatorNames.filter((name) => operators[name].types.includes(type))
}

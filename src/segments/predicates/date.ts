import type { DateKind } from '../../contract/catalogue.ts'
import { said } from '../../lib/said.ts'
import { bind, type CompileState, followsClock, mistake, type Path } from '../compile-state.ts'
import { type DateSpan, lastRange, readDate, spanOf, yearSpan, yearToDateRange } from '../date-value.ts'
import type { Positive } from '../positive.ts'
import { calendarPart } from './calendar-part.ts'

export type DateTarget = { readonly sql: string; readonly kind: DateKind }

const engineTypes = { day: 'date', local: 'timestamp', instant: 'timestamptz' } as const

/**
 * Conditions on dates. A day written against a time means the whole local day; a time against a day column means that
 * time's local day. Bounds are turned into the column's own terms here, once, rather than the column in every row.
 */
export function datePredicate(state: CompileState, path: Path, target: DateTarget, operator: Positive): string {
  const { sql, kind } = target
  const zone = state.catalogue.timeZone
  const bound = (text: string) => `${bind(state, text)}::${engineTypes[kind]}`
  const compare = (value: unknown, comparison: (span: DateSpan) => string): string => {
    const date = typeof value === 'string' ? readDate(value) : undefined
    if (date) return comparison(spanOf(date, kind, zone))
    const expected = said`a date such as '2026-03-01' or a time such as '2026-03-01T14:30'`
    return mistake(state, path, 'value', said`found ${JSON.stringify(value)}; expected ${expected}`)
  }
  const equals = ({ start, end }: DateSpan) =>
    end ? `(${sql} >= ${bound(start)} and ${sql} < ${bound(end)})` : `${sql} = ${bound(start)}`
  const from = ({ start }: DateSpan) => `${sql} >= ${bound(start)}`
  const upTo = ({ start, end }: DateSpan) => (end ? `${sql} < ${bound(end)}` : `${sql} <= ${bound(start)}`)
  const range = ([first, last]: readonly [string, string]) => {
    followsClock(state, kind === 'day' ? 'day' : 'moment')
    return `(${sql} >= ${bound(first)} and ${sql} <= ${bound(last)})`
  }

  switch (operator.name) {
    case 'isNull':
      return `${sql} is null`
    case 'equals':
      return compare(operator.value, equals)
    case 'in':
      if (operator.value.length === 0) return 'false'
      return `(${operator.value.map((value) => compare(value, equals)).join(' or ')})`
    case 'greaterThan':
      return compare(operator.value, ({ start, end }) => (end ? `${sql} >= ${bound(end)}` : `${sql} > ${bound(start)}`))
    case 'greaterThanOrEqualTo':
      return compare(operator.value, from)
    case 'lessThan':
      return compare(operator.value, ({ start }) => `${sql} < ${bound(start)}`)
    case 'lessThanOrEqualTo':
      return compare(operator.value, upTo)
    case 'between':
      return `(${compare(operator.value[0], from)} and ${compare(operator.value[1], upTo)})`
    case 'withinLast': {
      // Hours and minutes back may end on another day at any moment, even where whole days are compared.
      if (operator.value.unit === 'hours' || operator.value.unit === 'minutes') followsClock(state, 'moment')
      return range(lastRange(operator.value.value, operator.value.unit, kind, state.now, zone))
    }
    case 'yearToDate':
      return range(yearToDateRange(kind, state.now, zone))
    case 'yearOf': {
      const { value } = operator
      return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 9999
        ? equals(yearSpan(value, kind, zone))
        : mistake(state, path, 'value', said`found ${JSON.stringify(value)}; expected a year such as 2026`)
    }
    case 'dayOf':
    case 'monthOf':
    case 'dayOfWeek':
    case 'timeAt':
      return calendarPart(state, path, target, operator)
    default:
      throw new Error(`operator ${operator.name} does not fit dates`)
  }
}

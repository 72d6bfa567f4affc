import { said } from '../../lib/said.ts'
import { readMonth, readTimeOfDay, readWeekday } from '../calendar-words.ts'
import { bind, type CompileState, mistake, type Path } from '../compile-state.ts'
import type { Positive } from '../positive.ts'
import type { DateTarget } from './date.ts'

type CalendarOperator = Extract<Positive, { name: 'dayOf' | 'monthOf' | 'dayOfWeek' | 'timeAt' }>

/** Conditions on a part of a date: its day, month, day of the week or time of day, as the environment's clock shows it. */
export function calendarPart(state: CompileState, path: Path, target: DateTarget, operator: CalendarOperator): string {
  const local =
    target.kind === 'instant' ? `timezone(${bind(state, state.catalogue.timeZone)}, ${target.sql})` : target.sql
  const part = (name: string, value: number | undefined, expected: string) =>
    value === undefined
      ? mistake(state, path, 'value', said`found ${JSON.stringify(operator.value)}; expected ${expected}`)
      : `${name}(${local}) = ${bind(state, String(value))}::bigint`

  switch (operator.name) {
    case 'dayOf':
      return part('day', whole(operator.value, 31), said`a day of the month, 1 to 31`)
    case 'monthOf':
      return part('month', readMonth(operator.value), said`a month, 1 to 12 or its English name`)
    case 'dayOfWeek':
      return part('isodow', readWeekday(operator.value), said`a day of the week, 1 (Monday) to 7 or its English name`)
    case 'timeAt': {
      if (target.kind === 'day') {
        return mistake(state, path, 'operator', said`timeAt needs a time of day, and this column holds whole days`)
      }
      const time = readTimeOfDay(operator.value)
      return time
        ? `date_trunc('${time.precision}', ${local})::time = ${bind(state, time.time)}::time`
        : mistake(state, path, 'value', said`found ${JSON.stringify(operator.value)}; expected a time such as '14:30'`)
    }
    default:
      return operator satisfies never
  }
}

function whole(value: unknown, most: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most ? value : undefined
}

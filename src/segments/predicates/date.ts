import type { DateKind } from '../../contract/catalogue.ts'
import { quoteText } from '../../engine/quote-name.ts'
import { bind, type CompileState, mistake, type Path } from '../compile-state.ts'
import { inColumn, localNow, type Moment, readMoment, unitsBack } from '../date-bounds.ts'
import type { Positive } from '../positive.ts'

type Target = { readonly sql: string; readonly kind: DateKind }

/**
 * Conditions on dates. A day written against a time means the whole local day; a time against a day column means that
 * time's local day. Bounds are turned into the column's own terms here, once, rather than the column in every row.
 */
export function datePredicate(
  state: CompileState,
  path: Path,
  sql: string,
  kind: DateKind,
  operator: Positive,
): string {
  const target = { sql, kind }
  const zone = state.catalogue.timeZone
  const compare = (value: unknown, comparison: (moment: Moment) => string): string => {
    const moment = typeof value === 'string' ? readMoment(value, zone) : undefined
    return moment
      ? comparison(kind === 'day' ? wholeDay(moment) : moment)
      : mistake(
          state,
          path,
          'value',
          `found ${JSON.stringify(value)}; expected a date such as 2026-03-01 or a time such as 2026-03-01T14:30`,
        )
  }
  const at = (moment: Moment['first']) => bound(state, moment, kind)
  const equals = (moment: Moment) =>
    moment.after ? `(${sql} >= ${at(moment.first)} and ${sql} < ${at(moment.after)})` : `${sql} = ${at(moment.first)}`
  const notBefore = (moment: Moment) => `${sql} >= ${at(moment.first)}`
  const notAfter = (moment: Moment) => (moment.after ? `${sql} < ${at(moment.after)}` : `${sql} <= ${at(moment.first)}`)

  switch (operator.name) {
    case 'equals':
      return compare(operator.value, equals)
    case 'in':
      return operator.value.length === 0
        ? 'false'
        : `(${operator.value.map((value) => compare(value, equals)).join(' or ')})`
    case 'greaterThan':
      return compare(operator.value, (moment) =>
        moment.after ? `${sql} >= ${at(moment.after)}` : `${sql} > ${at(moment.first)}`,
      )
    case 'greaterThanOrEqualTo':
      return compare(operator.value, notBefore)
    case 'lessThan':
      return compare(operator.value, (moment) => `${sql} < ${at(moment.first)}`)
    case 'lessThanOrEqualTo':
      return compare(operator.value, notAfter)
    case 'between': {
      const [from, to] = operator.value
      return `(${compare(from, notBefore)} and ${compare(to, notAfter)})`
    }
    case 'withinLast': {
      const now = localNow(state.now, zone)
      return since(state, target, unitsBack(now, operator.value.value, operator.value.unit))
    }
    case 'yearToDate': {
      const now = localNow(state.now, zone)
      return since(state, target, now.with({ month: 1, day: 1 }).startOfDay())
    }
    case 'dayOf':
      return part(state, path, target, 'day', operator.value, 1, 31)
    case 'monthOf':
      return part(state, path, target, 'month', operator.value, 1, 12, months)
    case 'yearOf':
      return part(state, path, target, 'year', operator.value, 1, 9999)
    case 'dayOfWeek':
      return part(state, path, target, 'isodow', operator.value, 1, 7, weekdays)
    case 'timeAt':
      return timeAt(state, path, target, operator.value)
    default:
      throw new Error(`operator ${operator.name} does not fit dates`)
  }
}

/** From a moment to now, both included, and never the future. A day column counts whole days. */
function since(state: CompileState, { sql, kind }: Target, from: Moment['first']): string {
  const now = localNow(state.now, state.catalogue.timeZone)
  return `(${sql} >= ${bound(state, from, kind)} and ${sql} <= ${bound(state, now, kind)})`
}

function bound(state: CompileState, moment: Moment['first'], kind: DateKind): string {
  const { text, type } = inColumn(moment, kind)
  return `${bind(state, text)}::${type}`
}

function wholeDay(moment: Moment): Moment {
  const first = moment.first.startOfDay()
  return { first, after: first.add({ days: 1 }) }
}

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

function part(
  state: CompileState,
  path: Path,
  target: Target,
  name: string,
  value: string | number,
  least: number,
  most: number,
  names: readonly string[] = [],
): string {
  const named = typeof value === 'string' ? names.indexOf(value.toLowerCase()) + 1 : value
  if (!Number.isInteger(named) || named < least || named > most) {
    const also = names.length > 0 ? ' or an English name' : ''
    return mistake(
      state,
      path,
      'value',
      `found ${JSON.stringify(value)}; expected a number from ${least} to ${most}${also}`,
    )
  }
  return `extract(${name} from ${localSql(state, target)}) = ${bind(state, named)}`
}

function timeAt(state: CompileState, path: Path, target: Target, value: string): string {
  const match = /^([01]\d|2[0-3]):([0-5]\d)(:[0-5]\d)?$/.exec(value)
  if (!match) return mistake(state, path, 'value', `found ${JSON.stringify(value)}; expected a time such as 14:30`)
  if (target.kind === 'day')
    return mistake(state, path, 'operator', 'timeAt needs a time of day, and this column holds whole days')
  return `strftime(${localSql(state, target)}, ${quoteText(match[3] ? '%H:%M:%S' : '%H:%M')}) = ${bind(state, value)}`
}

/** The column as local wall-clock time. */
function localSql(state: CompileState, { sql, kind }: Target): string {
  return kind === 'instant' ? `timezone(${quoteText(state.catalogue.timeZone)}, ${sql})` : sql
}

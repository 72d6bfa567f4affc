import { Temporal } from 'temporal-polyfill'
import type { Column, DateKind } from '../contract/catalogue.ts'
import type { TimeUnit } from '../contract/segment.ts'

/** A date as somebody wrote it: a whole day, a time on the wall of the environment, or a moment with its offset. */
export type DateValue =
  | { readonly kind: 'day'; readonly day: Temporal.PlainDate }
  | { readonly kind: 'local'; readonly local: Temporal.PlainDateTime }
  | { readonly kind: 'instant'; readonly instant: Temporal.Instant }

/** Where a value lies on a column: from `start` on; a whole day also ends, before `end`. ISO texts of the column's kind. */
export type DateSpan = { readonly start: string; readonly end?: string }

const dayShape = /^\d{4}-\d{2}-\d{2}$/
const timeShape = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?$/

/** Reads 2026-05-01, 2026-05-01T14:30 (the environment's time) or 2026-05-01T14:30:00Z; undefined when it is none of them. */
export function readDate(text: string): DateValue | undefined {
  try {
    // The first year is 1: the engine counts years before it otherwise.
    if (text.startsWith('0000')) return undefined
    if (dayShape.test(text)) return { kind: 'day', day: Temporal.PlainDate.from(text, { overflow: 'reject' }) }
    const shape = timeShape.exec(text)
    if (!shape) return undefined
    if (shape[3]) return { kind: 'instant', instant: Temporal.Instant.from(text) }
    return { kind: 'local', local: Temporal.PlainDateTime.from(text, { overflow: 'reject' }) }
  } catch {
    return undefined
  }
}

/** The span that a written date takes on a column of `kind`: a date against a time is that local day. */
export function spanOf(value: DateValue, kind: DateKind, zone: string): DateSpan {
  if (value.kind === 'day') {
    const next = value.day.add({ days: 1 })
    if (kind === 'day') return { start: value.day.toString() }
    if (kind === 'local') return { start: wall(value.day.toPlainDateTime()), end: wall(next.toPlainDateTime()) }
    return { start: moment(value.day.toZonedDateTime(zone)), end: moment(next.toZonedDateTime(zone)) }
  }
  const zoned = value.kind === 'local' ? value.local.toZonedDateTime(zone) : value.instant.toZonedDateTimeISO(zone)
  // A local time that the clock skips is kept as written where no zone comes in.
  const local = value.kind === 'local' ? value.local : zoned.toPlainDateTime()
  if (kind === 'day') return { start: local.toPlainDate().toString() }
  return { start: kind === 'local' ? wall(local) : moment(zoned) }
}

/** The span of a whole year. */
export function yearSpan(year: number, kind: DateKind, zone: string): Required<DateSpan> {
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 })
  const next = first.add({ years: 1 })
  if (kind === 'day') return { start: first.toString(), end: engineText(next.toString()) }
  if (kind === 'local') return { start: wall(first.toPlainDateTime()), end: wall(next.toPlainDateTime()) }
  return { start: moment(first.toZonedDateTime(zone)), end: moment(next.toZonedDateTime(zone)) }
}

/** The range of `withinLast`, both ends included: calendar units back from now, never the future. */
export function lastRange(amount: number, unit: TimeUnit, kind: DateKind, now: Date, zone: string): [string, string] {
  const zoned = zonedNow(now, zone)
  const reached = zoned.subtract(unit === 'quarters' ? { months: amount * 3 } : { [unit]: amount })
  const from = reached.year < 1 ? firstMoment : reached
  if (kind === 'day') return [from.toPlainDate().toString(), zoned.toPlainDate().toString()]
  if (kind === 'local') return [wall(from.toPlainDateTime()), wall(zoned.toPlainDateTime())]
  return [moment(from), moment(zoned)]
}

/** The range of `yearToDate`, both ends included: from the local start of the year to now. */
export function yearToDateRange(kind: DateKind, now: Date, zone: string): [string, string] {
  const zoned = zonedNow(now, zone)
  const start = Temporal.PlainDate.from({ year: zoned.year, month: 1, day: 1 })
  if (kind === 'day') return [start.toString(), zoned.toPlainDate().toString()]
  if (kind === 'local') return [wall(start.toPlainDateTime()), wall(zoned.toPlainDateTime())]
  return [moment(start.toZonedDateTime(zone)), moment(zoned)]
}

/** The day that `now` is in a zone. */
export function localDay(now: Date, zone: string): string {
  return zonedNow(now, zone).toPlainDate().toString()
}

/** What the column's dates are; a column that does not say holds days. */
export function dateKindOf(column: Pick<Column, 'dateKind'>): DateKind {
  return column.dateKind ?? 'day'
}

const firstMoment = Temporal.PlainDate.from('0001-01-02').toZonedDateTime('UTC')

function zonedNow(now: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
}

function wall(local: Temporal.PlainDateTime): string {
  return engineText(local.toString({ smallestUnit: 'microsecond' }))
}

function moment(zoned: Temporal.ZonedDateTime): string {
  return engineText(zoned.toInstant().toString({ smallestUnit: 'microsecond' }))
}

/** The day after 9999-12-31 is +010000-01-01 in ISO 8601 and 10000-01-01 for the engine. */
function engineText(iso: string): string {
  return iso.replace(/^\+0*/, '')
}

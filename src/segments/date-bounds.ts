import { Temporal } from 'temporal-polyfill'
import type { DateKind } from '../contract/catalogue.ts'
import type { TimeUnit } from '../contract/segment.ts'

/**
 * What somebody wrote as a date: a whole local day or an exact moment. `first` is the first moment that it covers and
 * `after` the first that it no longer covers; an exact moment has no `after`.
 */
export type Moment = { readonly first: Temporal.ZonedDateTime; readonly after?: Temporal.ZonedDateTime }

/** Reads `2026-03-01`, `2026-03-01T14:30` (the environment's zone) or a time with its own zone; undefined when it is none. */
export function readMoment(text: string, timeZone: string): Moment | undefined {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
      const day = Temporal.PlainDate.from(text, { overflow: 'reject' })
      return { first: day.toZonedDateTime(timeZone), after: day.add({ days: 1 }).toZonedDateTime(timeZone) }
    }
    const iso = text.replace(' ', 'T')
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(iso)) return undefined
    if (/(Z|[+-]\d{2}(:?\d{2})?)$/.test(iso)) {
      return { first: Temporal.Instant.from(iso).toZonedDateTimeISO(timeZone) }
    }
    return { first: Temporal.PlainDateTime.from(iso, { overflow: 'reject' }).toZonedDateTime(timeZone) }
  } catch {
    return undefined
  }
}

/** `now` in the environment's zone. */
export function localNow(now: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
}

/** `value` calendar units before `now`. A quarter is three months. */
export function unitsBack(now: Temporal.ZonedDateTime, value: number, unit: TimeUnit): Temporal.ZonedDateTime {
  return unit === 'quarters' ? now.subtract({ months: 3 * value }) : now.subtract({ [unit]: value })
}

/** A moment as a column of that kind stores it, and the engine's type for it. */
export function inColumn(moment: Temporal.ZonedDateTime, kind: DateKind): { text: string; type: string } {
  switch (kind) {
    case 'day':
      return { text: moment.toPlainDate().toString(), type: 'date' }
    case 'local':
      return { text: moment.toPlainDateTime().toString().replace('T', ' '), type: 'timestamp' }
    case 'instant':
      return { text: moment.toInstant().toString(), type: 'timestamptz' }
  }
}

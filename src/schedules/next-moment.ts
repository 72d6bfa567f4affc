import { Cron } from 'croner'
import { type Recurrence, type Weekday, weekdays } from '../contract/schedule.ts'

/**
 * The first moment after `after` at which something comes back, by the wall clock of an IANA time zone. A time that summer
 * time skips is the first minute that there is again, one that comes twice is the first of the two (decision Q17); what
 * repeats every hour does so in each hour that passes. Undefined when there is none.
 */
export function nextMoment(recurrence: Recurrence, timeZone: string, after: Date): Date | undefined {
  const { value } = momentsAfter(recurrence, timeZone, after).next()
  return value ?? undefined
}

/** The last moment at or before `until` and after `after`, of those at which something came back; undefined when there is none. */
export function lastMoment(recurrence: Recurrence, timeZone: string, after: Date, until: Date): Date | undefined {
  let last: Date | undefined
  for (const moment of momentsAfter(recurrence, timeZone, after)) {
    if (moment > until) break
    last = moment
  }
  return last
}

/** Every moment after `after` in order, without an end. */
export function* momentsAfter(recurrence: Recurrence, timeZone: string, after: Date): Generator<Date, undefined> {
  const patterns = patternsOf(recurrence).map((pattern) => {
    const times = new Cron(pattern, { timezone: timeZone, paused: true })
    return { times, next: times.nextRun(after) }
  })
  for (;;) {
    const next = Math.min(...patterns.flatMap((pattern) => pattern.next?.getTime() ?? []))
    if (next === Infinity) return undefined
    const moment = new Date(next)
    yield moment
    // Looking for the next time costs the most by far, so that only those that had theirs do.
    for (const pattern of patterns) {
      if (pattern.next?.getTime() === next) pattern.next = pattern.times.nextRun(moment)
    }
  }
}

/** One pattern a time of the day: croner lets hours and minutes in one pattern only multiply. */
function patternsOf(recurrence: Recurrence): string[] {
  switch (recurrence.repeat) {
    case 'hourly': {
      const { everyHours = 1, minute = 0 } = recurrence
      return hoursOf(everyHours).map((hour) => `${minute} ${hour} * * *`)
    }
    case 'daily':
      return recurrence.times.map((time) => `${clockOf(time)} * * *`)
    case 'weekly':
      return recurrence.times.map((time) => `${clockOf(time)} * * ${recurrence.days.map(weekdayOf).join(',')}`)
    case 'monthly':
      return recurrence.times.map((time) => `${clockOf(time)} ${recurrence.days.map(monthDayOf).join(',')} * *`)
    default:
      return recurrence satisfies never
  }
}

/** Each by its name rather than all by a step, so that a skipped one is made up for; every hour needs no making up. */
function hoursOf(everyHours: number): readonly (number | '*')[] {
  return everyHours === 1 ? ['*'] : Array.from({ length: 24 / everyHours }, (_, at) => at * everyHours)
}

function clockOf(time: string): string {
  const [hour, minute] = time.split(':').map(Number)
  return `${minute} ${hour}`
}

function weekdayOf(day: Weekday): number {
  return (weekdays.indexOf(day) + 1) % 7
}

function monthDayOf(day: number | 'last'): string {
  return day === 'last' ? 'L' : String(day)
}

import type { EnvironmentDefinition } from '../contract/definitions.ts'
import type { ExportSchedule, OwnSchedule, Recurrence, RefreshSchedule } from '../contract/schedule.ts'
import { type SegmentSchedule, type Weekday, weekdays } from '../contract/schedule.ts'
import { momentsAfter } from './next-moment.ts'

/** When something runs by itself: the wall clock it follows, and what becomes of times that are missed. */
export type Timetable = {
  readonly recurrence: Recurrence
  readonly timeZone: string
  readonly missed: 'run' | 'skip'
}

/** The timetable of the system refresh; undefined while it is off, as it is unless somebody turns it on. */
export function refreshTimetable({ refresh, timeZone }: EnvironmentDefinition): Timetable | undefined {
  return refresh && isActive(refresh) ? timetableOf(recurrenceOf(refresh), refresh, timeZone) : undefined
}

/** The timetable of an export with times of its own; undefined for one that is off or goes along with the system refresh. */
export function exportTimetable(
  schedule: ExportSchedule | undefined,
  { timeZone }: Pick<EnvironmentDefinition, 'timeZone'>,
): Timetable | undefined {
  return hasOwnTimes(schedule) && isActive(schedule) ? timetableOf(schedule, schedule, timeZone) : undefined
}

export function hasOwnTimes(schedule: ExportSchedule | undefined): schedule is OwnSchedule {
  return typeof schedule === 'object'
}

/** Whether an export ever runs by itself, and with "run all" (feature map, X9). */
export function isScheduled(schedule: ExportSchedule | undefined): boolean {
  return hasOwnTimes(schedule) ? isActive(schedule) : schedule !== 'off'
}

/** The system refresh's days and times as a recurrence; weekly unless told. */
export function recurrenceOf({ repeat = 'weekly', days = [], times }: RefreshSchedule): Recurrence {
  return repeat === 'daily' ? { repeat, times } : { repeat, days, times }
}

/** Whether a segment takes part in a system refresh that was due at `at`, by the calendar of that refresh. */
export function isSegmentDue(schedule: SegmentSchedule | undefined, timeZone: string, at: Date): boolean {
  if (schedule === undefined) return true
  if (schedule === 'manual') return false
  return meets(schedule, dayIn(timeZone, at))
}

/** A day of the calendar: the day of the week, the day of the month, and how many days its month has. */
export type CalendarDay = { readonly weekday: Weekday; readonly day: number; readonly daysInMonth: number }

export function meets(
  schedule: Exclude<SegmentSchedule, 'manual'>,
  { weekday, day, daysInMonth }: CalendarDay,
): boolean {
  if (schedule.repeat === 'weekly') return schedule.days.includes(weekday)
  return schedule.days.some((each) => (each === 'last' ? day === daysInMonth : each === day))
}

/** The days from `at` on that a recurrence and a segment's days have in common, as the moments of the recurrence on them. */
export function* segmentMoments(
  { recurrence, timeZone }: Timetable,
  schedule: Exclude<SegmentSchedule, 'manual'>,
  after: Date,
): Generator<Date, undefined> {
  const { year, month, day } = dateIn(timeZone, after)
  // The calendar is walked and not the moments, of which there may be thousands in between; in 28 years each date meets each weekday.
  for (let ahead = 0; ahead < 28 * 366; ahead += 1) {
    const date = new Date(Date.UTC(year, month - 1, day + ahead))
    const here = calendarDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
    if (!isRecurrenceDay(recurrence, here) || !meets(schedule, here)) continue
    // No zone is a whole day from UTC.
    const before = new Date(Math.max(after.getTime(), date.getTime() - 24 * 3_600_000))
    for (const moment of momentsAfter(recurrence, timeZone, before)) {
      if (moment.getTime() > date.getTime() + 48 * 3_600_000) break
      const its = dateIn(timeZone, moment)
      if (Date.UTC(its.year, its.month - 1, its.day) === date.getTime()) yield moment
    }
  }
  return undefined
}

function isRecurrenceDay(recurrence: Recurrence, day: CalendarDay): boolean {
  return recurrence.repeat === 'weekly' || recurrence.repeat === 'monthly' ? meets(recurrence, day) : true
}

function dayIn(timeZone: string, at: Date): CalendarDay {
  const { year, month, day } = dateIn(timeZone, at)
  return calendarDay(year, month, day)
}

function dateIn(timeZone: string, at: Date): { readonly year: number; readonly month: number; readonly day: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  return { year: part('year'), month: part('month'), day: part('day') }
}

/** The day of a date; months count from 1. */
export function calendarDay(year: number, month: number, day: number): CalendarDay {
  const weekday = weekdays[(new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7]
  if (!weekday) throw new RangeError(`${year}-${month}-${day} is no date`)
  return { weekday, day, daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate() }
}

function isActive({ active = true }: { readonly active?: boolean }): boolean {
  return active
}

function timetableOf(
  recurrence: Recurrence,
  { timeZone, missed = 'run' }: Pick<OwnSchedule, 'timeZone' | 'missed'>,
  zone: string,
): Timetable {
  return { recurrence, timeZone: timeZone ?? zone, missed }
}

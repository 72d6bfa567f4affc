import type { EnvironmentDefinition } from '../contract/definitions.ts'
import type { ExportSchedule, OwnSchedule, Recurrence, RefreshSchedule } from '../contract/schedule.ts'
import { type SegmentSchedule, type Weekday, weekdays } from '../contract/schedule.ts'

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

function dayIn(timeZone: string, at: Date): CalendarDay {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  return calendarDay(part('year'), part('month'), part('day'))
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

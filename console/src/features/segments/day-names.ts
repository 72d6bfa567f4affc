import type { Weekday } from '../../../../src/contract/schedule.ts'

/** The days of the week in the order in which people list them. */
export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const satisfies readonly Weekday[]

// 5 January 2026 is a Monday.
const monday = Date.UTC(2026, 0, 5)

/** A day of the week, 0 being Monday, as this language calls it. */
export function dayName(day: number, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(monday + day * 86_400_000)
}

/** A month, 1 to 12, as this language calls it. */
export function monthName(month: number, language: string): string {
  return new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, month - 1, 1))
}

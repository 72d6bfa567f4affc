import type { Language } from '../contract/language.ts'
import type { ExportSchedule, MonthDay, Recurrence, SegmentSchedule, Weekday } from '../contract/schedule.ts'

const words = {
  en: {
    off: 'Only when somebody runs it',
    manual: 'Only when somebody refreshes it',
    withRefresh: 'With every system refresh',
    stopped: 'Stopped; it would be:',
    everyHour: (minute: string) => `Every hour, ${minute} minutes past`,
    everyHours: (hours: number, minute: string) => `Every ${hours} hours from midnight, ${minute} minutes past`,
    daily: 'Every day',
    weekly: (days: string) => `Every ${days}`,
    monthly: (days: string) => `On ${days} of the month`,
    at: (times: string) => `at ${times}`,
    only: (days: string) => `With the system refreshes on ${days}`,
    last: 'the last day',
    ordinal: (day: number) => `${day}${ending(day)}`,
    the: 'the ',
  },
  da: {
    off: 'Kun når nogen kører den',
    manual: 'Kun når nogen opdaterer det',
    withRefresh: 'Ved hver systemopdatering',
    stopped: 'Standset; ellers:',
    everyHour: (minute: string) => `Hver time, ${minute} minutter over`,
    everyHours: (hours: number, minute: string) => `Hver ${hours}. time fra midnat, ${minute} minutter over`,
    daily: 'Hver dag',
    weekly: (days: string) => `Hver ${days}`,
    monthly: (days: string) => `Den ${days} i måneden`,
    at: (times: string) => `kl. ${times}`,
    only: (days: string) => `Ved systemopdateringerne ${days}`,
    last: 'sidste dag',
    ordinal: (day: number) => `${day}.`,
    the: 'den ',
  },
} as const

/** When an export runs by itself, in words. `timeZone` is the environment's, for times that have no zone of their own. */
export function describeExportSchedule(
  schedule: ExportSchedule | undefined,
  timeZone: string,
  language: Language = 'en',
): string {
  const { off, withRefresh } = words[language]
  if (schedule === undefined || schedule === 'system refresh') return withRefresh
  if (schedule === 'off') return off
  return describeTimes(schedule, timeZone, language)
}

/** On which system refreshes a segment is refreshed, in words. */
export function describeSegmentSchedule(schedule: SegmentSchedule | undefined, language: Language = 'en'): string {
  const { manual, withRefresh, only, the } = words[language]
  if (schedule === undefined) return withRefresh
  if (schedule === 'manual') return manual
  if (schedule.repeat === 'weekly')
    return only(
      list(
        schedule.days.map((day) => nameOf(day, language)),
        language,
      ),
    )
  const days = list(monthDays(schedule.days, language), language)
  return only(language === 'en' ? `${days} of the month` : `${the}${days} i måneden`)
}

/** A recurrence with its times and their zone, in words; one that is stopped says so first. */
export function describeTimes(
  schedule: Recurrence & { readonly active?: boolean; readonly timeZone?: string },
  timeZone: string,
  language: Language = 'en',
): string {
  const told = describeRecurrence(schedule, schedule.timeZone ?? timeZone, language)
  return schedule.active === false ? `${words[language].stopped} ${lowerFirst(told)}` : told
}

function describeRecurrence(recurrence: Recurrence, timeZone: string, language: Language): string {
  const { everyHour, everyHours, daily, weekly, monthly, at } = words[language]
  const zone = `(${timeZone})`
  switch (recurrence.repeat) {
    case 'hourly': {
      const { everyHours: hours = 1, minute = 0 } = recurrence
      const past = String(minute)
      return hours === 1 ? everyHour(past) : `${everyHours(hours, past)} ${zone}`
    }
    case 'daily':
      return `${daily} ${at(list(recurrence.times, language))} ${zone}`
    case 'weekly': {
      const days = list(
        recurrence.days.map((day) => nameOf(day, language)),
        language,
      )
      return `${weekly(days)} ${at(list(recurrence.times, language))} ${zone}`
    }
    case 'monthly': {
      const days = list(monthDays(recurrence.days, language), language)
      return `${monthly(days)} ${at(list(recurrence.times, language))} ${zone}`
    }
    default:
      return recurrence satisfies never
  }
}

function monthDays(days: readonly MonthDay[], language: Language): string[] {
  const { ordinal, last } = words[language]
  return days.map((day) => (day === 'last' ? last : language === 'en' ? `the ${ordinal(day)}` : ordinal(day)))
}

/** English names of days begin with a capital; Danish ones do not. */
function nameOf(day: Weekday, language: Language): string {
  if (language === 'en') return day.charAt(0).toUpperCase() + day.slice(1)
  return danish[day]
}

const danish: Readonly<Record<Weekday, string>> = {
  monday: 'mandag',
  tuesday: 'tirsdag',
  wednesday: 'onsdag',
  thursday: 'torsdag',
  friday: 'fredag',
  saturday: 'lørdag',
  sunday: 'søndag',
}

function list(items: readonly string[], language: Language): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(items)
}

function ending(day: number): string {
  const kind = new Intl.PluralRules('en', { type: 'ordinal' }).select(day)
  return { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' }[kind]
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

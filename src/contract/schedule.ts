import { z } from 'zod'
import { said } from '../lib/said.ts'
import { timeZoneName } from './time-zone.ts'

/** The days of the week in the order in which people list them. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

export type Weekday = (typeof weekdays)[number]

/** A day of the month by its number, or the last one whatever its number. Months without the day are passed over. */
export type MonthDay = number | 'last'

/** Times of the day as people write them, `06:30`. */
type Times = { readonly times: readonly string[] }

/** When something comes back, by the wall clock of a time zone. */
export type Recurrence =
  /** At this minute (0 unless told) of every hour that is a multiple of `everyHours` (1 unless told), from midnight on. */
  | { readonly repeat: 'hourly'; readonly everyHours?: number; readonly minute?: number }
  | ({ readonly repeat: 'daily' } & Times)
  | ({ readonly repeat: 'weekly'; readonly days: readonly Weekday[] } & Times)
  | ({ readonly repeat: 'monthly'; readonly days: readonly MonthDay[] } & Times)

/** What every schedule with a time of its own says beside when it comes back. */
type ScheduleExtras = {
  /** False keeps the schedule and stops it. */
  readonly active?: boolean
  /** IANA zone of its times; the environment's unless told. */
  readonly timeZone?: string
  /** What becomes of a time at which no server ran: it is made up for once (default), or left out. */
  readonly missed?: 'run' | 'skip'
}

/** The times of an export that does not go along with the system refresh (feature map, X6). */
export type OwnSchedule = Recurrence & ScheduleExtras

/** `system refresh` (default): with every scheduled one. `off`: by hand only. Otherwise at times of its own. */
export type ExportSchedule = 'system refresh' | 'off' | OwnSchedule

/** The schedule of sources, profiles, segments and exports together (feature map, T1). Without one there is none. */
export type RefreshSchedule = ScheduleExtras &
  Times & { readonly repeat?: 'weekly' | 'daily'; readonly days?: readonly Weekday[] }

/** On which days' system refreshes a segment takes part (feature map, M9); `manual`: in none. */
export type SegmentSchedule =
  | 'manual'
  | { readonly repeat: 'weekly'; readonly days: readonly Weekday[] }
  | { readonly repeat: 'monthly'; readonly days: readonly MonthDay[] }

/** So many times a day at most (feature map, T1). */
const mostTimes = 4

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, said`expected a time of the day in quotes, such as '06:30'`)
const times = z
  .array(time)
  .min(1, 'expected at least one time')
  .max(mostTimes, `expected at most ${mostTimes} times a day`)
  .readonly()
  .describe("The times of the day at which it begins, up to four: ['06:00', '12:30']")
const weekday = z.enum(weekdays)
const anyDay = said`expected a day of the week (monday), a day of the month from 1 to 31, or last`
const monthDay = z.union([
  z.int().min(1, said`expected a day from 1 to 31`).max(31, said`expected a day from 1 to 31`),
  z.literal('last'),
])
const day = z.union([weekday, monthDay], anyDay)
const extras = {
  active: z.boolean().exactOptional().describe('false keeps the schedule and stops it. Default true'),
  timeZone: timeZoneName
    .exactOptional()
    .describe("IANA time zone of the times, for example Europe/Copenhagen. Default the environment's"),
  missed: z
    .enum(['run', 'skip'])
    .exactOptional()
    .describe('A time at which no server ran: it is made up for once on start (run, default), or left out (skip)'),
}

export const refreshScheduleSchema = z
  .strictObject({
    repeat: z.enum(['weekly', 'daily']).exactOptional().describe('Default weekly'),
    days: z
      .array(weekday)
      .min(1, 'expected at least one day')
      .readonly()
      .exactOptional()
      .describe('The days of the week, when it repeats weekly: [monday, thursday]'),
    times,
    ...extras,
  })
  .check(({ value, issues }) => {
    for (const issue of [...daysIssues(value.repeat ?? 'weekly', value.days), ...twice('times', value.times)])
      issues.push({ code: 'custom', input: value, ...issue })
  })
  .describe('When sources, profiles, segments and exports are refreshed together. Without it they are not')

const ownScheduleShape = z
  .strictObject({
    repeat: z.enum(['hourly', 'daily', 'weekly', 'monthly']).describe('hourly, daily, weekly or monthly'),
    everyHours: z
      .literal([1, 2, 3, 4, 6, 8, 12])
      .exactOptional()
      .describe('For hourly: 1, 2, 3, 4, 6, 8 or 12 hours, counted from midnight. Default 1'),
    minute: z
      .int()
      .min(0, 'expected a minute from 0 to 59')
      .max(59, 'expected a minute from 0 to 59')
      .exactOptional()
      .describe('For hourly: the minute of the hour. Default 0'),
    days: z
      .array(day)
      .min(1, 'expected at least one day')
      .readonly()
      .exactOptional()
      .describe('For weekly: days of the week. For monthly: days of the month from 1 to 31, or last'),
    times: times.exactOptional(),
    ...extras,
  })
  .check(({ value, issues }) => {
    const found = [
      ...daysIssues(value.repeat, value.days),
      ...timesIssues(value.repeat, value.times),
      ...(value.repeat === 'hourly' ? [] : onlyHourly(value)),
    ]
    for (const issue of found) issues.push({ code: 'custom', input: value, ...issue })
  })
  .describe('Times of its own')

/** The checks of the shape leave what `OwnSchedule` tells apart; zod cannot know it from them. */
export const ownScheduleSchema = ownScheduleShape as unknown as z.ZodType<OwnSchedule, OwnSchedule>

export const exportScheduleSchema = z
  .union([z.enum(['system refresh', 'off']), ownScheduleSchema])
  .describe('When it runs: with every system refresh (default), off (by hand only), or at times of its own')

const segmentScheduleShape = z
  .strictObject({
    repeat: z.enum(['weekly', 'monthly']).describe('weekly or monthly'),
    days: z.array(day).min(1, said`expected at least one day`).readonly(),
  })
  .check(({ value, issues }) => {
    for (const issue of daysIssues(value.repeat, value.days)) issues.push({ code: 'custom', input: value, ...issue })
  })

export const segmentScheduleSchema = z
  .union([
    z.literal('manual'),
    segmentScheduleShape as unknown as z.ZodType<
      Exclude<SegmentSchedule, 'manual'>,
      Exclude<SegmentSchedule, 'manual'>
    >,
  ])
  .describe(
    'On which days it goes along with the system refresh: { repeat: weekly, days: [monday] }, { repeat: monthly, days: [1, 15, last] }, or manual. Default with every one',
  )

type Issue = { readonly path: PropertyKey[]; readonly message: string }

function daysIssues(repeat: string, days: readonly (Weekday | MonthDay)[] | undefined): Issue[] {
  if (repeat === 'hourly' || repeat === 'daily') {
    return days
      ? [{ path: ['days'], message: said`what repeats ${repeat} has no days; leave them out, or repeat weekly` }]
      : []
  }
  if (!days) return [{ path: ['days'], message: said`expected the days on which it repeats: ${example(repeat)}` }]
  const fits = (day: Weekday | MonthDay) => weekdays.some((each) => each === day) === (repeat === 'weekly')
  return [
    ...days.flatMap((day, at) =>
      fits(day)
        ? []
        : [{ path: ['days', at], message: said`what repeats ${repeat} has days such as ${example(repeat)}` }],
    ),
    ...twice('days', days),
  ]
}

function example(repeat: string): string {
  return repeat === 'monthly' ? '[1, 15, last]' : '[monday, thursday]'
}

function timesIssues(repeat: string, times: readonly string[] | undefined): Issue[] {
  if (repeat === 'hourly') {
    return times ? [{ path: ['times'], message: said`what repeats hourly has a minute (minute: 15) and no times` }] : []
  }
  if (!times) return [{ path: ['times'], message: said`expected the times at which it begins: ['06:30']` }]
  return twice('times', times)
}

function onlyHourly(value: {
  readonly everyHours?: number
  readonly minute?: number
  readonly repeat: string
}): Issue[] {
  return (['everyHours', 'minute'] as const).flatMap((key) =>
    value[key] === undefined
      ? []
      : [{ path: [key], message: said`belongs to what repeats hourly, and this repeats ${value.repeat}` }],
  )
}

function twice(key: string, values: readonly unknown[]): Issue[] {
  return values.flatMap((value, at) =>
    values.indexOf(value) < at ? [{ path: [key, at], message: said`${String(value)} stands here twice` }] : [],
  )
}

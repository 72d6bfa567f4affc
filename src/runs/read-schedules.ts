import type { Definitions } from '../contract/definitions.ts'
import type { Language } from '../contract/language.ts'
import type { ExportSchedule, RefreshSchedule, SegmentSchedule } from '../contract/schedule.ts'
import { isTimeZone } from '../contract/time-zone.ts'
import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { describeExportSchedule, describeSegmentSchedule, describeTimes } from '../schedules/describe-schedule.ts'
import { momentsAfter } from '../schedules/next-moment.ts'
import {
  exportTimetable,
  hasOwnTimes,
  isScheduled,
  recurrenceOf,
  refreshTimetable,
  segmentMoments,
  type Timetable,
} from '../schedules/timetable.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

/** What is known of something that runs by itself beside its schedule. */
export type Times = {
  /** The schedule in words. */
  readonly sentence: string
  /** Whether it runs by itself at all. */
  readonly active: boolean
  /** The next times, five at most. */
  readonly next: readonly Date[]
  /** The time that was due last. */
  readonly last: Date | null
  /** The last time that went by while no server ran, until one is met again, and whether it was made up for. */
  readonly missed: { readonly at: Date; readonly ran: boolean } | null
  /** Whether it is due, and waits for the refresh that is under way. */
  readonly waits: boolean
}

export type Schedules = {
  readonly refresh: Times & { readonly schedule: RefreshSchedule | null }
  readonly exports: readonly (Times & { readonly name: string; readonly schedule: ExportSchedule })[]
  readonly segments: readonly (Times & {
    readonly name: string
    readonly schedule: SegmentSchedule | null
    /** Whether system refreshes take it along: not what is inactive, static or by hand. */
    readonly goesAlong: boolean
  })[]
}

type Asked = { readonly language?: Language /** How many next times; 5 unless told. */; readonly count?: number }

/** Every schedule with its next times, as the definitions have them; variables where they are set. */
export async function readSchedules(
  { db, clock }: Needs,
  definitions: Definitions,
  { language = 'en', count = 5 }: Asked = {},
): Promise<Schedules> {
  const { environment, exports, segments } = definitions
  const rows = new Map((await db.selectFrom('schedules').selectAll().execute()).map((row) => [row.subject, row]))
  const now = clock.now()
  const met = (subject: string): Pick<Times, 'last' | 'missed' | 'waits'> => {
    const row = rows.get(subject)
    return {
      last: row?.last_at ?? null,
      missed: row?.missed_at ? { at: row.missed_at, ran: row.missed_ran ?? false } : null,
      waits: row?.waiting_since != null,
    }
  }
  const system = usable(refreshTimetable(environment))
  const withRefresh = system ? nextTimes(system, now, count) : []
  const { refresh } = environment
  return {
    refresh: {
      schedule: refresh ?? null,
      sentence: refresh
        ? describeTimes({ ...refresh, ...recurrenceOf(refresh) }, environment.timeZone, language)
        : describeExportSchedule('off', environment.timeZone, language),
      active: system !== undefined,
      next: withRefresh,
      ...met('refresh'),
    },
    exports: Object.entries(exports).map(([name, { schedule = 'system refresh' }]) => {
      const own = usable(exportTimetable(schedule, environment))
      const next = own ? nextTimes(own, now, count) : isScheduled(schedule) && !hasOwnTimes(schedule) ? withRefresh : []
      const sentence = describeExportSchedule(schedule, environment.timeZone, language)
      return {
        name,
        schedule,
        sentence,
        active: next.length > 0,
        next,
        ...met(hasOwnTimes(schedule) ? `export:${name}` : 'refresh'),
      }
    }),
    segments: Object.entries(segments).map(([name, { schedule, state, type }]) => {
      const goesAlong = state !== 'inactive' && type !== 'static' && schedule !== 'manual'
      const next =
        !system || !goesAlong
          ? []
          : schedule === undefined
            ? withRefresh
            : first(count, segmentMoments(system, schedule, now))
      const sentence = describeSegmentSchedule(schedule, language)
      return { name, schedule: schedule ?? null, goesAlong, sentence, active: next.length > 0, next, ...met('refresh') }
    }),
  }
}

/** A zone that stands in a variable nobody has set has no times. */
function usable(timetable: Timetable | undefined): Timetable | undefined {
  return timetable && isTimeZone(timetable.timeZone) ? timetable : undefined
}

function nextTimes({ recurrence, timeZone }: Timetable, after: Date, count: number): Date[] {
  return first(count, momentsAfter(recurrence, timeZone, after))
}

function first(count: number, moments: Iterable<Date>): Date[] {
  const found: Date[] = []
  for (const moment of moments) {
    found.push(moment)
    if (found.length === count) break
  }
  return found
}

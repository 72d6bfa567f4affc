import type { Definitions } from '../contract/definitions.ts'
import type { RefreshSchedule, SegmentSchedule } from '../contract/schedule.ts'
import type { SegmentDefinition } from '../contract/segment.ts'
import { said } from '../lib/said.ts'
import { calendarDay, hasOwnTimes, isScheduled, meets, refreshTimetable } from './timetable.ts'

/** A schedule by which something does not run, or hardly ever, with what to do. */
export type ScheduleWarning = {
  readonly path: readonly PropertyKey[]
  readonly kind: 'export' | 'segment'
  readonly name: string
  readonly message: string
}

/** In 28 years every date has fallen on every day of the week alike. */
const cycleYears = 28
/** Fewer refreshes a year than this are worth a word. */
const seldom = 4

/**
 * The schedules that somebody wrote and by which nothing happens, since they go along with a system refresh that is off or
 * never comes on their days (feature map, B3). What goes along with it unasked is not told of: it runs when it is run.
 */
export function schedulesThatNeverRun({ environment, exports, segments }: Definitions): ScheduleWarning[] {
  const refresh = refreshTimetable(environment) && environment.refresh
  const ofSegments = Object.entries(segments).flatMap(([name, segment]): ScheduleWarning[] => {
    const message = segment.state === 'inactive' ? undefined : messageOf(segment, refresh)
    return message ? [{ path: ['segments', name, 'schedule'], kind: 'segment', name, message }] : []
  })
  const ofExports = Object.entries(exports).flatMap(([name, { schedule }]): ScheduleWarning[] =>
    schedule === 'system refresh' && !refresh
      ? [
          {
            path: ['exports', name, 'schedule'],
            kind: 'export',
            name,
            message: offMessage,
          },
        ]
      : [],
  )
  return [...ofSegments, ...ofExports]
}

/**
 * What ran by itself before a change and does not any more after it: what is told to whoever makes the change, with the names
 * of everything that it stops.
 */
export function schedulesStoppedBy(before: Definitions, after: Definitions): ScheduleWarning[] {
  const told = new Set(schedulesThatNeverRun(before).map(keyOf))
  const never = schedulesThatNeverRun(after).filter((each) => !told.has(keyOf(each)))
  if (!refreshTimetable(before.environment) || refreshTimetable(after.environment)) return never
  const unasked = [
    ...Object.entries(after.segments)
      .filter(([, { schedule, state, type }]) => schedule === undefined && state !== 'inactive' && type !== 'static')
      .map(([name]) => ({ kind: 'segment' as const, name })),
    ...Object.entries(after.exports)
      .filter(([, { schedule }]) => isScheduled(schedule) && !hasOwnTimes(schedule))
      .map(([name]) => ({ kind: 'export' as const, name })),
  ]
  const known = new Set(never.map(keyOf))
  const stopped = unasked
    .map(({ kind, name }) => ({
      path: [kind === 'export' ? 'exports' : 'segments', name, 'schedule'],
      kind,
      name,
      message: said`went along with the system refresh, and does not run by itself any more`,
    }))
    .filter((each) => !known.has(keyOf(each)))
  return [...never, ...stopped]
}

const offMessage = said`goes along with the system refresh, which is off (environment.refresh), so that nothing happens by itself`

function keyOf({ kind, name, message }: ScheduleWarning): string {
  return `${kind}/${name}: ${message}`
}

/** What is wrong with a segment's schedule; undefined when its days come often enough. */
function messageOf({ schedule, type }: SegmentDefinition, refresh: RefreshSchedule | undefined): string | undefined {
  if (schedule === undefined || schedule === 'manual') return undefined
  if (type === 'static') return said`has no effect, since the segment is static and refreshed by hand only`
  if (!refresh) return offMessage
  const days = meetingsInCycle(schedule, refresh)
  if (days === 0) {
    return said`its days are never those of the system refresh (${refreshDays(refresh)}), with which it goes along, so it is never refreshed`
  }
  if (days >= seldom * cycleYears) return undefined
  const often =
    days >= 2 * cycleYears ? said`about ${Math.round(days / cycleYears)} times a year` : said`once a year or less`
  return said`its days are those of the system refresh (${refreshDays(refresh)}) only ${often}, and no other day refreshes it`
}

function meetingsInCycle(schedule: Exclude<SegmentSchedule, 'manual'>, refresh: RefreshSchedule): number {
  let meetings = 0
  for (let day = 1; day <= cycleYears * 365.25; day += 1) {
    const date = new Date(Date.UTC(2001, 0, day))
    const here = calendarDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
    const isRefreshDay = refresh.repeat === 'daily' || refresh.days?.includes(here.weekday)
    if (isRefreshDay && meets(schedule, here)) meetings += 1
  }
  return meetings
}

function refreshDays({ repeat, days = [] }: RefreshSchedule): string {
  return repeat === 'daily' ? said`every day` : days.join(', ')
}

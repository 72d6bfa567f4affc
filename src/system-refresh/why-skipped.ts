import { requireConnected } from '../connections/connection-state.ts'
import { requireExportUser } from '../connections/export-user.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { sourcesOfProfiles } from '../definitions/profile-sources.ts'
import { requireConnection } from '../exports/plan/require-connection.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import { hasOwnTimes, isScheduled, isSegmentDue } from '../schedules/timetable.ts'
import type { RefreshRow, TaskRow } from './refresh-store.ts'
import { upstreamOf } from './upstream-of.ts'

/** Why a task is not even attempted: a code, and a sentence that names what it is about. */
export type Skip = { readonly reason: string; readonly message: string }

/** Which calendar the refresh is of, for segments that have days of their own. */
export type RefreshDay = { readonly timeZone: string; readonly at: Date }

/** Why the profiles cannot be brought up to date, or undefined when they can. */
export function whyProfilesSkipped({ profiles }: Definitions, tasks: readonly TaskRow[]): Skip | undefined {
  const sources = sourcesOfProfiles(profiles)
  const failed = failedAmong(tasks, 'source').find(({ name }) => sources.includes(name))
  return failed && upstreamFailed(said`The profiles come from source "${failed.name}"`)
}

/**
 * Why a segment is left as it is. One that somebody asked for by name is refreshed whatever its type and its schedule say,
 * unless it is inactive; one refreshed along with everything by hand, unless it is by hand only (feature map, M4, M9).
 */
export function whySegmentSkipped(
  definitions: Definitions,
  refresh: RefreshRow,
  tasks: readonly TaskRow[],
  name: string,
  day: RefreshDay,
): Skip | undefined {
  const definition = Object.hasOwn(definitions.segments, name) ? definitions.segments[name] : undefined
  if (!definition) return notFound(said`segment "${name}"`)
  const { state, type, schedule } = definition
  if (state === 'inactive') return { reason: 'segment_inactive', message: said`Segment "${name}" is inactive.` }
  if (refresh.scope === null) {
    if (type === 'static') return { reason: 'segment_static', message: said`Segment "${name}" is static.` }
    if (schedule === 'manual')
      return { reason: 'segment_manual', message: said`Segment "${name}" is refreshed by hand only.` }
    if (refresh.trigger === 'schedule' && !isSegmentDue(schedule, day.timeZone, day.at)) {
      return { reason: 'not_due', message: said`Segment "${name}" is not due on this day by its own schedule.` }
    }
  }
  const upstream = upstreamOf(definitions, name)
  const source = failedAmong(tasks, 'source').find((task) => upstream.sources.has(task.name))
  if (source) return upstreamFailed(said`Segment "${name}" reads source "${source.name}"`)
  if (failedAmong(tasks, 'profiles').length > 0) return upstreamFailed(said`Segment "${name}" picks from the profiles`)
  const segment = failedAmong(tasks, 'segment').find((task) => upstream.segments.has(task.name))
  return segment && upstreamFailed(said`Segment "${name}" names segment "${segment.name}"`)
}

/** Why an export is not run along with the refresh: its schedule, its connection, or what it goes out from. */
export async function whyExportSkipped(
  db: Db,
  definitions: Definitions,
  tasks: readonly TaskRow[],
  name: string,
): Promise<Skip | undefined> {
  const definition = Object.hasOwn(definitions.exports, name) ? definitions.exports[name] : undefined
  if (!definition) return notFound(said`export "${name}"`)
  const { schedule, segments } = definition
  if (!isScheduled(schedule)) {
    return { reason: 'schedule_off', message: said`Export "${name}" runs by hand only: its schedule is off.` }
  }
  if (hasOwnTimes(schedule)) {
    return { reason: 'own_schedule', message: said`Export "${name}" runs at times of its own.` }
  }
  const unusable = await whyUnusable(db, name, definition)
  if (unusable) return unusable
  // A run reads every source, so that one which failed would end it all the same.
  const [source] = failedAmong(tasks, 'source')
  if (source) return upstreamFailed(said`Export "${name}" goes out from source "${source.name}"`)
  if (failedAmong(tasks, 'profiles').length > 0)
    return upstreamFailed(said`Export "${name}" goes out from the profiles`)
  const segment = failedAmong(tasks, 'segment').find((task) => segments.includes(task.name))
  return segment && upstreamFailed(said`Export "${name}" delivers segment "${segment.name}"`)
}

async function whyUnusable(
  db: Db,
  name: string,
  definition: Definitions['exports'][string],
): Promise<Skip | undefined> {
  try {
    const connection = requireConnection(name, definition)
    await requireConnected(db, connection)
    await requireExportUser(db, connection)
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    return { reason: thrown.code, message: thrown.message }
  }
}

/** The tasks of a kind that did not bring their thing up to date, though they should have. */
function failedAmong(tasks: readonly TaskRow[], kind: TaskRow['kind']): TaskRow[] {
  return tasks.filter(
    (task) =>
      task.kind === kind &&
      task.finished_at !== null &&
      (task.status === 'Failed (permanent)' || (task.status === 'Skipped' && task.reason === 'upstream_failed')),
  )
}

function upstreamFailed(what: string): Skip {
  return { reason: 'upstream_failed', message: said`${what}, which could not be refreshed.` }
}

function notFound(what: string): Skip {
  return { reason: 'not_found', message: said`There is no ${what} any more.` }
}

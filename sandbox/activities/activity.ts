import { isoSecond } from '../clock.ts'
import type { ActivityFault } from '../faults/activity-faults.ts'
import { newUuid } from '../ids.ts'
import type { Unknowns } from '../unknowns.ts'

export type ActivityState = 'initialized' | 'processing' | 'completed' | 'cancelled' | 'failed' | 'timed_out'

/** What an activity's work came to. Errors are texts (imports) or objects (everything else), as the contract has them. */
export type ActivityResult = {
  counters: Readonly<Record<string, number>>
  errors: readonly string[]
  failed?: boolean
}

export type Activity = {
  readonly id: string
  readonly kind: string
  readonly sourceFileName: string | null
  readonly createdAt: number
  readonly durationMs: number
  /** Does the work up to a share of it (1 is all), at the time it ends. */
  work: ((at: number, share: number) => ActivityResult) | null
  fault: ActivityFault | null
  startedAt: number
  completedAt: number
  state: ActivityState
  vanished: boolean
  result: ActivityResult | null
  /** Where its product is fetched, for an export that is done. */
  resultsHref: string | null
}

export function newActivity(
  input: Pick<Activity, 'kind' | 'durationMs' | 'work'> & {
    sourceFileName?: string | null
    fault?: ActivityFault | null
  },
  at: number,
): Activity {
  return {
    id: newUuid(),
    kind: input.kind,
    sourceFileName: input.sourceFileName ?? null,
    createdAt: at,
    durationMs: input.durationMs,
    work: input.work,
    fault: input.fault ?? null,
    startedAt: 0,
    completedAt: 0,
    state: 'initialized',
    vanished: false,
    result: null,
    resultsHref: null,
  }
}

export function isOpen(activity: Activity): boolean {
  return activity.state === 'initialized' || activity.state === 'processing'
}

/** An activity as the service answers it. It carries no type: which counters it has is all that tells an import apart. */
export function renderActivity(activity: Activity, now: number, unknowns: Unknowns): Record<string, unknown> {
  const done = !isOpen(activity)
  const ran = activity.state === 'processing' ? (now - activity.startedAt) / Math.max(activity.durationMs, 1) : 0
  const isImport = activity.kind.endsWith('_import')
  const errors = activity.result?.errors ?? []
  return {
    activity_id: activity.id,
    state: activity.state,
    created_at: isoSecond(activity.createdAt),
    updated_at: isoSecond(activity.completedAt || activity.startedAt || activity.createdAt),
    ...(activity.startedAt > 0 && activity.state !== 'initialized' && { started_at: isoSecond(activity.startedAt) }),
    ...(done && { completed_at: isoSecond(activity.completedAt) }),
    ...(activity.sourceFileName !== null && { source_file_name: activity.sourceFileName }),
    percent_done: activity.state === 'completed' ? 100 : Math.min(99, Math.max(1, Math.floor(ran * 100))),
    activity_errors: isImport ? errors : errors.map((message) => ({ message })),
    ...statusOf(activity, done, unknowns),
    _links: {
      self: { href: `/v3/activities/${activity.id}` },
      ...(activity.resultsHref !== null && { results: { href: activity.resultsHref } }),
    },
  }
}

function statusOf(
  activity: Activity,
  done: boolean,
  unknowns: Unknowns,
): { status?: Readonly<Record<string, number>> } {
  if (activity.fault?.action === 'no-counters' && done) return { status: {} }
  if (done) return { status: activity.result?.counters ?? {} }
  if (unknowns.countersBeforeDone === 'absent') return activity.state === 'processing' ? { status: {} } : {}
  if (!activity.kind.endsWith('_import'))
    return { status: { items_total_count: 0, items_completed_count: 0, list_count: 0 } }
  return {
    status: {
      items_total_count: 0,
      person_count: 0,
      error_count: 0,
      correctable_count: 0,
      cannot_add_to_list_count: 0,
    },
  }
}

import { said } from '../lib/said.ts'
import { discreet } from './error-words.ts'
import { arrayAt, countOf, linkOf, momentOf, needText, objectOf, present, textOf } from './wire.ts'

/** A bulk job of the account, from us or from anybody. What Constant Contact has not told (yet) is absent. */
export type Activity = {
  readonly id: string
  /** initialized, processing, completed, cancelled, failed, timed_out; text, should another ever come. */
  readonly state: string
  readonly createdAt?: Date
  readonly startedAt?: Date
  readonly completedAt?: Date
  /** The only thing of ours that comes back. */
  readonly sourceFileName?: string
  readonly percentDone?: number
  /** Messages such as `Line 2: Invalid birthday`. How many it holds at most is unknown. */
  readonly errors: readonly string[]
  readonly counts: ActivityCounts
  /** Where the file of an export is, once it is done: a link to follow as it comes. */
  readonly resultsHref?: string
}

export type ActivityCounts = {
  /** Of an import: rows with the header. Of a removal or an export: contacts. */
  readonly items?: number
  /** Contacts that a removal or an export has processed. */
  readonly completed?: number
  /** Lists that a removal was sent for. */
  readonly lists?: number
  readonly persons?: number
  readonly errors?: number
  readonly correctable?: number
  readonly cannotAddToList?: number
}

const failedStates: ReadonlySet<string> = new Set(['cancelled', 'failed', 'timed_out', 'time_out'])

export const aboutActivities = said`the account's activities`

/** How far a job is. A state nobody has heard of is taken as still under way. */
export function phaseOf({ state }: Pick<Activity, 'state'>): 'pending' | 'failed' | 'completed' {
  if (failedStates.has(state)) return 'failed'
  return state === 'completed' ? 'completed' : 'pending'
}

/** Reads an activity. Its id is what everything hangs on; counters come as numbers or as text, errors as text or objects. */
export function readActivity(item: unknown): Activity {
  const activity = objectOf(item, aboutActivities)
  const status = typeof activity.status === 'object' && activity.status !== null ? objectOf(activity.status, '') : {}
  return present<Activity>({
    id: needText(activity, 'activity_id', aboutActivities),
    state: textOf(activity.state) ?? 'unknown',
    createdAt: momentOf(activity.created_at),
    startedAt: momentOf(activity.started_at),
    completedAt: momentOf(activity.completed_at),
    sourceFileName: textOf(activity.source_file_name),
    percentDone: countOf(activity.percent_done),
    errors: Array.isArray(activity.activity_errors) ? activity.activity_errors.flatMap(errorText) : [],
    counts: present<ActivityCounts>({
      items: countOf(status.items_total_count),
      completed: countOf(status.items_completed_count),
      lists: countOf(status.list_count),
      persons: countOf(status.person_count),
      errors: countOf(status.error_count),
      correctable: countOf(status.correctable_count),
      cannotAddToList: countOf(status.cannot_add_to_list_count),
    }),
    resultsHref: linkOf(activity, 'results'),
  })
}

export function readActivityPage(body: unknown): Activity[] {
  return arrayAt(body, 'activities', aboutActivities, readActivity)
}

/** What is wrong with a line, which is kept with the job: without the address that it may name. */
function errorText(item: unknown): string[] {
  const text = typeof item === 'object' && item !== null && 'message' in item ? textOf(item.message) : textOf(item)
  return text === undefined ? [] : [discreet(text)]
}

import { said } from '../lib/said.ts'
import { type Activity, aboutActivities, readActivity, readActivityPage } from './activity.ts'
import { judgeSuccess } from './judge-refusal.ts'
import { type PageReader, readPages } from './pages.ts'
import type { Answer, ApiRequest } from './request.ts'
import { ask } from './send.ts'
import type { Session } from './session.ts'

/** Reading needs the privilege to write: so it is with every address below /activities. */
const needs = { scope: 'contact_data', privilege: 'contacts:write' } as const
/** While this many jobs are open, asking for each costs no more than a page or two of everybody's ten days of jobs. */
export const fewActivities = 3
/** How far our clock and theirs may be apart when jobs are told by the time they were made. */
const clockSkewMs = 2 * 60_000

export function activityRequest(activityId: string): ApiRequest {
  const path = `/activities/${encodeURIComponent(activityId)}`
  return { method: 'GET', path, about: said`activity ${activityId}`, ...needs }
}

/** The activity, or `gone`: unknown, or older than the ten days that activities are kept. */
export function judgeOneActivity(answer: Answer): Activity | 'gone' {
  if (answer.status === 404) return 'gone'
  return readActivity(judgeSuccess(answer, aboutActivities))
}

export function activitiesRequest(): ApiRequest {
  return { method: 'GET', path: '/activities', query: { limit: '500' }, about: aboutActivities, ...needs }
}

export function judgeActivities(answer: Answer): Activity[] {
  return readActivityPage(judgeSuccess(answer, aboutActivities))
}

/** Jobs are made while they are read, by us and others, and may come first. */
const reader: PageReader<Activity[]> = {
  judge: judgeActivities,
  ids: (page) => page.map((activity) => activity.id),
  overlap: 'expected',
}

/**
 * The activities of these ids. Few are asked for one by one. Many are looked up in the collection, whose order is unknown:
 * once as many pages were read as there are ids left, the rest is asked for one by one, and so is what no page held.
 */
export async function readActivities(
  session: Session,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, Activity | 'gone'>> {
  const found = new Map<string, Activity | 'gone'>()
  const wanted = new Set(ids)
  if (wanted.size > fewActivities) {
    let pages = 0
    for await (const page of readPages(session, activitiesRequest(), reader, signal)) {
      for (const activity of page) if (wanted.delete(activity.id)) found.set(activity.id, activity)
      pages += 1
      if (pages >= wanted.size) break
    }
  }
  for (const id of wanted) found.set(id, judgeOneActivity(await ask(session, activityRequest(id), signal)))
  return found
}

/**
 * The imports whose files had these names, by name, made at `since` or later (two minutes of skew allowed): what tells
 * whether an import whose answer was lost was accepted. Reads the whole collection. Of two imports of
 * one name the earlier is answered.
 */
export async function findActivitiesByFileName(
  session: Session,
  fileNames: readonly string[],
  since: Date,
  signal?: AbortSignal,
): Promise<Map<string, Activity>> {
  const wanted = new Set(fileNames)
  const found = new Map<string, Activity>()
  for await (const page of readPages(session, activitiesRequest(), reader, signal)) {
    for (const activity of page) {
      const name = activity.sourceFileName
      if (name === undefined || !wanted.has(name) || madeBefore(activity, since)) continue
      const earlier = found.get(name)
      if (!earlier || timeOf(activity) < timeOf(earlier)) found.set(name, activity)
    }
  }
  return found
}

function madeBefore(activity: Activity, since: Date): boolean {
  return activity.createdAt !== undefined && activity.createdAt.getTime() < since.getTime() - clockSkewMs
}

function timeOf(activity: Activity): number {
  return activity.createdAt?.getTime() ?? Number.POSITIVE_INFINITY
}

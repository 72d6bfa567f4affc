import { fewActivities } from '../../constant-contact/activities.ts'
import { constantContact } from '../../constant-contact/destination.ts'

/**
 * So many imports may be under way at once. Constant Contact works them off one after another, so that more would gain
 * nothing, and whoever departs while an import waits in its queue is overridden by it (constant-contact.md, 13).
 */
export const mostUnderWay = 4

/** Nothing says how often to look at jobs; each look costs a request of the day's. The last goes on; a job that settles begins anew. */
export const lookAfterMs = [0, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000] as const

/** While imports are being sent, who departed is read again this often: four requests or so, against a batch of people. */
export const departuresEveryMs = 60_000
/** Once all have left, ever less often, down to this: a job may be stuck for hours. */
const departuresAtLeastEveryMs = 15 * 60_000
const requestsOfDepartures = 4

/** How long until departures are read again once all imports have left, after it was so long before. */
export function nextPatience(patienceMs: number): number {
  return Math.min(patienceMs * 1.5, departuresAtLeastEveryMs)
}

/**
 * How many requests a run spends on waiting for its imports, looks at the jobs and readings of who departed, while Constant
 * Contact works them off at its own pace: what `settler` and `deliverBatches` do, gone through without doing it.
 */
export function requestsWhileImporting(imports: number, people: number): number {
  const eachMs = Math.max(1, ((people / constantContact.limits.contactsPerSecond) * 1_000) / imports)
  let [requests, nowMs, settled, looks] = [0, 0, 0, 0]
  let [readAtMs, patienceMs] = [0, departuresEveryMs]
  while (settled < imports) {
    nowMs += lookAfterMs[Math.min(looks, lookAfterMs.length - 1)] ?? 0
    const open = Math.min(mostUnderWay, imports - settled)
    requests += open > fewActivities ? 1 : open
    const done = Math.min(imports, Math.floor(nowMs / eachMs))
    looks = done > settled ? 0 : looks + 1
    settled = done
    if (nowMs - readAtMs < patienceMs) continue
    requests += requestsOfDepartures
    readAtMs = nowMs
    if (imports - settled <= mostUnderWay) patienceMs = nextPatience(patienceMs)
  }
  return requests
}

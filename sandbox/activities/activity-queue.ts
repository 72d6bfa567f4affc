import { type Activity, isOpen } from './activity.ts'

/**
 * The activities of one account that are not done, in the order they came. They run one after another. There is no timer:
 * whoever looks first brings the queue up to the present.
 */
export class ActivityQueue {
  #waiting: Activity[] = []
  #freeAt = 0

  get length(): number {
    return this.#waiting.length
  }

  push(activity: Activity): void {
    this.#waiting.push(activity)
  }

  /** Starts and ends whatever has started and ended by now. */
  advance(now: number): void {
    let done = 0
    for (const activity of this.#waiting) {
      // Never later than now: the clock may have been set back since.
      const startsAt = Math.min(activity.startedAt || Math.max(activity.createdAt, this.#freeAt), now)
      activity.startedAt = startsAt
      activity.state = 'processing'
      if (activity.fault?.action === 'stuck') break
      const endsAt = startsAt + activity.durationMs
      if (endsAt > now) break
      finish(activity, endsAt)
      this.#freeAt = endsAt
      done++
    }
    if (done > 0) this.#waiting.splice(0, done)
  }

  /** Ends whatever has been accepted, at once: the service goes on while nobody can ask it. */
  finishAll(now: number): void {
    for (const activity of this.#waiting.splice(0)) {
      activity.fault = null
      activity.startedAt ||= now
      finish(activity, now)
    }
  }

  /** Lets an activity that was made to get stuck go on. */
  release(now: number): void {
    for (const activity of this.#waiting) if (activity.fault?.action === 'stuck') activity.fault = null
    this.advance(now)
  }
}

function finish(activity: Activity, at: number): void {
  const fault = activity.fault
  const share = fault?.share ?? 1
  const result = share > 0 ? activity.work?.(at, share) : undefined
  activity.work = null
  activity.completedAt = at
  activity.result = result ?? { counters: {}, errors: [] }
  activity.state = result?.failed ? 'failed' : 'completed'
  if (fault?.action === 'failed' || fault?.action === 'timed_out' || fault?.action === 'cancelled') {
    activity.state = fault.action
    activity.result = { counters: {}, errors: fault.action === 'failed' ? ['The job could not be processed.'] : [] }
    activity.resultsHref = null
  }
  if (fault?.action === 'vanished') activity.vanished = true
  if (isOpen(activity)) throw new Error('An activity that ended is still open.')
}

import type { Activity, ActivityFault } from './activity.ts'

export const RETENTION_MS = 10 * 24 * 3600 * 1000

export type Pace = {
  /** Rows or contacts a second; Constant Contact itself averages about 280. */
  contactsPerSecond: number
  /** How long a job waits before it starts. */
  startsAfterSeconds: number
}

/**
 * The jobs of one account, done one after another in the order they were made. There is no timer: whoever looks brings
 * the queue up to its clock first, and what should have happened by then happens, dated as it should.
 */
export class ActivityQueue {
  readonly activities: Activity[] = []
  #next = 0
  #freeAt = 0
  readonly #settings: () => { instant: boolean; pace: Pace }

  constructor(settings: () => { instant: boolean; pace: Pace }) {
    this.#settings = settings
  }

  push(activity: Activity): void {
    this.activities.push(activity)
  }

  /** Jobs that wait or run; the service takes no more than 1,000 of them. */
  get queued(): number {
    return this.activities.slice(this.#next).filter((activity) => !activity.isOver).length
  }

  /** What GET shows at a time: ten days back, and nothing that vanished. */
  visible(now: number): Activity[] {
    return this.activities.filter((activity) => activity.isVisible && activity.createdAt > now - RETENTION_MS)
  }

  /** Does everything that is due by `now`; answers whether anything was done. */
  advance(now: number): boolean {
    let moved = false
    for (; this.#next < this.activities.length; this.#next++) {
      const activity = this.activities[this.#next]
      if (!activity || activity.isOver) continue
      const outcome = this.#run(activity, now)
      moved ||= outcome !== 'waits'
      if (outcome === 'waits' || outcome === 'runs') break
    }
    return moved
  }

  #run(activity: Activity, now: number): 'waits' | 'runs' | 'over' {
    const { instant, pace } = this.#settings()
    if (activity.state === 'initialized') {
      const startsAt = instant ? now : Math.max(activity.createdAt, this.#freeAt) + pace.startsAfterSeconds * 1000
      if (startsAt > now) return 'waits'
      activity.start(startsAt)
    }
    const stop = stopOf(activity.fault, activity.total)
    const goal = stop?.unit ?? activity.total
    const due = instant ? goal : Math.min(goal, Math.floor(((now - activity.startedAt) / 1000) * pace.contactsPerSecond))
    const endsAt = instant ? now : activity.startedAt + (goal / pace.contactsPerSecond) * 1000
    const refusal = activity.work?.refusal?.()
    if (refusal) return this.#end(activity, 'failed', now, refusal)

    if (!(activity.fault?.kind === 'vanish' && !activity.fault.works)) activity.advanceTo(due, Math.min(now, endsAt))
    if (due < goal || endsAt > now) return 'runs'
    if (stop?.state === 'stuck') return this.#leaveStuck(activity, endsAt)
    return this.#end(activity, stop?.state ?? 'completed', endsAt, stop?.message)
  }

  #end(activity: Activity, state: 'completed' | 'failed' | 'timed_out' | 'cancelled', at: number, message?: string): 'over' {
    activity.end(state, at, message)
    this.#freeAt = at
    return 'over'
  }

  /** A stuck job stays `processing` for ever; the jobs behind it go on unless the fault says that it blocks them. */
  #leaveStuck(activity: Activity, at: number): 'runs' | 'over' {
    const blocks = activity.fault?.kind === 'stuck' && activity.fault.blocks
    if (!blocks) this.#freeAt = at
    return blocks ? 'runs' : 'over'
  }
}

type Stop = { unit: number; state: 'failed' | 'timed_out' | 'cancelled' | 'stuck'; message?: string }

function stopOf(fault: ActivityFault | undefined, total: number): Stop | undefined {
  switch (fault?.kind) {
    case 'fail':
      return { unit: Math.floor(total * fault.at), state: 'failed', message: fault.message }
    case 'time-out':
      return { unit: Math.floor(total * fault.at), state: 'timed_out' }
    case 'cancel':
      return { unit: Math.floor(total * fault.at), state: 'cancelled' }
    case 'stuck':
      return { unit: Math.floor(total * fault.at), state: 'stuck' }
    default:
      return undefined
  }
}

import type { SandboxClock } from '../clock.ts'
import type { Unknowns } from '../unknowns.ts'

export type Limits = {
  requestsPerSecond: number
  requestsPerDay: number
  queuedActivities: number
  tokenRequestsPerSecond: number
}

/** What Constant Contact documents: per application and second, per application and day, per account, per application. */
export const DOCUMENTED_LIMITS: Limits = {
  requestsPerSecond: 4,
  requestsPerDay: 10_000,
  queuedActivities: 1_000,
  tokenRequestsPerSecond: 1,
}

export const NO_LIMITS: Limits = {
  requestsPerSecond: Number.POSITIVE_INFINITY,
  requestsPerDay: Number.POSITIVE_INFINITY,
  queuedActivities: Number.POSITIVE_INFINITY,
  tokenRequestsPerSecond: Number.POSITIVE_INFINITY,
}

export type Verdict = 'passes' | 'throttled' | 'quota_exceeded'

/** The requests of one application, against the second and the day. Days change at 00:00:00 UTC. */
export class Meter {
  usedToday = 0
  #day = -1
  #recent: number[] = []
  readonly #clock: SandboxClock

  constructor(clock: SandboxClock) {
    this.#clock = clock
  }

  /** Counts a request, and says whether the limits let it pass. The day is looked at first: waiting a second would not help. */
  take(limits: Limits, unknowns: Unknowns): Verdict {
    const now = this.#clock.now()
    this.#turnDay(now)
    if (this.usedToday >= limits.requestsPerDay) {
      if (unknowns.refusedRequestsCount) this.usedToday++
      return 'quota_exceeded'
    }
    if (!this.#fits(now, limits.requestsPerSecond, unknowns)) {
      if (unknowns.refusedRequestsCount) this.usedToday++
      return 'throttled'
    }
    this.usedToday++
    return 'passes'
  }

  /** The same for the token endpoint, which has a limit of its own and no day. */
  takeToken(limits: Limits, unknowns: Unknowns): Verdict {
    return this.#fits(this.#clock.now(), limits.tokenRequestsPerSecond, unknowns) ? 'passes' : 'throttled'
  }

  /** Counts requests that came from elsewhere. */
  spend(requests: number): void {
    this.#turnDay(this.#clock.now())
    this.usedToday += requests
  }

  today(): number {
    this.#turnDay(this.#clock.now())
    return this.usedToday
  }

  #turnDay(now: number): void {
    const day = Math.floor(now / 86_400_000)
    if (day === this.#day) return
    this.#day = day
    this.usedToday = 0
  }

  #fits(now: number, perSecond: number, unknowns: Unknowns): boolean {
    if (perSecond === Number.POSITIVE_INFINITY) return true
    const from = unknowns.secondWindow === 'fixed' ? Math.floor(now / 1000) * 1000 : now - 999
    this.#recent = this.#recent.filter((at) => at >= from && at <= now)
    if (this.#recent.length >= perSecond) return false
    this.#recent.push(now)
    return true
  }
}

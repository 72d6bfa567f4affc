import { quotaExceeded, throttled } from '../wire/api-error.ts'

/** How much is taken; null is without end. */
export type Limits = {
  requestsPerSecond: number | null
  requestsPerDay: number | null
  tokenRequestsPerSecond: number | null
  queuedActivities: number | null
}

export const DEFAULT_LIMITS: Limits = {
  requestsPerSecond: 4,
  requestsPerDay: 10_000,
  tokenRequestsPerSecond: 1,
  queuedActivities: 1_000,
}

type Policy = { secondWindow: 'sliding' | 'fixed'; refusedRequestsCount: boolean }
type Usage = { day: number; usedToday: number; recent: number[] }

const DAY_MS = 24 * 3600 * 1000

/** Counts the requests of each application: those of this second, and those since 00:00 UTC of the sandbox's clock. */
export class RateLimits {
  readonly #usage = new Map<string, Usage>()
  readonly #tokenRequests = new Map<string, number[]>()

  /** Counts one request of an application, or throws the 429 it gets. */
  admit(clientId: string, now: number, limits: Limits, policy: Policy): void {
    const usage = this.#usageOf(clientId, now)
    if (limits.requestsPerDay !== null && usage.usedToday >= limits.requestsPerDay) {
      if (policy.refusedRequestsCount) usage.usedToday++
      throw quotaExceeded()
    }
    if (limits.requestsPerSecond !== null && isFull(usage.recent, now, limits.requestsPerSecond, policy.secondWindow)) {
      if (policy.refusedRequestsCount) usage.usedToday++
      throw throttled()
    }
    usage.usedToday++
    if (limits.requestsPerSecond !== null) usage.recent.push(now)
  }

  /** The token endpoint has a limit of its own. */
  admitTokenRequest(clientId: string, now: number, limits: Limits, policy: Policy): void {
    if (limits.tokenRequestsPerSecond === null) return
    const recent = this.#tokenRequests.get(clientId) ?? []
    this.#tokenRequests.set(clientId, recent)
    if (isFull(recent, now, limits.tokenRequestsPerSecond, policy.secondWindow)) throw throttled()
    recent.push(now)
  }

  usedToday(clientId: string, now: number): number {
    return this.#usageOf(clientId, now).usedToday
  }

  /** Another program on the same application spends from the same day. */
  spend(clientId: string, now: number, requests: number): void {
    this.#usageOf(clientId, now).usedToday += requests
  }

  #usageOf(clientId: string, now: number): Usage {
    const day = Math.floor(now / DAY_MS)
    const known = this.#usage.get(clientId)
    if (known?.day === day) return known
    const usage = { day, usedToday: 0, recent: known?.recent ?? [] }
    this.#usage.set(clientId, usage)
    return usage
  }
}

function isFull(recent: number[], now: number, limit: number, window: Policy['secondWindow']): boolean {
  const from = window === 'fixed' ? Math.floor(now / 1000) * 1000 - 1 : now - 1000
  while (recent[0] !== undefined && recent[0] <= from) recent.shift()
  return recent.length >= limit
}

import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

/** Raised when somebody asks for more than their share. */
export class TooManyRequestsError extends AppError {
  override readonly code = 'too_many_requests'
  override readonly recovery = 'later'
  readonly retryAfterMs: number
  constructor(who: 'address' | 'person', retryAfterSeconds: number) {
    super(
      said`${who === 'person' ? said`You ask` : said`Your network address asks`} for more than Postbud answers at a time. Try again in ${retryAfterSeconds} s.`,
    )
    this.retryAfterMs = retryAfterSeconds * 1000
  }
}

type Limit = {
  /** What may be asked for in a minute over time; 0 for as much as one likes. */
  readonly perMinute: number
  /** The most of a minute's share that may be asked for at once. */
  readonly atOnce: number
}

/** Who has asked for how much. Kept in memory: each process counts what it is asked itself. */
export type RateLimit = {
  /** Counts one request of `who`. Answers 0, or in how many seconds one would be answered again. */
  readonly take: (who: string) => number
}

const mostKept = 20_000

/**
 * A bucket for each that asks: it holds so many requests, is emptied one by one, and fills up again over time. Of very many that
 * ask, those who asked longest ago are forgotten first, so that memory stays bounded whoever asks.
 */
export function rateLimit({ perMinute, atOnce }: Limit, now: () => number = () => performance.now()): RateLimit {
  const perMs = perMinute / 60_000
  const buckets = new Map<string, { left: number; at: number }>()
  return {
    take(who) {
      if (perMinute === 0) return 0
      const at = now()
      const before = buckets.get(who) ?? { left: atOnce, at }
      const left = Math.min(atOnce, before.left + (at - before.at) * perMs)
      // Put in anew, so that the map stands in the order of asking.
      buckets.delete(who)
      buckets.set(who, { left: left < 1 ? left : left - 1, at })
      const oldest = buckets.size > mostKept ? buckets.keys().next().value : undefined
      if (oldest !== undefined) buckets.delete(oldest)
      return left < 1 ? Math.max(1, Math.ceil((1 - left) / perMs / 1000)) : 0
    },
  }
}

import type { Recovery } from '../../lib/app-error.ts'
import type { RunRow } from './run-store.ts'

const second = 1_000
const minute = 60 * second

/** What failed is tried again after half a minute, and after twice as long each time, up to a quarter of an hour. */
const backoff = { firstMs: 30 * second, mostMs: 15 * minute }
/** Asking whether these are over costs no request of Constant Contact's. */
const askAgainMs: Readonly<Record<string, number>> = { list_busy: 5 * second, list_unread: 30 * second }
const reconnectedEveryMs = minute

/** A run that has not even a plan after failing for so long has failed for good. */
export const planPatienceMs = 24 * 60 * minute

export type Failing = Pick<RunRow, 'failures' | 'failing_since'>

export function isPatienceSpent({ failing_since }: Failing, now: Date, patienceMs: number): boolean {
  return failing_since !== null && now.getTime() - failing_since.getTime() >= patienceMs
}

/** When a run that stopped is tried again, and what is known of its failures by then; null is as soon as somebody can. */
export function nextAttempt(
  { failures, failing_since }: Failing,
  { code, recovery, until }: { readonly code: string; readonly recovery: Recovery; readonly until?: Date | undefined },
  now: Date,
): { next_attempt_at: Date | null; failures: number; failing_since: Date | null } {
  const after = (ms: number) => new Date(now.getTime() + ms)
  const kept = { failures, failing_since }
  if (code === 'paused') return { next_attempt_at: null, ...kept }
  if (until) return { next_attempt_at: until, ...kept }
  if (askAgainMs[code] !== undefined) return { next_attempt_at: after(askAgainMs[code]), ...kept }
  if (recovery === 'after-reconnect') {
    return { next_attempt_at: after(reconnectedEveryMs), failures, failing_since: failing_since ?? now }
  }
  return {
    next_attempt_at: after(Math.min(backoff.firstMs * 2 ** failures, backoff.mostMs)),
    failures: failures + 1,
    failing_since: failing_since ?? now,
  }
}

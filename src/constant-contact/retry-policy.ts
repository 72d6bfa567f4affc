/** How patience is spent: how often at most, how long between tries, and how much of the wait is left to chance. */
export type Patience = {
  /** Tries in all, the first included. */
  readonly attempts: number
  readonly firstDelayMs: number
  /** Each wait is this many times the one before. */
  readonly growth: number
  readonly maxDelayMs: number
  /** Share of the wait that chance adds, so that many workers do not come back in step. */
  readonly jitter: number
}

/** Milliseconds to wait after the failed try number `attempt` (from 1), or undefined when the patience is spent. */
export function nextDelay(patience: Patience, attempt: number, random: () => number): number | undefined {
  if (attempt >= patience.attempts) return undefined
  const delayMs = Math.min(patience.maxDelayMs, patience.firstDelayMs * patience.growth ** (attempt - 1))
  return Math.round(delayMs * (1 + patience.jitter * random()))
}

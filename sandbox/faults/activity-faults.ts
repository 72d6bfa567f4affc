export type ActivityFaultAction = 'failed' | 'timed_out' | 'cancelled' | 'stuck' | 'vanished' | 'no-counters'

export type ActivityFaultInput = {
  action: ActivityFaultAction
  /** Only imports whose source_file_name contains this text or matches this expression. */
  fileName?: string | RegExp | undefined
  /** The first import it strikes, counted from 1 among those that match since it was armed. */
  nth?: number | undefined
  /** How many imports it strikes; `Infinity` is every one. */
  times?: number | undefined
  /** Which share of the rows lands all the same, 0 to 1. */
  share?: number | undefined
}

export type ActivityFault = { action: ActivityFaultAction; share: number }

// A failed or cancelled import lands nothing, one that timed out got half way, the others did their work and only tell it badly.
const SHARES: Readonly<Record<ActivityFaultAction, number>> = {
  failed: 0,
  timed_out: 0.5,
  cancelled: 0,
  stuck: 0,
  vanished: 1,
  'no-counters': 1,
}

/** The activity faults that are armed. */
export class ActivityFaults {
  #armed: { input: ActivityFaultInput; seen: number; struck: number }[] = []

  arm(input: ActivityFaultInput): void {
    this.#armed.push({ input, seen: 0, struck: 0 })
  }

  clear(): void {
    this.#armed = []
  }

  /** The fault an import that just came in is struck by, if any. */
  next(fileName: string): ActivityFault | null {
    let found: ActivityFault | null = null
    for (const armed of this.#armed) {
      const { action, fileName: wanted, nth = 1, times = 1, share } = armed.input
      if (wanted !== undefined && !matches(wanted, fileName)) continue
      armed.seen++
      if (found || armed.seen < nth || armed.struck >= times) continue
      armed.struck++
      found = { action, share: share ?? SHARES[action] }
    }
    return found
  }
}

/** Whether a text contains another, or matches an expression. */
export function matches(wanted: string | RegExp, text: string): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : text.search(wanted) >= 0
}

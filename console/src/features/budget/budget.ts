import { queryOptions } from '@tanstack/react-query'
import { ask, ProblemError } from '../../app/api.ts'
import { live } from '../../app/live.ts'

/** What one application has spent of its day; the connections that sign in as it share it. */
export type ApplicationBudget = {
  readonly connections: readonly string[]
  readonly usedToday: number
  readonly leftToday: number
  readonly requestsPerSecond: number
  readonly requestsPerDay: number
  readonly resetsAt: string
  readonly parkedUntil: string | null
  readonly slowedUntil: string | null
  readonly limitsDiffer: boolean
  /** The last 24, this one included, by their first moment. */
  readonly hours: readonly { readonly at: string; readonly requests: number }[]
}

export type ForecastRun = {
  readonly run: string
  readonly export: string
  readonly connection: string | null
  readonly status: string
  readonly forecast: { readonly requests: number; readonly endsAt: string; readonly fitsToday: boolean } | null
}

export type Budget = { readonly applications: readonly ApplicationBudget[]; readonly runs: readonly ForecastRun[] }

export const budgetQuery = queryOptions({
  queryKey: ['budget'],
  queryFn: async ({ signal }): Promise<Budget> => {
    try {
      return await ask<Budget>('GET', '/budget', { signal })
    } catch (thrown) {
      if (thrown instanceof ProblemError && thrown.code === 'definitions_missing') return { applications: [], runs: [] }
      throw thrown
    }
  },
  ...live({ of: ['budget', 'connection', 'run'], every: 15_000 }),
})

/**
 * When the day's requests are used up if they go on being made as in the last hour; null if they last until the reset,
 * undefined if none was made.
 */
export function runsOutAt({ leftToday, hours, resetsAt }: ApplicationBudget, now: Date): Date | null | undefined {
  const [before, present] = hours.slice(-2)
  if (!before || !present) return undefined
  const share = Math.min(1, Math.max(0, (now.getTime() - Date.parse(present.at)) / 3_600_000))
  const lastHour = present.requests + before.requests * (1 - share)
  if (lastHour <= 0) return undefined
  const at = new Date(now.getTime() + (leftToday / lastHour) * 3_600_000)
  return at < new Date(resetsAt) ? at : null
}

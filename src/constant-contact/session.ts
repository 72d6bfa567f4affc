import type { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { Budget } from './budget.ts'
import type { RetryPolicy } from './destination.ts'

/** What a request needs to leave: whose budget it spends, by which token, and how patient it is. */
export type Session = {
  readonly apiUrl: string
  readonly fetch: typeof fetch
  readonly clock: Clock
  /** Between 0 and 1, as Math.random. */
  readonly random: () => number
  readonly budget: Budget
  readonly tokens: AccessTokens
  readonly retry: RetryPolicy
  readonly timeouts: { readonly requestMs: number; readonly uploadMs: number }
  /** Told whenever the session waits for Constant Contact. */
  readonly notify: (event: WaitEvent) => void
}

/** The access tokens of one connection. */
export type AccessTokens = {
  /** A token that is good for a while yet. Throws ReconnectNeededError. */
  readonly current: () => Promise<string>
  /** A newer token than the one that was refused. Throws ReconnectNeededError. */
  readonly renewed: (refused: string) => Promise<string>
  /** Notes that even a renewed token is refused, and answers the error that says so. */
  readonly givenUp: () => Promise<AppError>
}

/** A wait too short to be noticed is not worth telling, in milliseconds. */
export const noticedMs = 1_500

export type WaitEvent = {
  readonly kind: 'throttled' | 'queue-full' | 'unavailable'
  readonly about: string
  readonly delayMs: number
  readonly attempt: number
}

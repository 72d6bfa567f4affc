import type { App } from '../app.ts'
import type { SampleAccount } from '../sample/sample-account.ts'

/** The parts of the program that routes are handed, with what only a server has. */
export type ServerApp = App & {
  /** Tells the workers of this process that there is something to do now. */
  readonly wake: () => void
  /** Whether the workers of this process look for work; unknown where it has none. */
  readonly workersAlive?: () => boolean
  /** What the sample delivers to; absent where the sample is turned off. */
  readonly sample?: SampleAccount
}

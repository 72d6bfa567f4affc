import { type Clock, systemClock } from '../../src/lib/clock.ts'

/** A clock on which waiting takes no time: it moves on by what was waited, and tells the others whose time moves along. */
export type FastClock = Clock & {
  readonly advance: (ms: number) => void
  /** What was waited for, in order. */
  readonly waits: number[]
}

export function fastClock(moved: (ms: number) => void = () => undefined): FastClock {
  let offsetMs = 0
  const waits: number[] = []
  const advance = (ms: number) => {
    offsetMs += ms
    moved(ms)
  }
  return {
    advance,
    waits,
    now: () => new Date(systemClock.now().getTime() + offsetMs),
    async wait(ms, signal) {
      signal?.throwIfAborted()
      waits.push(ms)
      advance(ms)
      // Lets the network have its turn: who waits in a loop for somebody else would keep it from ever coming.
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

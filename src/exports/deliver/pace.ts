/** How fast people go through a stage, and how long the rest will take at that speed. Absent until there is anything to go by. */
export type Pace = { readonly perSecond?: number; readonly secondsLeft?: number }

/** Less than this, in seconds, says nothing: the first import leaves at once, the next ones wait their turn. */
const shortest = 1

/**
 * Starts to measure at `done` people of `all`. The answer tells the pace since then, so that what an earlier process did
 * before a pause of hours counts for nothing.
 */
export function measurePace(now: Date, done: number): (now: Date, done: number, all: number) => Pace {
  const began = now.getTime()
  return (at, reached, all) => {
    const seconds = (at.getTime() - began) / 1000
    const perSecond = seconds >= shortest ? (reached - done) / seconds : 0
    if (perSecond <= 0) return {}
    return { perSecond: Math.round(perSecond), secondsLeft: Math.ceil((all - reached) / perSecond) }
  }
}

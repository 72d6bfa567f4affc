/** Chance that comes out the same for the same seed. */
export type Chance = {
  /** From 0 to 1, as Math.random. */
  readonly number: () => number
  /** A whole number from `from` to `to`, both included. */
  readonly between: (from: number, to: number) => number
  /** True as often as `share` (0 to 1) says. */
  readonly is: (share: number) => boolean
  readonly one: <T>(of: readonly T[]) => T
  /** One of these, each as often as its weight says. */
  readonly weighted: <T>(of: readonly (readonly [weight: number, T])[]) => T
}

export function chanceFrom(seed: number): Chance {
  let state = Math.imul(seed, 0x9e3779b1) | 0
  const number = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (from: number, to: number) => from + Math.floor(number() * (to - from + 1))
  return {
    number,
    between,
    is: (share) => number() < share,
    one: (of) => of[between(0, of.length - 1)] as (typeof of)[number],
    weighted: (of) => {
      let left = number() * of.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, what] of of) {
        left -= weight
        if (left < 0) return what
      }
      return (of.at(-1) as (typeof of)[number])[1]
    },
  }
}

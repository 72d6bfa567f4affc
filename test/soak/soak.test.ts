import { beforeAll, expect, test } from 'vitest'
import { drawScenario } from './draw-scenario.ts'
import { openPlace } from './open-place.ts'
import { type Place, play } from './play.ts'

/** The short form of `npm run soak`: seeds that once went wrong, with what they found. */
const seeds: readonly (readonly [seed: number, found: string])[] = [
  [11, 'told as delivered with values that an unanswered import never brought'],
  [45, 'a run stopped while it was carried on for another export was told as Processing for ever'],
  [54, 'an import overrode the leaving of somebody whom others had put on the list'],
  [500_041, 'refused without a name, then gone by their own hand, and taken for a lapsed claim'],
]

let place: Place & AsyncDisposable

beforeAll(async () => {
  place = await openPlace()
  return () => place[Symbol.asyncDispose]()
})

test.each(seeds)('seed %i ends as its model says (%s)', { timeout: 240_000 }, async (seed) => {
  const { failure, tally } = await play(place, drawScenario(seed))
  expect(failure).toBeUndefined()
  expect(tally.runs).toBeGreaterThan(0)
})

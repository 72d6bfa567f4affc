import { beforeAll, expect, test } from 'vitest'
import { drawScenario } from './draw-scenario.ts'
import { found } from './found.ts'
import { openPlace } from './open-place.ts'
import { type Place, play } from './play.ts'

// The short form of `npm run soak`: what it once found, and a handful of seeds in which much happens.
const seeds = [1, 2, 3, 500_041, 600_001]

let place: Place & AsyncDisposable

beforeAll(async () => {
  place = await openPlace()
  return () => place[Symbol.asyncDispose]()
})

test.each(found)('$what', { timeout: 120_000 }, async ({ settings, steps }) => {
  const { failure } = await play(place, { seed: 0, settings, steps })
  expect(failure).toBeUndefined()
})

test.each(seeds)('seed %i ends as its model says', { timeout: 240_000 }, async (seed) => {
  const { failure, tally } = await play(place, drawScenario(seed))
  expect(failure).toBeUndefined()
  expect(tally.runs).toBeGreaterThan(0)
})

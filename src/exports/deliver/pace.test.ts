import { expect, test } from 'vitest'
import { measurePace } from './pace.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24) + seconds * 1000)

test('the pace is that since the measuring began, and the rest is reckoned with it', () => {
  const pace = measurePace(at(0), 100)
  expect(pace(at(0), 100, 1_000)).toEqual({})
  expect(pace(at(0.5), 700, 1_000)).toEqual({})
  expect(pace(at(5), 100, 1_000)).toEqual({})
  expect(pace(at(10), 400, 1_000)).toEqual({ perSecond: 30, secondsLeft: 20 })
  expect(pace(at(10), 1_000, 1_000)).toEqual({ perSecond: 90, secondsLeft: 0 })
})

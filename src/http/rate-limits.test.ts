import { expect, test } from 'vitest'
import { rateLimit } from './rate-limits.ts'

test('so many are answered at once, and one more for each share of time that passes', () => {
  let now = 0
  const limit = rateLimit({ perMinute: 60, atOnce: 3 }, () => now)
  expect([1, 2, 3, 4].map(() => limit.take('ada'))).toEqual([0, 0, 0, 1])
  // Asking in vain costs nothing, and others have shares of their own.
  expect(limit.take('ada')).toBe(1)
  expect(limit.take('bob')).toBe(0)
  now += 1000
  expect([limit.take('ada'), limit.take('ada')]).toEqual([0, 1])
  now += 3_600_000
  expect([1, 2, 3, 4].map(() => limit.take('ada'))).toEqual([0, 0, 0, 1])
})

test('0 is no limit, and who asked longest ago is forgotten first', () => {
  const none = rateLimit({ perMinute: 0, atOnce: 0 })
  expect(Array.from({ length: 1000 }, () => none.take('ada')).every((wait) => wait === 0)).toBe(true)
  const limit = rateLimit({ perMinute: 1, atOnce: 1 }, () => 0)
  limit.take('first')
  limit.take('second')
  for (let n = 0; n < 19_999; n += 1) limit.take(`other ${n}`)
  expect(limit.take('first')).toBe(0)
  expect(limit.take('other 19998')).toBe(60)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bitsOf, splitMasks } from './split-masks.ts'

test('a handful of ways to fill the fields keep their people whole', () => {
  const filled = [
    { mask: 3, people: 100 },
    { mask: 1, people: 10 },
    { mask: 0, people: 1 },
  ]
  expect(splitMasks(filled, 2)).toEqual([
    { mask: 3, part: 3, place: 0 },
    { mask: 1, part: 1, place: 0 },
    { mask: 0, part: 0, place: 0 },
  ])
})

test('however many ways there are, the groups stay few and every value is sent exactly once', () => {
  const fields = 12
  const ways = fc.uniqueArray(fc.integer({ min: 0, max: 2 ** fields - 1 }), { minLength: 1, maxLength: 600 })
  fc.assert(
    fc.property(ways, (masks) => {
      const parts = splitMasks(
        masks.map((mask, at) => ({ mask, people: 1000 - at })),
        fields,
      )
      expect(new Set(parts.map(({ part }) => part)).size).toBeLessThanOrEqual(24 + fields)
      for (const mask of masks) {
        const own = parts.filter((part) => part.mask === mask)
        expect(own.flatMap(({ part }) => bitsOf(part)).sort((a, b) => a - b)).toEqual(bitsOf(mask))
        expect(own.map(({ place }) => place)).toEqual(own.map((_, at) => at))
        expect(own.length).toBeGreaterThan(0)
      }
    }),
  )
})

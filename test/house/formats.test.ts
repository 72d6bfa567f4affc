import { expect, test } from 'vitest'
import { formatsOf } from '../../console/src/app/formats-of.ts'

const { ago, duration } = formatsOf('en', 'language')

test.each([
  [30, '30 seconds ago'],
  [59.7, '1 minute ago'],
  [90 * 60 - 1, '1 hour ago'],
  [59.7 * 60, '1 hour ago'],
  [13 * 3_600, '13 hours ago'],
  [23.9 * 3_600, 'yesterday'],
])('%s seconds are told in the unit in which they are said', (seconds, told) => {
  expect(ago(new Date(Date.now() - seconds * 1_000))).toBe(told)
})

test.each([
  [0.2, '0.2 sec'],
  [59.6, '1 min 0 sec'],
  [61, '1 min 1 sec'],
  [3_599.7, '1 hr 0 min'],
])('a length of %s seconds is told in its two largest units', (seconds, told) => {
  expect(duration(seconds).replaceAll(/\s/g, ' ')).toBe(told)
})

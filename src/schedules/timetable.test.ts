import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Recurrence, weekdays } from '../contract/schedule.ts'
import { momentsAfter } from './next-moment.ts'
import { isSegmentDue, segmentMoments } from './timetable.ts'

const days = fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 })
const recurrence: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({ repeat: fc.constant('daily' as const), times: fc.constant(['00:15', '23:45']) }),
  fc.record({ repeat: fc.constant('weekly' as const), days, times: fc.constant(['02:30', '12:00']) }),
)
const schedule = fc.oneof(
  fc.record({ repeat: fc.constant('weekly' as const), days }),
  fc.record({
    repeat: fc.constant('monthly' as const),
    days: fc.uniqueArray(fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const)), { minLength: 1 }),
  }),
)

test('a segment is refreshed at the moments of the system refresh that fall on its days, and at no others', () => {
  fc.assert(
    fc.property(
      recurrence,
      schedule,
      fc.constantFrom('UTC', 'Europe/Copenhagen', 'Pacific/Apia', 'Pacific/Honolulu', 'Asia/Beirut'),
      fc.date({ min: new Date('2025-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }),
      (asked, its, timeZone, after) => {
        const end = new Date(after.getTime() + 60 * 86_400_000)
        const until = (moments: Iterable<Date>) => {
          const found: string[] = []
          for (const moment of moments) {
            if (moment > end) break
            found.push(moment.toISOString())
          }
          return found
        }
        const expected = until(momentsAfter(asked, timeZone, after)).filter((at) =>
          isSegmentDue(its, timeZone, new Date(at)),
        )
        expect(until(segmentMoments({ recurrence: asked, timeZone, missed: 'run' }, its, after))).toEqual(expected)
      },
    ),
    { numRuns: 60 },
  )
})

test('days that never meet have no moments', () => {
  const mondays = {
    recurrence: { repeat: 'weekly', days: ['monday'], times: ['06:00'] },
    timeZone: 'UTC',
    missed: 'run',
  } as const
  const moments = segmentMoments(mondays, { repeat: 'weekly', days: ['friday'] }, new Date('2026-01-01'))
  expect(moments.next().value).toBeUndefined()
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Recurrence, weekdays } from '../contract/schedule.ts'
import { lastMoment, nextMoment } from './next-moment.ts'

const copenhagen = 'Europe/Copenhagen'

function following(recurrence: Recurrence, timeZone: string, after: string, count: number): string[] {
  const found: string[] = []
  let at = new Date(after)
  for (let each = 0; each < count; each += 1) {
    const next = nextMoment(recurrence, timeZone, at)
    if (!next) break
    found.push(next.toISOString())
    at = next
  }
  return found
}

test('times of the day come in order, whatever order they are written in', () => {
  const twice: Recurrence = { repeat: 'daily', times: ['18:45', '06:30'] }
  expect(following(twice, copenhagen, '2026-11-26T07:00:00Z', 3)).toEqual([
    '2026-11-26T17:45:00.000Z',
    '2026-11-27T05:30:00.000Z',
    '2026-11-27T17:45:00.000Z',
  ])
})

test('the moment itself is not the next one', () => {
  const daily: Recurrence = { repeat: 'daily', times: ['06:30'] }
  expect(following(daily, copenhagen, '2026-11-26T05:30:00Z', 1)).toEqual(['2026-11-27T05:30:00.000Z'])
})

test('days of the week, days of the month and the last day', () => {
  expect(
    following({ repeat: 'weekly', days: ['sunday', 'monday'], times: ['00:00'] }, 'UTC', '2026-11-26T00:00:00Z', 2),
  ).toEqual(['2026-11-29T00:00:00.000Z', '2026-11-30T00:00:00.000Z'])
  expect(following({ repeat: 'monthly', days: [31], times: ['05:00'] }, 'UTC', '2026-01-31T05:00:00Z', 3)).toEqual([
    '2026-03-31T05:00:00.000Z',
    '2026-05-31T05:00:00.000Z',
    '2026-07-31T05:00:00.000Z',
  ])
  expect(
    following({ repeat: 'monthly', days: ['last', 28], times: ['05:00'] }, 'UTC', '2026-01-31T05:00:00Z', 3),
  ).toEqual(['2026-02-28T05:00:00.000Z', '2026-03-28T05:00:00.000Z', '2026-03-31T05:00:00.000Z'])
})

test('hours are counted from midnight', () => {
  const every: Recurrence = { repeat: 'hourly', everyHours: 6, minute: 15 }
  expect(following(every, 'UTC', '2026-11-26T05:00:00Z', 4)).toEqual([
    '2026-11-26T06:15:00.000Z',
    '2026-11-26T12:15:00.000Z',
    '2026-11-26T18:15:00.000Z',
    '2026-11-27T00:15:00.000Z',
  ])
})

describe('when summer time begins', () => {
  test.each([
    [copenhagen, '02:30', '2026-03-28T22:00:00Z', '2026-03-29T01:00:00.000Z'],
    [copenhagen, '02:00', '2026-03-28T22:00:00Z', '2026-03-29T01:00:00.000Z'],
    ['America/New_York', '02:59', '2026-03-08T00:00:00Z', '2026-03-08T07:00:00.000Z'],
    // Half an hour is skipped here, and an hour at midnight there.
    ['Australia/Lord_Howe', '02:15', '2026-10-03T10:00:00Z', '2026-10-03T15:30:00.000Z'],
    ['Asia/Beirut', '00:15', '2026-03-28T10:00:00Z', '2026-03-28T22:00:00.000Z'],
  ])('in %s a skipped %s is the first minute that there is again', (timeZone, time, after, expected) => {
    const daily: Recurrence = { repeat: 'daily', times: [time] }
    const [first, second] = following(daily, timeZone, after, 2)
    expect(first).toBe(expected)
    expect(clockIn(timeZone, new Date(second ?? ''))).toBe(time)
  })

  test('two times that fall together run once', () => {
    const both: Recurrence = { repeat: 'daily', times: ['02:30', '03:00'] }
    expect(following(both, copenhagen, '2026-03-28T22:00:00Z', 2)).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ])
  })

  test('every hour stays every hour, every other hour makes up for the skipped one', () => {
    expect(following({ repeat: 'hourly' }, copenhagen, '2026-03-28T23:30:00Z', 3)).toEqual([
      '2026-03-29T00:00:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-29T02:00:00.000Z',
    ])
    expect(following({ repeat: 'hourly', everyHours: 2, minute: 15 }, copenhagen, '2026-03-28T22:30:00Z', 3)).toEqual([
      '2026-03-28T23:15:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-29T02:15:00.000Z',
    ])
  })
})

test.each([
  [copenhagen, '02:30', '2026-10-24T22:00:00Z', '2026-10-25T00:30:00.000Z'],
  ['America/New_York', '01:15', '2026-11-01T00:00:00Z', '2026-11-01T05:15:00.000Z'],
  ['Australia/Lord_Howe', '01:45', '2026-04-04T10:00:00Z', '2026-04-04T14:45:00.000Z'],
])('when summer time ends in %s, %s comes twice and runs once', (timeZone, time, after, expected) => {
  const [first, second] = following({ repeat: 'daily', times: [time] }, timeZone, after, 2)
  expect(first).toBe(expected)
  expect(Date.parse(second ?? '') - Date.parse(first ?? '')).toBeGreaterThan(24 * 3_600_000)
})

test('the last of several that went by', () => {
  const daily: Recurrence = { repeat: 'daily', times: ['06:00', '18:00'] }
  const between = (after: string, until: string) =>
    lastMoment(daily, 'UTC', new Date(after), new Date(until))?.toISOString()
  expect(between('2026-11-20T07:00:00Z', '2026-11-26T17:59:00Z')).toBe('2026-11-26T06:00:00.000Z')
  expect(between('2026-11-26T06:00:00Z', '2026-11-26T17:59:00Z')).toBeUndefined()
})

const zones = [
  'UTC',
  copenhagen,
  'America/New_York',
  'America/Havana',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
]
const time = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
const times = fc.uniqueArray(time, { minLength: 1, maxLength: 4 })
const recurrence: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({ repeat: fc.constant('daily' as const), times }),
  fc.record({
    repeat: fc.constant('weekly' as const),
    days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
    times,
  }),
  fc.record({
    repeat: fc.constant('monthly' as const),
    days: fc.uniqueArray(fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const)), { minLength: 1 }),
    times,
  }),
)
/** Any moment, and more often one in the two days before a clock is put forward or back. */
const anywhere = fc.record({
  timeZone: fc.constantFrom(...zones),
  after: fc.date({ min: new Date('2025-01-01T00:00:00Z'), max: new Date('2026-12-31T00:00:00Z'), noInvalidDate: true }),
})
const beforeChange = fc
  .record({ timeZone: fc.constantFrom(...zones), change: fc.nat(), minutes: fc.nat(2 * 24 * 60) })
  .map(({ timeZone, change, minutes }) => {
    const found = changesIn(timeZone)
    const at = found[change % Math.max(1, found.length)] ?? Date.UTC(2026, 5, 1)
    return { timeZone, after: new Date(at - minutes * 60_000) }
  })

test('in every zone the next moment is the first minute that is asked for, or at which a skipped one is made up for', () => {
  fc.assert(
    fc.property(recurrence, fc.oneof(anywhere, beforeChange), (asked, { timeZone, after }) => {
      const next = nextMoment(asked, timeZone, after)
      if (!next) throw new Error('there is always a next one')
      const first = Math.floor(after.getTime() / 60_000) + 1
      const tooFar = first + 3 * 24 * 60
      let minute = first
      while (minute < tooFar && !isDue(asked, timeZone, minute)) minute += 1
      if (minute < tooFar) expect(next.toISOString()).toBe(new Date(minute * 60_000).toISOString())
      else expect(isDue(asked, timeZone, next.getTime() / 60_000) && next.getTime() >= tooFar * 60_000).toBe(true)
    }),
    { numRuns: 60 },
  )
})

/** Whether it comes back in this minute, counted from 1970. */
function isDue(asked: Recurrence, timeZone: string, minute: number): boolean {
  const at = new Date(minute * 60_000)
  if (isAsked(asked, timeZone, at)) return !isSecondTime(timeZone, at)
  const skipped = (offsetIn(timeZone, at) - offsetIn(timeZone, new Date(at.getTime() - 60_000))) / 60_000
  // What the wall clock would have shown, had it not been put forward.
  return Array.from({ length: Math.max(0, skipped) }, (_, each) => each).some((each) => {
    const shown = new Date(Math.floor(at.getTime() / 60_000) * 60_000 + offsetIn(timeZone, at) - (each + 1) * 60_000)
    return isAsked(asked, 'UTC', shown)
  })
}

const changes = new Map<string, number[]>()

function changesIn(timeZone: string): number[] {
  const known = changes.get(timeZone)
  if (known) return known
  const days = Array.from({ length: 2 * 365 }, (_, day) => Date.UTC(2025, 0, 1 + day))
  const found = days.filter((at) => offsetIn(timeZone, new Date(at)) !== offsetIn(timeZone, new Date(at - 86_400_000)))
  changes.set(timeZone, found)
  return found
}

function isAsked(asked: Recurrence, timeZone: string, at: Date): boolean {
  if (asked.repeat === 'hourly' || !asked.times.includes(clockIn(timeZone, at))) return false
  const { year, month, day, weekday } = dayIn(timeZone, at)
  if (asked.repeat === 'daily') return true
  if (asked.repeat === 'weekly') return asked.days.some((each) => each === weekday)
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return asked.days.some((each) => (each === 'last' ? day === last : each === day))
}

/** Whether the wall clock showed the same an hour (or as long as the clock was put back) before. */
function isSecondTime(timeZone: string, at: Date): boolean {
  return [30, 60].some((minutes) => {
    const before = new Date(at.getTime() - minutes * 60_000)
    return clockIn(timeZone, before) === clockIn(timeZone, at)
  })
}

function offsetIn(timeZone: string, at: Date): number {
  const { year, month, day } = dayIn(timeZone, at)
  const [hour = 0, minute = 0] = clockIn(timeZone, at).split(':').map(Number)
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at.getTime() / 60_000) * 60_000
}

const formats = new Map<string, Intl.DateTimeFormat>()

function partsIn(timeZone: string, at: Date): Record<string, string> {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
    })
  formats.set(timeZone, format)
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
}

function clockIn(timeZone: string, at: Date): string {
  const { hour, minute } = partsIn(timeZone, at)
  return `${hour}:${minute}`
}

function dayIn(timeZone: string, at: Date) {
  const { year, month, day, weekday = '' } = partsIn(timeZone, at)
  return { year: Number(year), month: Number(month), day: Number(day), weekday: weekday.toLowerCase() }
}

import { expect, test } from 'vitest'
import { type Allowance, forecastRuns, type RunAhead } from './forecast-runs.ts'

const noon = new Date('2026-03-01T12:00:00Z')
const usual: Allowance = { requestsPerSecond: 4, requestsPerDay: 10_000, usedToday: 0 }

function aRun(given: Partial<RunAhead> = {}): RunAhead {
  return { phase: 'under way', importsToSend: 0, removalsToSend: 0, jobsToSettle: 0, peopleToImport: 0, ...given }
}

const million = aRun({ importsToSend: 26, peopleToImport: 1_000_000 })

/** What is forecast for one run: requests, when it ends (UTC), whether it fits today. */
function forecast(run: RunAhead, allowance: Partial<Allowance> = {}, now = noon) {
  const [found] = forecastRuns(now, [run], { ...usual, ...allowance })
  return found && [found.requests, found.endsAt.toISOString().slice(0, 19), found.fitsToday]
}

test.each<[string, RunAhead, Partial<Allowance>, unknown[] | undefined]>([
  // 6 requests before it sends, 275 ms apart.
  ['nothing left but to close', aRun(), {}, [6, '2026-03-01T12:00:01', true]],
  // 26 imports, 486 looks at them and at who departs meanwhile; 1,000,000 / 280 seconds.
  ['a million people', million, {}, [518, '2026-03-01T12:59:31', true]],
  // Sent already: only looked at.
  ['jobs to settle', aRun({ jobsToSettle: 2, peopleToImport: 28_000 }), {}, [34, '2026-03-01T12:01:40', true]],
  // 200 removals of 500 each take the pace of requests alone.
  ['100,000 leavers', aRun({ removalsToSend: 200 }), {}, [214, '2026-03-01T12:00:58', true]],
  ['just as many requests as are left', million, { usedToday: 9_482 }, [518, '2026-03-01T12:59:31', true]],
  // The last one waits for 00:00 UTC.
  ['one request too many', million, { usedToday: 9_483 }, [518, '2026-03-02T00:00:00', false]],
  ['the day over-spent', million, { usedToday: 12_000 }, [518, '2026-03-02T00:02:22', false]],
  [
    'parked until the next day',
    million,
    { usedToday: 4, parkedUntil: new Date('2026-03-02T00:00:00Z') },
    [518, '2026-03-02T00:59:31', false],
  ],
  [
    'parked a moment of this day',
    million,
    { parkedUntil: new Date('2026-03-01T12:05:00Z') },
    [518, '2026-03-01T13:04:31', true],
  ],
  ['parked in the past', aRun(), { parkedUntil: new Date('2026-03-01T11:00:00Z') }, [6, '2026-03-01T12:00:01', true]],
  ['partner limits', aRun({ removalsToSend: 2_000 }), { requestsPerSecond: 10 }, [2_014, '2026-03-01T12:03:41', true]],
  // 25 days at 100 a day.
  ['days on end', aRun({ removalsToSend: 2_486 }), { requestsPerDay: 100 }, [2_500, '2026-03-25T00:00:27', false]],
  ['not planned yet', aRun({ phase: 'planning' }), {}, undefined],
  ['waiting for a person', { ...million, phase: 'person' }, {}, undefined],
])('%s', (_, run, allowance, expected) => {
  expect(forecast(run, allowance)).toEqual(expected)
})

test('runs come one after another, and what one spends the next has not', () => {
  const found = forecastRuns(noon, [million, aRun({ phase: 'planning' }), aRun({ removalsToSend: 200 }), million], {
    ...usual,
    usedToday: 9_281,
  })
  expect(found.map((each) => each && [each.endsAt.toISOString().slice(11, 19), each.fitsToday])).toEqual([
    ['12:59:31', true],
    undefined,
    // 201 of its 214 requests are left.
    ['00:00:03', false],
    ['00:59:35', false],
  ])
})

test('a run that is under way over midnight has the next day for what follows', () => {
  const late = new Date('2026-03-01T23:30:00Z')
  const found = forecastRuns(late, [million, million], { ...usual, usedToday: 9_482 })
  expect(found.map((each) => each && [each.endsAt.toISOString().slice(11, 19), each.fitsToday])).toEqual([
    ['00:29:31', true],
    ['01:29:02', false],
  ])
})

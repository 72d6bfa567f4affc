import { expect, test } from 'vitest'
import { readActivity, readActivityPage } from './activity.ts'
import { judgeActivity, readLineErrors } from './judge-activity.ts'

type Counts = { person?: unknown; error?: unknown; correctable?: unknown; cannot?: unknown }

/** A completed activity as it comes over the wire. A counter that is left out is not in it. */
function anActivity({ person, error, correctable, cannot }: Counts, errors: unknown[] = [], state = 'completed') {
  return readActivity({
    activity_id: 'a1',
    state,
    activity_errors: errors,
    status: {
      person_count: person,
      error_count: error,
      correctable_count: correctable,
      cannot_add_to_list_count: cannot,
      something_new: { deep: true },
    },
    something_else: 7,
  })
}

const clean = { person: 10, error: 0, correctable: 0, cannot: 0 }

test.each([
  ['nothing went wrong', clean, 'agree', 0, 0, 10],
  ['counters written as text', { person: '10', error: '0', correctable: '0', cannot: '0' }, 'agree', 0, 0, 10],
  ['person_count holds refused rows', { person: 10, error: 2, correctable: 1, cannot: 0 }, 'agree', 3, 0, 7],
  ['person_count leaves refused rows out', { person: 7, error: 2, correctable: 1, cannot: 0 }, 'agree', 3, 0, 7],
  ['person_count leaves the not added out too', { person: 6, error: 2, correctable: 1, cannot: 1 }, 'agree', 3, 1, 6],
  ['person_count holds the not added', { person: 9, error: 1, correctable: 0, cannot: 2 }, 'agree', 1, 2, 7],
  ['rows were dropped', { ...clean, person: 8 }, 'disagree', 0, 0, 10],
  ['more than was sent', { ...clean, person: 11 }, 'disagree', 0, 0, 10],
  ['more refused than sent', { person: 0, error: 9, correctable: 3, cannot: 0 }, 'disagree', 12, 0, 0],
  ['nobody counted', {}, 'missing', 0, 0, 10],
  ['one counter missing', { person: 10, error: 0, correctable: 0 }, 'missing', 0, 0, 10],
  ['a counter that is no number', { ...clean, error: 'many' }, 'missing', 0, 0, 10],
] as const)('counters: %s', (_, counts, agreement, refused, notAdded, accepted) => {
  expect(judgeActivity(anActivity(counts), 10)).toMatchObject({
    kind: 'settled',
    agreement,
    refused,
    notAdded,
    accepted,
    unnamed: refused,
  })
})

test.each([
  ['initialized', 'pending'],
  ['processing', 'pending'],
  ['a_state_of_tomorrow', 'pending'],
  ['completed', 'settled'],
  ['failed', 'failed'],
  ['cancelled', 'failed'],
  ['timed_out', 'failed'],
  ['time_out', 'failed'],
])('state %s is %s', (state, kind) => {
  expect(judgeActivity(anActivity(clean, [], state), 10).kind).toBe(kind)
})

test('lines are read from texts and from objects, joined, sorted, and what names no line is kept', () => {
  const activity = anActivity({ person: 10, error: 2, correctable: 1, cannot: 0 }, [
    'Line 7: Invalid email address',
    { message: 'Line 2: Invalid birthday' },
    'Line 2: Invalid anniversary',
    'The file was read twice',
    { code: 5 },
    17,
  ])
  expect(judgeActivity(activity, 10)).toMatchObject({
    agreement: 'agree',
    lines: [
      { line: 2, message: 'Invalid birthday; Invalid anniversary' },
      { line: 7, message: 'Invalid email address' },
    ],
    unnamed: 1,
    otherErrors: ['The file was read twice'],
  })
})

test.each([
  ['a line after the last', ['Line 12: x'], { ...clean, error: 1 }],
  ['the header', ['Line 1: x'], { ...clean, error: 1 }],
  ['more lines than refusals', ['Line 2: x', 'Line 3: x'], { ...clean, error: 1 }],
])('lines that cannot be ours mean that nobody can be told apart: %s', (_, errors, counts) => {
  expect(judgeActivity(anActivity(counts, errors), 10)).toMatchObject({ agreement: 'disagree' })
})

test.each([
  ['Line 12: Invalid email', 12, 'Invalid email'],
  ['line 3 - Too long', 3, 'Too long'],
  ['  Line 4:', 4, 'Line 4:'],
  ['Line 5: first\nsecond', 5, 'first\nsecond'],
])('%j names line %i', (text, line, message) => {
  expect(readLineErrors([text])).toEqual({ lines: [{ line, message }], otherErrors: [] })
})

test('an activity with next to nothing in it can be read, one without its id cannot', () => {
  expect(readActivity({ activity_id: 'a1' })).toEqual({ id: 'a1', state: 'unknown', errors: [], counts: {} })
  expect(() => readActivity({ state: 'completed' })).toThrow(/"activity_id" is missing/)
  expect(() => readActivityPage({ activities: null })).toThrow(/"activities" is null, not a list/)
  expect(() => readActivityPage([])).toThrow(/expected an object, found a list/)
})

test('what is wrong with a line is kept without the address that it names', () => {
  const { errors } = anActivity(clean, ['Line 2: ada@example.com is invalid', { message: 'Line 3: <b@c.dk> too' }])
  expect(errors).toEqual(['Line 2: [e-mail] is invalid', 'Line 3: <[e-mail]> too'])
})

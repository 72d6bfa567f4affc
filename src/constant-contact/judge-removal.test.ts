import { expect, test } from 'vitest'
import { readActivity } from './activity.ts'
import { judgeRemoval } from './judge-removal.ts'
import { removeFromListsRequest } from './remove-memberships.ts'

/** A removal's activity as it comes over the wire. */
function aRemoval(status: unknown, state = 'completed', errors: unknown[] = []) {
  return readActivity({ activity_id: 'a1', state, activity_errors: errors, status })
}

const counts = (total: unknown, completed: unknown) => ({
  items_total_count: total,
  items_completed_count: completed,
  list_count: 1,
})

test.each([
  ['all that were sent', counts(10, 10), [], true],
  ['counters written as text', counts('10', '10'), [], true],
  ['fewer were done', counts(10, 9), [], false],
  ['more were done', counts(10, 11), [], false],
  ['fewer were counted', counts(9, 9), [], false],
  ['more were counted', counts(11, 10), [], false],
  ['none were done', counts(10, 0), [], false],
  ['what was done is not told', { items_total_count: 10 }, [], false],
  ['how many there were is not told', { items_completed_count: 10 }, [], false],
  ['nothing is told', {}, [], false],
  ['there is no status', undefined, [], false],
  ['a counter that is no number', counts(10, 'all'), [], false],
  ['an error', counts(10, 10), [{ message: 'One contact could not be removed.' }], false],
])('a removal of ten is complete only when it says so: %s', (_, status, errors, complete) => {
  expect(judgeRemoval(aRemoval(status, 'completed', errors), 10)).toEqual({ kind: 'settled', complete })
})

test.each([
  ['initialized', { kind: 'pending' }],
  ['processing', { kind: 'pending' }],
  ['a_state_of_tomorrow', { kind: 'pending' }],
  ['failed', { kind: 'failed', state: 'failed' }],
  ['cancelled', { kind: 'failed', state: 'cancelled' }],
  ['timed_out', { kind: 'failed', state: 'timed_out' }],
  ['time_out', { kind: 'failed', state: 'time_out' }],
])('state %s is %o, whatever the counters say', (state, verdict) => {
  expect(judgeRemoval(aRemoval(counts(10, 10), state), 10)).toEqual(verdict)
})

test.each([
  ['no contacts', 0, 1],
  ['more than 500 contacts', 501, 1],
  ['no lists', 1, 0],
  ['more than 50 lists', 1, 51],
])('no removal is built for %s', (_, contacts, lists) => {
  const ids = (many: number) => Array.from({ length: many }, (_, at) => `id${at}`)
  expect(() => removeFromListsRequest(ids(contacts), ids(lists))).toThrow(RangeError)
})

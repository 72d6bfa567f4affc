import { expect, test, vi } from 'vitest'
import type { ActivityFaultAction } from '../../sandbox/faults/activity-faults.ts'
import { outcomesOf, removalsOf } from '../support/delivery-lab.ts'
import { faultLab, personOf } from '../support/fault-lab.ts'
import { positionsFor } from '../support/fault-rows.ts'

vi.setConfig({ testTimeout: 120_000 })

type Row = { readonly action: ActivityFaultAction; readonly done: string; readonly share?: number }

/** How a job may come to no good end. */
const ends: readonly Row[] = [
  { action: 'failed', done: 'nothing done' },
  { action: 'failed', done: 'half of it done', share: 0.5 },
  { action: 'timed_out', done: 'half of it done' },
  { action: 'cancelled', done: 'nothing done' },
  { action: 'stuck', done: 'nothing done until it goes on' },
  { action: 'vanished', done: 'all of it done' },
  { action: 'no-counters', done: 'all of it done' },
]

test.each(ends)(
  'imports of which one is $action, $done: whoever is not known to have landed is told and sent again',
  async (row) => {
    const { done: _, ...fault } = row
    const reason = fault.action === 'no-counters' ? 'counts_disagree' : `job_${fault.action}`
    const lab = await faultLab()
    await lab.day()
    for (const nth of [1, 2, 4]) {
      lab.control.activityFault({ ...fault, nth })
      const [first, ...then] = await lab.day({ again: true, mend: () => lab.control.release() })
      const { unconfirmed } = outcomesOf(first)
      // Of those who are new, the list itself tells whether they landed.
      const told = nth === 4 && ['vanished', 'no-counters'].includes(fault.action)
      expect(unconfirmed).toEqual(told ? undefined : { [reason]: expect.any(Number) })
      expect(first).toMatchObject(
        told
          ? { status: 'Successful' }
          : {
              status: 'Completed with warnings',
              message: expect.stringMatching(/not be confirmed; they are sent again/),
            },
      )
      expect(then).toHaveLength(told ? 0 : 1)
    }
    await lab.quiet()
  },
)

const endsOfRemovals = ends.map((row, at) => ({ ...row, at: positionsFor(at, [1, 2, 3]) }))

test.each(endsOfRemovals)(
  'removals of which one is $action, $done: whoever is still there is taken off',
  async (row) => {
    const { done: _, at, ...fault } = row
    const lab = await faultLab({ crowd: 1_204, turnover: 1_203 })
    await lab.day()
    for (const nth of at) {
      lab.control.activityFault({ ...fault, nth, kind: 'removal' })
      const [first, ...then] = await lab.day({ mend: () => lab.control.release() })
      if (fault.action === 'stuck') {
        expect(removalsOf(first)).toMatchObject({ unconfirmed: { removal_unconfirmed: expect.any(Number) } })
        expect(first.message).toMatch(/whose removal could not be confirmed; it is tried again next time/)
        expect(then).toHaveLength(1)
      } else {
        expect(then).toEqual([])
      }
    }
    await lab.quiet()
  },
)

test.each(['before', 'after'])(
  'whoever leaves the segment while their import is stuck is off the list, though it goes on %s the next run',
  async (when) => {
    const lab = await faultLab()
    await lab.day()
    lab.control.activityFault({ action: 'stuck' })
    await lab.run(lab.peopleOf(1))
    if (when === 'before') lab.control.release()
    await lab.run(lab.peopleOf(4))
    lab.control.release()
    await lab.run()
    await lab.run()
    expect(lab.members()).toEqual(lab.wanted(4))
    expect(lab.members()).not.toContain(personOf(13, 1).email)
  },
)

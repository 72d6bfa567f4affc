import { expect, test, vi } from 'vitest'
import { removalsOf } from '../support/delivery-lab.ts'
import { type FaultLab, faultLab } from '../support/fault-lab.ts'
import { inGroups, lastingFaults, passingFaults, positionsFor } from '../support/fault-rows.ts'

vi.setConfig({ testTimeout: 120_000 })

const removals = { method: 'POST', path: 'remove_list_memberships' } as const
/** Everybody but one leaves from day to day: three requests of up to 500. */
const manyLeave = { crowd: 1_204, turnover: 1_203 }
const positions = [1, 2, 3]

const passing = [
  ...passingFaults(removals),
  { name: 'a time-out of what is taken after it was asked again', arm: takenLater },
].map((row, at) => ({ ...row, at: positionsFor(at, positions) }))
const lasting = lastingFaults(removals, 'a removal of contacts from a list').map((row, at) => ({
  ...row,
  at: positionsFor(at, positions),
}))

test.each(inGroups(passing, 4))(
  'removals of which one meets $name: whoever is still there is taken off in the same run',
  async ({ rows }) => {
    const lab = await faultLab({ ...manyLeave, timeouts: { requestMs: 700, uploadMs: 30_000 } })
    await lab.day()
    for (const { name, arm, at } of rows) {
      for (const nth of at) {
        arm(lab, nth)
        expect(await lab.day({ name }), name).toHaveLength(1)
      }
    }
    await lab.quiet()
  },
)

test.each(lasting)(
  'removals of which one meets $name: the run says so, and the next takes off the rest',
  async ({ arm, says, at, ...ending }) => {
    const lab = await faultLab(manyLeave)
    await lab.day()
    for (const nth of at) {
      arm(lab, nth)
      const [failed, ...then] = await lab.day({ mend: () => lab.control.clearFaults() })
      expect(failed).toMatchObject({ status: ending.status, reason: ending.reason })
      expect(failed.message).toMatch(says)
      if (failed.finished_at) {
        expect(removalsOf(failed)).toMatchObject({ not_sent: { [ending.reason]: expect.any(Number) } })
      }
      expect(then).toHaveLength(1)
    }
    await lab.quiet()
  },
)

/** The service takes the request only when the next one comes. */
function takenLater({ control }: FaultLab, nth: number): void {
  const again = Promise.withResolvers<void>()
  control.whenRequest({ ...removals, nth }, () => {
    control.whenRequest(removals, () => again.resolve())
    return again.promise
  })
}

import { expect, test, vi } from 'vitest'
import { type FaultLab, faultLab } from '../support/fault-lab.ts'
import { inGroups, lastingFaults, passingFaults } from '../support/fault-rows.ts'

vi.setConfig({ testTimeout: 120_000 })

/** The first, a middle and the last of the four imports of a day. */
const positions = [1, 2, 4]
const imports = { method: 'POST', path: 'contacts_file_import' } as const
const looks = { method: 'GET', path: '/v3/activities' } as const

const passing = [
  ...passingFaults(imports),
  { name: 'a time-out of what is accepted later, while it is looked for', arm: acceptedLater },
]

test.each(inGroups(passing, 4))(
  'imports of which one meets $name: nobody is sent twice, and nobody is lost',
  async ({ rows }) => {
    const lab = await faultLab({ timeouts: { requestMs: 5_000, uploadMs: 400 } })
    await lab.day()
    for (const { name, arm } of rows) {
      for (const nth of positions) {
        arm(lab, nth)
        expect(await lab.day({ name }), name).toHaveLength(1)
      }
    }
    await lab.quiet()
  },
)

test.each(lastingFaults(imports, 'an import of contacts'))(
  'imports of which one meets $name: the run says so, and the next delivers the rest',
  async ({ arm, says, ...ending }) => {
    const lab = await faultLab()
    await lab.day()
    for (const nth of positions) {
      arm(lab, nth)
      const [failed, ...then] = await lab.day({ mend: () => lab.control.clearFaults() })
      expect(failed).toMatchObject({ status: ending.status, reason: ending.reason })
      expect(failed.message).toMatch(says)
      expect(then).toHaveLength(1)
    }
    await lab.quiet()
  },
)

test('an import whose answer is lost, and which may not be looked for, keeps its run open', async () => {
  const lab = await faultLab()
  await lab.day()
  for (const nth of positions) {
    lab.control.fault({ ...imports, nth, action: 'drop-after' })
    lab.control.fault({ ...looks, times: Infinity, action: 'forbidden' })
    const [failed, ...then] = await lab.day({ mend: () => lab.control.clearFaults() })
    expect(failed).toMatchObject({ status: 'Failure (will retry)', reason: 'constant_contact_forbidden' })
    expect(failed.message).toMatch(/does not allow this connection to ask for the account's activities/)
    expect(then.length).toBeGreaterThan(0)
  }
  await lab.quiet()
})

/** The service takes the file only when the client has looked for it once, and tells of it the second time. */
function acceptedLater({ control }: FaultLab, nth: number): void {
  const looked = Promise.withResolvers<void>()
  const accepted = Promise.withResolvers<void>()
  control.whenRequest({ ...imports, nth }, () => {
    control.afterRequest(looks, () => looked.resolve())
    control.whenRequest({ ...looks, nth: 2 }, () => accepted.promise)
    return looked.promise
  })
  control.afterRequest({ ...imports, nth }, () => accepted.resolve())
}

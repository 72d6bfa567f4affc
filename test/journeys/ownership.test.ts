import { expect, test } from 'vitest'
import type { ExportDefinition } from '../../src/contract/definitions.ts'
import { approveRun } from '../../src/exports/approval.ts'
import { runApproved } from '../../src/exports/run-export.ts'
import type { RunRow } from '../../src/exports/run-store.ts'
import { aShopThat } from '../support/a-shop.ts'
import { deliveryLab, people } from '../support/delivery-lab.ts'

/** Guards that let everything through, where a handful of people is everybody. */
const wide = { removalShare: 1, removalPeople: 1000, emptySegment: false, shrunkShare: 1 }

function mirroring(change: Partial<ExportDefinition> = {}) {
  return aShopThat({ leavers: 'remove', guards: wide, ...change })
}

async function ownershipLab(definitions = mirroring()) {
  const lab = await deliveryLab({ definitions })
  const approve = async (run: RunRow) =>
    runApproved(lab.needs, lab.definitions(), await approveRun(lab.app, run, { by: 'ada', note: null }), lab.request())
  return { ...lab, approve }
}

test('a run that was killed before it could ask for approval asks, and does not go on', async () => {
  const { run, members, approve } = await ownershipLab(mirroring({ guards: {} }))
  await run(people(200))
  const killed = run(people(50), {
    told: ({ type }) => {
      if (type === 'planned') throw new Error('killed')
    },
  })
  await expect(killed).rejects.toThrow('killed')
  const waiting = await run()
  expect(waiting).toMatchObject({ status: 'Waits for approval', reason: 'guard_removals' })
  expect(members()).toHaveLength(200)
  expect(await approve(waiting)).toMatchObject({ status: 'Successful' })
  expect(members()).toHaveLength(50)
})

import { expect, test } from 'vitest'
import type { ExportDefinition } from '../../src/contract/definitions.ts'
import { approveRun } from '../../src/exports/approval.ts'
import { previewExport } from '../../src/exports/preview-export.ts'
import { runApproved } from '../../src/exports/run-export.ts'
import type { RunRow } from '../../src/exports/run-store.ts'
import { aShopThat } from '../support/a-shop.ts'
import { deliveryLab, outcomesOf, people, removalsOf } from '../support/delivery-lab.ts'

/** Guards that let everything through, where a handful of people is everybody. */
const wide = { removalShare: 1, removalPeople: 1000, emptySegment: false, shrunkShare: 1 }

function mirroring(change: Partial<ExportDefinition> = {}) {
  return aShopThat({ leavers: 'remove', guards: wide, ...change })
}

/** Two exports of everybody to one list. */
function twoExports(news: Partial<ExportDefinition> = {}, more: Partial<ExportDefinition> = {}) {
  const shop = mirroring()
  const { news: plain } = shop.exports
  if (!plain) throw new Error('the shop has no export')
  return { ...shop, exports: { news: { ...plain, ...news }, more: { ...plain, ...more } } }
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

test('whom we took off has not departed, though an export that is gone had put them there too', async () => {
  const { run, members, app } = await ownershipLab(twoExports())
  await run(people(3))
  const more = { exportName: 'more' }
  await run(undefined, more)
  // The export is removed from the configuration: it keeps nobody any more.
  await app.db.deleteFrom('export_lists').where('export_name', '=', 'news').execute()
  expect(removalsOf(await run(people(2), more))).toEqual({ removed: { left_segments: 1 } })
  expect(await run(undefined, more)).toMatchObject({ status: 'Successful' })
  expect(outcomesOf(await run(people(3), more))).toEqual({ unchanged: { '': 2 }, delivered: { '': 1 } })
  expect(members()).toHaveLength(3)
})

test('whom a run is taking off has not departed, though somebody looks in the midst of it', async () => {
  const { run, members, stopAt, needs, definitions } = await ownershipLab()
  await run(people(6))
  await stopAt(people(4), 'removal_sent')
  const { signal } = new AbortController()
  await previewExport(needs, definitions(), { exportName: 'news', showEmails: false, signal })
  expect(removalsOf(await run())).toEqual({ removed: { left_segments: 2 } })
  expect(outcomesOf(await run(people(6)))).toEqual({ unchanged: { '': 4 }, delivered: { '': 2 } })
  expect(members()).toHaveLength(6)
})

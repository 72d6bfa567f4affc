import { expect, test } from 'vitest'
import type { ExportDefinition } from '../../src/contract/definitions.ts'
import { aShopThat } from '../support/a-shop.ts'
import { deliveryLab, outcomesOf, people, removalsOf } from '../support/delivery-lab.ts'

const ann = { id: '1', email: 'ann@example.com', first: 'Ann' }
const bo = { id: '2', email: 'bo@example.com', first: 'Bo' }
const cy = { id: '3', email: 'cy@example.com', first: 'Cy' }

/** For tests in which a handful of people is everybody. */
const unguarded = { emptySegment: false, shrunkShare: 1 }

function mirroring(change: Partial<ExportDefinition> = {}) {
  return aShopThat({ leavers: 'remove', ...change })
}

test('who left the segments is taken off the list, and who came is put on it', async () => {
  const { run, members } = await deliveryLab({ definitions: mirroring() })
  await run([ann, bo])
  const second = await run([bo, cy])
  expect(second).toMatchObject({ status: 'Successful' })
  expect(members()).toEqual(['bo@example.com', 'cy@example.com'])
  expect(removalsOf(second)).toEqual({ removed: { left_segments: 1 } })
  expect(outcomesOf(second)).toEqual({ unchanged: { '': 1 }, delivered: { '': 1 } })
  const third = await run([ann, bo, cy])
  expect(outcomesOf(third)).toEqual({ unchanged: { '': 2 }, delivered: { '': 1 } })
  expect(members()).toEqual(['ann@example.com', 'bo@example.com', 'cy@example.com'])
})

test('with leavers kept, who left stays', async () => {
  const { run, members } = await deliveryLab()
  await run([ann, bo])
  await run([bo])
  expect(members()).toEqual(['ann@example.com', 'bo@example.com'])
})

test('an address that changed leaves, and the new one joins', async () => {
  const { run, members } = await deliveryLab({ definitions: mirroring() })
  await run([ann, bo])
  const moved = await run([
    { ...ann, email: 'ann.lee@example.com' },
    { ...bo, email: '' },
  ])
  expect(removalsOf(moved)).toEqual({ removed: { email_changed: 2 } })
  expect(members()).toEqual(['ann.lee@example.com'])
})

test('nobody is taken off whom we did not put there', async () => {
  const { run, members, control } = await deliveryLab({ definitions: mirroring({ guards: unguarded }) })
  control.addContact({ email: 'ann@example.com', listIds: [control.list().listId] })
  control.addContact({ email: 'stranger@example.com', listIds: [control.list().listId] })
  await run([ann, bo])
  control.addContact({ email: 'cy@example.com', listIds: [control.list().listId] })
  await run([ann, bo, cy])
  const gone = await run([])
  expect(removalsOf(gone)).toEqual({ kept: { before_us: 2 }, removed: { left_segments: 1 } })
  expect(members()).toEqual(['ann@example.com', 'cy@example.com', 'stranger@example.com'])
})

test('of two exports on one list, the last that keeps a person decides', async () => {
  const shop = mirroring({ guards: unguarded })
  const { news } = shop.exports
  if (!news) throw new Error('the shop has no export')
  const segments = { ...shop.segments, anns: { rules: [{ where: { column: 'FirstName', equals: 'Ann' } }] } }
  const { run, members } = await deliveryLab({
    definitions: { ...shop, segments, exports: { news, anns: { ...news, segments: ['anns'] } } },
  })
  await run([ann, bo])
  await run(undefined, { exportName: 'anns' })
  const renamed = await run([{ ...ann, first: 'Anna' }, bo], { exportName: 'anns' })
  expect(removalsOf(renamed)).toEqual({ kept: { other_claim: 1 } })
  expect(members()).toEqual(['ann@example.com', 'bo@example.com'])
  const gone = await run([bo])
  expect(removalsOf(gone)).toEqual({ removed: { left_segments: 1 } })
  expect(members()).toEqual(['bo@example.com'])
})

test('withdrawn consent takes off whatever leavers says, outside the guards', async () => {
  const lab = await deliveryLab({ definitions: mirroring({ leavers: 'keep', consent: 'LastName' }) })
  await lab.run(people(200).map((person) => ({ ...person, last: 'yes' })))
  expect(lab.members()).toHaveLength(200)
  const withdrawn = await lab.run(people(200).map((person, at) => ({ ...person, last: at < 150 ? 'no' : 'Ja' })))
  expect(withdrawn.status).toBe('Successful')
  expect(outcomesOf(withdrawn)).toMatchObject({ held_back: { no_consent: 150 } })
  expect(removalsOf(withdrawn)).toEqual({ removed: { consent_withdrawn: 150 } })
  expect(lab.members()).toHaveLength(50)
})

test('who left this list is not put back, until Constant Contact shows them on it again', async () => {
  const { run, members, control } = await deliveryLab({ definitions: mirroring() })
  await run([ann, bo])
  control.leaveList('ann@example.com')
  const after = await run([{ ...ann, first: 'Anna' }, bo])
  expect(outcomesOf(after)).toEqual({ unchanged: { '': 1 }, held_back: { left_list: 1 } })
  expect(members()).toEqual(['bo@example.com'])
  control.addToList('ann@example.com')
  const back = await run([{ ...ann, first: 'Anna' }, bo])
  expect(outcomesOf(back)).toEqual({ unchanged: { '': 1 }, delivered: { '': 1 } })
  await run([bo])
  expect(members()).toEqual(['ann@example.com', 'bo@example.com'])
})

test('who left the list is not put on it by us, whoever had put them there', async () => {
  const { run, members, control } = await deliveryLab({ definitions: mirroring() })
  control.addContact({ email: 'cy@example.com', listIds: [control.list().listId] })
  await run([ann, bo])
  control.leaveList('cy@example.com')
  const after = await run([ann, bo, cy])
  expect(outcomesOf(after)).toEqual({ unchanged: { '': 2 }, held_back: { left_list: 1 } })
  expect(members()).toEqual(['ann@example.com', 'bo@example.com'])
})

test('a deleted contact that was restored off the list stays departed from it', async () => {
  const { run, members, control } = await deliveryLab({ definitions: mirroring() })
  await run([ann, bo])
  control.deleteContact('ann@example.com')
  expect(outcomesOf(await run([ann, bo]))).toMatchObject({ held_back: { deleted: 1 } })
  control.addContact({ email: 'ann@example.com' })
  expect(outcomesOf(await run([ann, bo]))).toMatchObject({ held_back: { deleted: 1 } })
  expect(members()).toEqual(['bo@example.com'])
})

test('a run that would take off too many waits for a person, and sends nothing', async () => {
  const { run, members, control } = await deliveryLab({ definitions: mirroring() })
  await run(people(1000))
  const imports = control.imports().length
  const waiting = await run(people(880))
  expect(waiting).toMatchObject({ status: 'Waits for approval', reason: 'guard_removals', finished_at: null })
  expect(members()).toHaveLength(1000)
  expect(control.imports()).toHaveLength(imports)
  expect(await run(people(880))).toMatchObject({ id: waiting.id, status: 'Waits for approval' })
})

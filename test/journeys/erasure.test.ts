import { expect, test } from 'vitest'
import { readReceipts } from '../../src/exports/receipts/read-receipts.ts'
import { approveRun, rejectRun } from '../../src/exports/run/approval.ts'
import { carryOnRun } from '../../src/exports/run/run-export.ts'
import { carryOnErasure } from '../../src/privacy/carry-on-erasure.ts'
import { certificateText } from '../../src/privacy/certificate.ts'
import { exportPerson } from '../../src/privacy/export-person.ts'
import { liftErasure } from '../../src/privacy/lift-erasure.ts'
import { refreshFor, refreshSources } from '../../src/refresh/refresh-for.ts'
import { outcomesOf } from '../support/delivery-lab.ts'
import { actor, ann, erasureLab, placesOf, signal, trace } from '../support/erasure-lab.ts'

test('a person who is erased is nowhere any more, does not come back, and is not sent by a plan that waits', async () => {
  const { app, needs, definitions, delivered, waiting, erase, control } = await erasureLab()
  expect((await placesOf(app, trace)).length).toBeGreaterThan(15)

  const erasure = await erase()

  expect(erasure.waits_for).toBeNull()
  expect(erasure.state).toBe('whole')
  expect(await placesOf(app, trace)).toEqual([])
  expect(certificateText(erasure.certificate as never)).not.toMatch(trace)

  // The sums of what was told stay, and the receipt is nobody's.
  expect(outcomesOf(delivered).delivered).toEqual({ '': 7 })
  const receipts = await readReceipts(app, delivered, {}, 100)
  expect(receipts.filter(({ email }) => email === null)).toMatchObject([{ outcome: 'delivered' }])

  await refreshSources(needs, definitions, signal)
  await refreshFor(needs, definitions, ['everybody'], signal)
  expect(await placesOf(app, trace)).toEqual([])

  const approved = await approveRun(app, waiting, { by: 'Ada', note: null })
  const ended = await carryOnRun(needs, definitions, approved, {
    exportName: 'offer',
    trigger: 'CLI',
    startedBy: 'Ada',
    signal,
    tell: () => undefined,
  })
  expect(ended).toMatchObject({
    stage: 'finished',
    status: 'Completed with warnings',
    message: '1 corrupt rows in the sources.',
  })
  expect(outcomesOf(ended).held_back).toEqual({ erased: 1 })
  expect(control.contact('ann.erased@example.com')?.values?.first_name).toBe('Ann')
  expect(await placesOf(app, trace)).toEqual([])
})

test('lifted, she comes back with the next refresh though no file has changed, and on no list without being read anew', async () => {
  const { app, needs, definitions, erase, run, control } = await erasureLab()
  const { id } = await erase()

  await liftErasure(app, actor, id, 'she is a customer again')
  await expect(liftErasure(app, actor, id, 'twice')).rejects.toMatchObject({ code: 'not_liftable' })

  control.unsubscribe('ann.erased@example.com')
  await refreshFor(needs, definitions, ['everybody'], signal)
  const again = await exportPerson(app, definitions, actor, { email: ann.email })
  expect(again.tables.contacts).toMatchObject([{ ContactId: 'C-friend' }, { ContactId: ann.id }])
  expect(again.tables.lines).toMatchObject([{ LineId: 'L-1' }])
  expect(again.tables.blocked).toHaveLength(1)
  // What was uploaded was ours, and was written anew without her.
  expect(again.tables).not.toHaveProperty('visits')
  expect(again.segments).toEqual(['everybody'])
  expect(again.erasures).toEqual([])
  const delivered = await run(undefined, { exportName: 'news' })
  // She unsubscribed while her address was left out of what was read, and is not sent all the same.
  expect(outcomesOf(delivered).held_back).toEqual({ unsubscribed: 1 })
})

test('what is held of a person is theirs to have: rows, segments, deliveries, receipts, departures', async () => {
  const { app, definitions, erase } = await erasureLab()
  const held = await exportPerson(app, definitions, actor, { key: ann.id })
  expect(held.emails).toEqual(['ann.erased@example.com'])
  expect(Object.keys(held.tables).sort()).toEqual(['blocked', 'contacts', 'lines', 'orders', 'visits'])
  expect(held.segments).toEqual(['everybody', 'fixed', 'old'])
  expect(held.deliveries).toMatchObject([
    { export: 'news', list: 'Newsletter' },
    { export: 'offer', list: 'Third' },
  ])
  expect(held.receipts.length).toBeGreaterThanOrEqual(4)
  expect(held.tests).toHaveLength(1)
  expect(held.departureEndings).toMatchObject([{ reason: 'she called' }])

  await erase()
  const nothing = await exportPerson(app, definitions, actor, { email: ann.email })
  expect(nothing).toMatchObject({ tables: {}, segments: [], deliveries: [], receipts: [], lists: [], tests: [] })
  expect(nothing.erasures).toMatchObject([{ state: 'whole' }])
  // The record of who asked holds nobody's address.
  const log = await app.db.selectFrom('audit_log').selectAll().execute()
  expect(log.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['person.export', 'person.erase', 'erasure.end']),
  )
  expect(JSON.stringify(log)).not.toMatch(trace)
})

test('asked to, she is taken off the lists on which we put her, and off no other', async () => {
  const { app, erase, members, control, definitions, needs, waiting } = await erasureLab()
  const others = control.addList({ name: 'Theirs' })
  control.addToList('ann.erased@example.com', others)

  const waits = await erase(true)
  // The export that waits for a person keeps its list until that is decided.
  expect(waits.state).toBe('under_way')
  expect(waits.waits_for).toMatchObject({ code: 'run_unfinished' })
  await rejectRun(needs, waiting, { by: 'Ada', note: null })
  const erasure = await carryOnErasure(needs, definitions, waits.id, signal)

  expect(erasure.state).toBe('whole')
  expect(erasure.certificate?.removedFrom).toEqual(['Newsletter', 'Third'])
  expect(members()).not.toContain('ann.erased@example.com')
  expect(members(others)).toContain('ann.erased@example.com')
  expect(await placesOf(app, trace)).toEqual([])
})

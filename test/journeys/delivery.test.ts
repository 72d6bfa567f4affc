import { expect, test } from 'vitest'
import type { ExportDefinition } from '../../src/contract/definitions.ts'
import { readReceipts } from '../../src/exports/receipts/read-receipts.ts'
import { aShop, type ShopPerson } from '../support/a-shop.ts'
import { deliveryLab, outcomesOf } from '../support/delivery-lab.ts'

const ann: ShopPerson = { id: '1', email: 'ann@example.com', first: 'Ann', last: 'Lee' }
const bo: ShopPerson = { id: '2', email: ' Bo@Example.com', first: 'Bo' }
const cy: ShopPerson = { id: '3', email: 'cy@example.com', first: 'Cy', last: 'Ødegård, "Jr"' }

test('everybody who can be delivered is on the list, with a receipt for each member', async () => {
  const { run, members, sandbox, app } = await deliveryLab()
  const nobody = { id: '4', email: '' }
  const done = await run([ann, bo, cy, nobody, { id: '5', email: 'ann@example.com' }])

  expect(done).toMatchObject({ status: 'Successful', reason: null })
  expect(members()).toEqual(['ann@example.com', 'bo@example.com', 'cy@example.com'])
  expect(outcomesOf(done)).toEqual({ delivered: { '': 3 }, rejected: { email_missing: 1, duplicate_email: 1 } })
  expect(sandbox.control.contact('cy@example.com')).toMatchObject({
    values: { first_name: 'Cy', last_name: 'Ødegård, "Jr"' },
  })
  const receipts = await readReceipts(app, done, {}, 100)
  expect(receipts.map(({ profile_key, outcome }) => `${profile_key} ${outcome}`).sort()).toEqual([
    '1 rejected',
    '2 delivered',
    '3 delivered',
    '4 rejected',
    '5 delivered',
  ])
})

test('a second run sends only who is new or changed, and nothing at all when nothing changed', async () => {
  const { run, sandbox, app } = await deliveryLab()
  await run([ann, bo])
  const changed = await run([{ ...ann, last: 'Lee-Hansen' }, bo, cy])
  expect(outcomesOf(changed)).toEqual({ unchanged: { '': 1 }, delivered: { '': 2 } })
  const imports = sandbox.control.imports().length

  const unchanged = await run()
  expect(outcomesOf(unchanged)).toEqual({ unchanged: { '': 3 } })
  expect(sandbox.control.imports()).toHaveLength(imports)
  expect((await readReceipts(app, unchanged, { outcome: 'unchanged' }, 10)).map((each) => each.profile_key)).toEqual([
    '1',
    '2',
    '3',
  ])
})

test('who unsubscribed or was deleted is held back, and never revived', async () => {
  const { run, sandbox, members } = await deliveryLab()
  await run([ann, bo, cy])
  sandbox.control.unsubscribe('ann@example.com')
  sandbox.control.deleteContact('bo@example.com')

  const after = await run([{ ...ann, last: 'New' }, { ...bo, first: 'New' }, cy])

  expect(outcomesOf(after)).toEqual({ unchanged: { '': 1 }, held_back: { unsubscribed: 1, deleted: 1 } })
  expect(members()).not.toContain('bo@example.com')
})

test('a person whom Constant Contact refuses fails alone, and is left alone until something changes', async () => {
  const { run, sandbox, members } = await deliveryLab()
  sandbox.control.refuseEmail({ email: 'bo@example.com', message: 'Invalid email address' })
  const first = await run([ann, bo, cy])
  expect(first.status).toBe('Completed with warnings')
  expect(outcomesOf(first)).toEqual({ delivered: { '': 2 }, rejected: { refused: 1 } })
  expect(members()).toEqual(['ann@example.com', 'cy@example.com'])

  const second = await run()
  expect(outcomesOf(second)).toEqual({ unchanged: { '': 2 }, held_back: { rejected_before: 1 } })
  sandbox.control.acceptEmail('bo@example.com')
  const third = await run([ann, { ...bo, last: 'Hansen' }, cy])
  expect(outcomesOf(third)).toEqual({ unchanged: { '': 2 }, delivered: { '': 1 } })
})

test('a batch whose answer was lost is adopted by its file name, not sent twice', async () => {
  const { run, sandbox, events, members } = await deliveryLab()
  sandbox.control.fault({ method: 'POST', path: 'contacts_file_import', action: 'drop-after' })
  const done = await run([ann, bo])

  expect(done.status).toBe('Successful')
  expect(events.some(({ type }) => type === 'batch_adopted')).toBe(true)
  expect(members()).toEqual(['ann@example.com', 'bo@example.com'])
  const names = sandbox.control.imports().map(({ fileName }) => fileName)
  expect(new Set(names).size).toBe(names.length)
})

test('who was deleted while the fate of their batch was unknown is taken out before it is sent again', async () => {
  const { run, sandbox, members, app, stopAt } = await deliveryLab()
  sandbox.control.addContact({ email: 'bo@example.com' })
  sandbox.control.fault({ method: 'POST', path: 'contacts_file_import', action: 'drop-before' })
  await stopAt([ann, bo], 'waiting')
  expect(await app.db.selectFrom('runs').selectAll().executeTakeFirst()).toMatchObject({
    status: 'Failure (will retry)',
    reason: 'stopped',
    message: expect.stringContaining('postbud run news'),
    finished_at: null,
  })
  sandbox.control.deleteContact('bo@example.com')

  const done = await run()

  expect(outcomesOf(done)).toEqual({ delivered: { '': 1 }, held_back: { deleted: 1 } })
  expect(members()).toEqual(['ann@example.com'])
  expect(sandbox.control.contact('bo@example.com')).toMatchObject({ deleted: true })
})

test.each(['sent', 'settling'])(
  'a list that goes while its run is stopped (%s) ends the run when it is carried on',
  async (when) => {
    const { run, sandbox, app, stopAt } = await deliveryLab()
    if (when === 'sent') sandbox.control.fault({ method: 'POST', path: 'contacts_file_import', action: 'drop-before' })
    await stopAt([ann, bo], 'waiting', 'settling')
    sandbox.control.deleteList()

    const done = await run()

    expect(done).toMatchObject({ status: 'Failed (permanent)', reason: 'list_deleted', finished_at: expect.any(Date) })
    expect(outcomesOf(done)).toEqual(when === 'sent' ? { not_sent: { list_deleted: 2 } } : { delivered: { '': 2 } })
    expect(await readReceipts(app, done, {}, 10)).toHaveLength(2)
  },
)

test('a plan for one account goes to no other', async () => {
  const { run, turnTo, sandbox, stopAt } = await deliveryLab()
  await stopAt([ann, bo], 'batch_sent')
  const imports = sandbox.control.imports().length
  turnTo('another')

  const ended = await run()
  expect(ended).toMatchObject({ status: 'Failed (permanent)', reason: 'account_changed' })
  expect(Object.keys(outcomesOf(ended)).sort()).toEqual(['not_sent', 'unconfirmed'])
  expect(sandbox.control.imports()).toHaveLength(imports)
  expect((await run()).status).toBe('Successful')
})

test('a run waits while another is delivering to its list', async () => {
  const { run, app, events, members, sandbox } = await deliveryLab()
  const list = `list:p07e1l8cdif9dl/${sandbox.control.list().listId}`
  const other = await app.database.tryLock(list)
  const done = await run([ann], {
    told: (event) => {
      if (event.type === 'waiting') void other?.[Symbol.asyncDispose]()
    },
  })
  expect(done.status).toBe('Successful')
  expect(events).toContainEqual(expect.objectContaining({ type: 'waiting', what: 'list_busy' }))
  expect(members()).toEqual(['ann@example.com'])
})

test('a list that is gone ends the run with a sentence, before anything is sent', async () => {
  const { run, sandbox } = await deliveryLab()
  sandbox.control.deleteList()
  const done = await run([ann])
  expect(done.status).toBe('Failed (permanent)')
  expect(done.message).toMatch(/list/i)
  expect(sandbox.control.imports()).toEqual([])
})

test('a source that cannot be read skips the run and keeps the last good data', async () => {
  const { run, sandbox, define } = await deliveryLab()
  await run([ann])
  define(aShop({ sources: { contacts: { file: 'gone.csv', key: 'ContactId' } } }))
  const broken = await run()
  expect(broken).toMatchObject({ status: 'Skipped', reason: 'upstream_failed' })
  expect(broken.message).toMatch(/gone\.csv/)
  expect(sandbox.control.imports()).toHaveLength(1)
})

test('an export that was detached from its connection is skipped, with what to do', async () => {
  const { run, define, sandbox } = await deliveryLab()
  const { connection: _, ...detached } = aShop().exports.news as ExportDefinition
  define(aShop({ exports: { news: detached } }))
  const done = await run([ann])
  expect(done).toMatchObject({ status: 'Skipped', reason: 'connection_missing' })
  expect(done.message).toMatch(/"news" has no connection, so it does not run. Assign it one/)
  expect(sandbox.control.imports()).toEqual([])
})

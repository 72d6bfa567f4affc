import { expect, test } from 'vitest'
import type { ExportDefinition } from '../../src/contract/definitions.ts'
import { endDepartures, readDeparturesBook } from '../../src/exports/list/departures-book.ts'
import { formerLists } from '../../src/exports/list/known-of-list.ts'
import { readDrift } from '../../src/exports/list/read-drift.ts'
import { previewExport } from '../../src/exports/plan/preview-export.ts'
import { readReceipts, readRemovalReceipts } from '../../src/exports/receipts/read-receipts.ts'
import { approveRun, rejectRun } from '../../src/exports/run/approval.ts'
import { pauseDelivery, resumeDelivery } from '../../src/exports/run/pause.ts'
import { requireRetriable, requireUndoable } from '../../src/exports/run/rerun.ts'
import { carryOnRun } from '../../src/exports/run/run-export.ts'
import type { RunRow } from '../../src/exports/run/run-store.ts'
import { aShopThat, type ShopPerson } from '../support/a-shop.ts'
import { deliveryLab, outcomesOf, people, removalsOf } from '../support/delivery-lab.ts'

const account = 'p07e1l8cdif9dl'
const signal = new AbortController().signal

function mirroring(change: Partial<ExportDefinition> = {}, contractLimit?: number) {
  const shop = aShopThat({ leavers: 'remove', ...change })
  const { marketing } = shop.connections
  if (!marketing || contractLimit === undefined) return shop
  return { ...shop, connections: { marketing: { ...marketing, contractLimit } } }
}

async function mirrorLab(definitions = mirroring()) {
  const lab = await deliveryLab({ definitions })
  const approve = async (run: RunRow) =>
    carryOnRun(
      lab.needs,
      lab.definitions(),
      await approveRun(lab.app, run, { by: 'ada', note: 'looked at it' }),
      lab.request(),
    )
  const preview = (about?: Parameters<typeof previewExport>[2]['about']) =>
    previewExport(lab.needs, lab.definitions(), {
      exportName: 'news',
      showEmails: false,
      signal,
      ...(about && { about }),
    })
  return { ...lab, approve, preview }
}

test('an approved run is sent as it was planned, minus who departed since, and who approved it is kept', async () => {
  const { run, members, approve, control, app } = await mirrorLab()
  await run(people(200))
  const waiting = await run([
    ...people(100),
    { id: 'new', email: 'new@example.com' },
    { id: 'gone', email: 'gone@example.com' },
  ])
  expect(waiting).toMatchObject({ status: 'Waits for approval', reason: 'guard_removals' })
  expect(waiting.message).toMatch(/100 of the 200 people.*50 %.*postbud approve/)
  control.addContact({ email: 'gone@example.com' })
  control.deleteContact('gone@example.com')
  // The data move on; the plan does not.
  const done = await approve(waiting)
  expect(done).toMatchObject({
    id: waiting.id,
    status: 'Successful',
    approval: { approved: { by: 'ada', note: 'looked at it' } },
  })
  expect(removalsOf(done)).toEqual({ removed: { left_segments: 100 } })
  expect(outcomesOf(done)).toEqual({ unchanged: { '': 100 }, delivered: { '': 1 }, held_back: { deleted: 1 } })
  expect(members()).toHaveLength(101)
  expect(await readRemovalReceipts(app, done, {}, 1000)).toHaveLength(100)
})

test('a rejected run sends nothing, accounts for everybody, and the next plans afresh', async () => {
  const { run, members, needs } = await mirrorLab()
  await run(people(200))
  const waiting = await run([...people(100), { id: 'new', email: 'new@example.com' }])
  const rejected = await rejectRun(needs, waiting, { by: 'ada', note: null })
  expect(rejected).toMatchObject({ status: 'Canceled', reason: 'not_approved', finished_at: expect.any(Date) })
  expect(outcomesOf(rejected)).toEqual({ unchanged: { '': 100 }, not_sent: { not_approved: 1 } })
  expect(removalsOf(rejected)).toEqual({ not_sent: { not_approved: 100 } })
  expect(members()).toHaveLength(200)
  await expect(rejectRun(needs, rejected, { by: 'ada', note: null })).rejects.toMatchObject({ code: 'not_waiting' })
  expect(await run(people(195))).toMatchObject({ status: 'Successful' })
})

test('an approval is asked for again when the account filled up beyond what was approved', async () => {
  const { run, approve, control, members } = await mirrorLab(mirroring({}, 100))
  await run(people(90))
  const waiting = await run(people(120))
  expect(waiting).toMatchObject({ status: 'Waits for approval', reason: 'guard_contract' })
  for (let n = 0; n < 10; n += 1) control.addContact({ email: `stranger.${n}@example.com` })
  const again = await approve(waiting)
  expect(again).toMatchObject({ id: waiting.id, status: 'Waits for approval', reason: 'guard_contract' })
  expect(again.message).toContain('up to 130')
  expect(members()).toHaveLength(90)
  expect(await approve(again)).toMatchObject({ status: 'Successful' })
  expect(members()).toHaveLength(120)
})

test('an empty segment, and one that shrank by half, wait for a person', async () => {
  const { run, members } = await mirrorLab(mirroring({ leavers: 'keep' }))
  await run(people(10))
  expect(await run([])).toMatchObject({ status: 'Waits for approval', reason: 'guard_empty_segment' })
  const other = await mirrorLab(mirroring({ leavers: 'keep' }))
  await other.run(people(10))
  expect(await other.run(people(5))).toMatchObject({ status: 'Waits for approval', reason: 'guard_shrunk_segment' })
  expect(members()).toHaveLength(10)
})

test('more people new to the account than the set number wait; those it knows do not count', async () => {
  const { run, control } = await mirrorLab(mirroring({ guards: { newContacts: 5 } }))
  for (const { email } of people(20)) control.addContact({ email, listIds: [control.list().listId] })
  expect(await run(people(24))).toMatchObject({ status: 'Successful' })
  expect(await run(people(32))).toMatchObject({ status: 'Waits for approval', reason: 'guard_new_contacts' })
})

test('a waiting run does not keep another export from its list', async () => {
  const shop = mirroring()
  const { news } = shop.exports
  if (!news) throw new Error('the shop has no export')
  const { run, approve, members } = await mirrorLab({ ...shop, exports: { news, more: { ...news, leavers: 'keep' } } })
  await run(people(200))
  const waiting = await run(people(100))
  expect(await run(people(120), { exportName: 'more' })).toMatchObject({ status: 'Successful' })
  const done = await approve(waiting)
  // Those whom the other export has come to keep meanwhile stay.
  expect(removalsOf(done)).toEqual({ kept: { other_claim: 20 }, removed: { left_segments: 80 } })
  expect(members()).toHaveLength(120)
})

test('a pause stops what has not left, what has left settles, and resuming goes on with the same plan', async () => {
  const { run, app, members, control } = await mirrorLab()
  const varied = people(8).map(
    (person, at): ShopPerson => (at % 2 === 0 ? person : { id: person.id, email: person.email }),
  )
  control.afterRequest({ method: 'POST', path: 'contacts_file_import' }, () =>
    pauseDelivery(app, { by: 'ada', reason: 'wrong segment' }),
  )
  const pausing = await run(varied)
  expect(pausing).toMatchObject({ status: 'Queued', reason: 'paused', finished_at: null, waits_for: 'paused' })
  expect(pausing.message).toMatch(/ada.*wrong segment.*postbud resume/)
  expect(members()).toHaveLength(4)
  expect(control.activities().every(({ state }) => state === 'completed')).toBe(true)
  expect(await run()).toMatchObject({ id: pausing.id, status: 'Queued', reason: 'paused' })
  await resumeDelivery(app.directory)
  expect(await run()).toMatchObject({ id: pausing.id, status: 'Successful' })
  expect(members()).toHaveLength(8)
})

test('a run that is asked for while delivery is paused is skipped', async () => {
  const { run, app, control } = await mirrorLab()
  await pauseDelivery(app, { by: 'ada', reason: null })
  expect(await run(people(3))).toMatchObject({ status: 'Skipped', reason: 'paused' })
  expect(control.imports()).toEqual([])
})

test('an undo takes off whom a run added, and nobody else', async () => {
  const { run, members, control, app, preview } = await mirrorLab()
  control.addContact({ email: 'person.12@example.com', listIds: [control.list().listId] })
  await run(people(10))
  const second = await run(people(20))
  const undo = { kind: 'undo', subject: second.id } as const
  expect(await preview(undo)).toMatchObject({
    all: { members: 0 },
    leaving: { leavers: { undone: 10 }, kept: { before_us: 1 }, toRemove: 9 },
    cost: { imports: 0, removals: 1 },
  })
  expect(members()).toHaveLength(20)
  const undone = await run(undefined, { about: undo })
  expect(undone).toMatchObject({ status: 'Successful', kind: 'undo', subject: second.id })
  expect(removalsOf(undone)).toEqual({ kept: { before_us: 1 }, removed: { undone: 9 } })
  expect(members()).toEqual([...people(10), ...people(1, 12)].map(({ email }) => email).sort())
  await requireUndoable(app, second)
  await expect(requireUndoable(app, undone)).rejects.toThrow(/put nobody new on the list/)
  // They are still in the segment.
  expect(outcomesOf(await run())).toMatchObject({ delivered: { '': 10 } })
})

test('a retry is about who was not delivered, and tries at once who was refused', async () => {
  const { run, members, control, app, preview } = await mirrorLab()
  const bad: ShopPerson = { id: 'bad', email: 'nowhere' }
  control.refuseEmail({ email: 'person.1@example.com' })
  const first = await run([...people(4), bad, { id: 'C-second', email: 'person.3@example.com' }])
  expect(outcomesOf(first)).toMatchObject({ rejected: { email_malformed: 1, refused: 1, duplicate_email: 1 } })
  await expect(requireRetriable(app, first, 'job_failed')).rejects.toThrow(/nothing to retry/)
  await requireRetriable(app, first, 'refused')
  control.acceptEmail('person.1@example.com')
  const again = await run(undefined, { about: { kind: 'retry', subject: first.id, reason: 'refused' } })
  expect(outcomesOf(again)).toEqual({ delivered: { '': 1 } })
  expect(members()).toHaveLength(4)
  expect(await preview()).toMatchObject({ all: { heldBack: {}, unchanged: 4 } })
  const rest = await run(undefined, { about: { kind: 'retry', subject: first.id } })
  expect(outcomesOf(rest)).toEqual({ unchanged: { '': 1 }, rejected: { email_malformed: 1, duplicate_email: 1 } })
  expect(removalsOf(rest)).toEqual({})
  expect((await readReceipts(app, rest, {}, 10)).length).toBe(2)
})

test('drift is shown, and a repair sends again what was changed by hand and nobody who is missing', async () => {
  const { run, needs, definitions, control, members, preview } = await mirrorLab()
  await run(people(6))
  const drift = () => readDrift(needs, definitions(), { exportName: 'news', showEmails: true, signal })
  expect(await drift()).toMatchObject({ contacts: 6, ours: 6, others: 0, inStep: true })
  control.removeFromList('person.0@example.com')
  control.addContact({ email: 'person.1@example.com', values: { first_name: 'By hand' } })
  control.addContact({ email: 'stranger@example.com', listIds: [control.list().listId] })
  control.renameList(control.list().listId, 'Newsletter 2027')
  expect(await drift()).toMatchObject({
    list: { name: 'Newsletter 2027', formerName: 'Newsletter' },
    missing: { people: 1, sample: ['person.0@example.com'] },
    strangers: { people: 1, sample: ['stranger@example.com'] },
    changedByHand: { people: 1, sample: ['person.1@example.com'] },
    inStep: false,
  })
  const looked = control.imports().length
  expect(await preview({ kind: 'repair' })).toMatchObject({
    all: { new: 0, changed: 1, unchanged: 4, heldBack: { left_list: 1 } },
    cost: { imports: 1 },
    samples: expect.arrayContaining([expect.objectContaining({ standing: 'changed' })]),
  })
  expect(control.imports()).toHaveLength(looked)
  const repaired = await run(undefined, { about: { kind: 'repair' } })
  expect(repaired).toMatchObject({ status: 'Successful', kind: 'repair' })
  expect(outcomesOf(repaired)).toEqual({ unchanged: { '': 4 }, delivered: { '': 1 }, held_back: { left_list: 1 } })
  expect(members()).not.toContain('person.0@example.com')
  expect(members()).toContain('stranger@example.com')
  expect(control.contact('person.1@example.com')).toMatchObject({ values: { first_name: 'First 1' } })
  expect(await drift()).toMatchObject({ inStep: true, others: 1 })
})

test('whom another export sent other values since was changed by nobody’s hand, and is left by a repair', async () => {
  const lab = await mirrorLab()
  const { run, needs, definitions, define, control } = lab
  control.addList({ name: 'Offers' })
  const { exports } = definitions()
  const offers = {
    connection: 'marketing',
    list: 'Offers',
    segments: ['everybody'],
    fields: { first_name: 'ContactId' },
  }
  define({ ...definitions(), exports: { ...exports, offers } })
  const drift = (exportName: string) => readDrift(needs, definitions(), { exportName, showEmails: true, signal })
  await run(people(3))
  await run(undefined, { exportName: 'offers' })
  expect(await drift('offers')).toMatchObject({ changedByHand: { people: 0 }, changedByExport: { people: 0 } })
  expect(await drift('news')).toMatchObject({
    changedByHand: { people: 0 },
    changedByExport: { people: 3, sample: people(3).map(({ email }) => email) },
    inStep: true,
  })
  expect(outcomesOf(await run(undefined, { about: { kind: 'repair' } }))).toEqual({ unchanged: { '': 3 } })
  control.addContact({ email: 'person.1@example.com', values: { first_name: 'By hand' } })
  expect(await drift('offers')).toMatchObject({ changedByHand: { people: 1 }, changedByExport: { people: 0 } })
})

test('a deleted list stops the export and is never made again', async () => {
  const { run, needs, definitions, control } = await mirrorLab()
  await run(people(3))
  control.deleteList()
  await expect(
    readDrift(needs, definitions(), { exportName: 'news', showEmails: false, signal }),
  ).rejects.toMatchObject({
    code: 'list_deleted',
  })
  expect(await run(people(4))).toMatchObject({ status: 'Failed (permanent)', reason: 'list_deleted' })
  expect(control.accounts()[0]?.lists).toHaveLength(1)
})

test('departures are listed, and end by a reasoned act: of one person, or of everybody in one event', async () => {
  const { run, control, app, members } = await mirrorLab()
  await run(people(10))
  for (const { email } of people(4)) control.removeFromList(email)
  control.unsubscribe('person.5@example.com')
  control.deleteContact('person.6@example.com')
  await run(people(10))
  const book = await readDeparturesBook(app, account, {}, 100)
  expect(book.byKind).toMatchObject({ left_list: 4, unsubscribed: 1 })
  expect(book.events).toMatchObject([{ people: 4 }])
  const act = {
    accountId: account,
    reason: 'the list was emptied by mistake',
    actor: { id: null, name: 'ada', via: 'CLI' } as const,
  }
  await expect(endDepartures(app, { ...act, who: { email: 'Person.5@example.com' } })).rejects.toMatchObject({
    code: 'unsubscribed',
  })
  await expect(endDepartures(app, { ...act, who: { email: 'nobody@example.com' } })).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(await endDepartures(app, { ...act, who: { event: book.events[0]?.event ?? '' } })).toBe(4)
  expect(await endDepartures(app, { ...act, who: { email: 'person.6@example.com' } })).toBe(1)
  expect(outcomesOf(await run())).toEqual({
    unchanged: { '': 4 },
    delivered: { '': 5 },
    held_back: { unsubscribed: 1 },
  })
  expect(members()).toContain('person.6@example.com')
  expect(await app.db.selectFrom('departure_endings').select(['reason', 'ended_by', 'people']).execute()).toEqual([
    { reason: 'the list was emptied by mistake', ended_by: 'ada', people: 4 },
    { reason: 'the list was emptied by mistake', ended_by: 'ada', people: 1 },
  ])
  const after = await run()
  expect(outcomesOf(after)).toMatchObject({ unchanged: { '': 9 }, held_back: { unsubscribed: 1 } })
})

test('a preview tells who leaves, what it costs, and what would stop the run', async () => {
  const { run, needs, definitions, control, spent } = await mirrorLab()
  await run(people(1000))
  await run(people(600), {})
  control.clearRequests()
  const preview = await previewExport(needs, definitions(), { exportName: 'news', showEmails: false, signal })
  expect(preview).toMatchObject({
    leaving: { leavers: { left_segments: 400 }, kept: {}, toRemove: 400, guarded: 400 },
    guards: [{ guard: 'guard_removals', figure: 400, limit: 100 }],
    cost: { imports: 0, removals: 1, fitsToday: true },
    account: { newAtMost: 0 },
  })
  expect(preview.samples.find(({ standing }) => standing === 'leaves')).toMatchObject({ reason: 'left_segments' })
  expect(preview.samples.find(({ standing }) => standing === 'leaves')?.people).toHaveLength(10)
  expect(Object.keys(spent()).filter((route) => route.startsWith('POST /v3'))).toEqual([])
})

test('a list that an export no longer delivers to keeps its members until it is cleaned up, guards included', async () => {
  const shop = mirroring({ guards: { removalShare: 1 } })
  const { news } = shop.exports
  if (!news) throw new Error('the shop has no export')
  const { run, define, members, control, app } = await mirrorLab(shop)
  control.addList({ name: 'Second' })
  control.addContact({ email: 'person.1@example.com', listIds: [control.list().listId] })
  await run(people(5))
  define({ ...shop, exports: { news: { ...news, list: 'Second' } } })
  expect(await run()).toMatchObject({ status: 'Successful' })
  expect(members()).toHaveLength(5)
  const [former] = await formerLists(app.db, 'news')
  expect(former).toMatchObject({ name: 'Newsletter', entries: 5 })
  const list = former?.list_id ?? ''
  const cleaned = await run(undefined, { about: { kind: 'cleanup', list } })
  expect(cleaned).toMatchObject({ status: 'Successful', kind: 'cleanup', list_id: list })
  expect(removalsOf(cleaned)).toEqual({ kept: { before_us: 1 }, removed: { cleaned_up: 4 } })
  expect(members()).toEqual(['person.1@example.com'])
  expect(await formerLists(app.db, 'news')).toEqual([])
  // The list it delivers to now is as it was.
  expect(outcomesOf(await run())).toEqual({ unchanged: { '': 5 } })
})

test('an export that delivers elsewhere by now keeps nobody on its old list', async () => {
  const shop = mirroring({ guards: { removalShare: 1, shrunkShare: 1 } })
  const { news } = shop.exports
  if (!news) throw new Error('the shop has no export')
  const { run, define, members, control } = await mirrorLab({ ...shop, exports: { news, other: news } })
  control.addList({ name: 'Second' })
  await run(people(4))
  await run(undefined, { exportName: 'other' })
  define({ ...shop, exports: { news, other: { ...news, list: 'Second' } } })
  await run(undefined, { exportName: 'other' })
  expect(removalsOf(await run(people(2)))).toEqual({ removed: { left_segments: 2 } })
  expect(members()).toHaveLength(2)
})

import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { systemActor } from '../../src/access/person.ts'
import type { App } from '../../src/app.ts'
import type { Definitions, ExportDefinition } from '../../src/contract/definitions.ts'
import { queueRun } from '../../src/runs/queue-run.ts'
import { cancelRefresh } from '../../src/system-refresh/cancel-refresh.ts'
import { carryOnRefresh } from '../../src/system-refresh/carry-on-refresh.ts'
import { queueRefresh } from '../../src/system-refresh/queue-refresh.ts'
import { findRefresh, type RefreshRow, tasksOf } from '../../src/system-refresh/refresh-store.ts'
import { aShop } from '../support/a-shop.ts'
import { people } from '../support/delivery-lab.ts'
import { fastClock } from '../support/fast-clock.ts'
import { shopServer } from '../support/shop-server.ts'

const byHand = { trigger: 'manual', actor: systemActor, scope: null } as const
const everybody = { rules: [{ where: { all: [] } }] } as const
const anExport = aShop().exports.news as ExportDefinition

/** The tasks of a refresh as `kind name: status (reason)`. */
async function told({ db }: App, id: string): Promise<string[]> {
  return (await tasksOf(db, id)).map(
    ({ kind, name, status, reason }) => `${kind} ${name}: ${status}${reason ? ` (${reason})` : ''}`,
  )
}

async function ended({ db }: App, id: string): Promise<RefreshRow> {
  const began = performance.now()
  for (;;) {
    const refresh = await findRefresh(db, id)
    if (refresh?.finished_at) return refresh
    if (performance.now() - began > 20_000) {
      throw new Error(`refresh ${id} is still ${JSON.stringify(await tasksOf(db, id))}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('a refresh goes from the sources over profiles and segments to the exports, and each task tells its counts', async () => {
  const { app, workers, members, troubles } = await shopServer({ people: people(4) })
  const { id } = await queueRefresh(app, byHand)
  expect((await queueRefresh(app, byHand)).id).toBe(id)
  expect(await told(app, id)).toEqual([
    'source contacts: Queued',
    'profiles profiles: Queued',
    'segment everybody: Queued',
    'export news: Queued',
  ])
  workers.wake()
  expect(await ended(app, id)).toMatchObject({ status: 'Successful', reason: null, message: null })
  const tasks = await tasksOf(app.db, id)
  expect(tasks.map(({ status }) => status)).toEqual(['Successful', 'Successful', 'Successful', 'Successful'])
  expect(tasks.map(({ counts }) => counts)).toMatchObject([
    { rows: 4, corrupt: 0, changed: 1 },
    { rows: 4 },
    { members: 4, changed: 1 },
    { members: 4, delivered: 4 },
  ])
  for (const { started_at, finished_at } of tasks) {
    expect(finished_at?.getTime()).toBeGreaterThanOrEqual(started_at?.getTime() ?? Infinity)
  }
  expect(members()).toEqual(people(4).map(({ email }) => email))
  const runs = await app.db.selectFrom('runs').select(['id', 'trigger']).execute()
  expect(runs).toEqual([{ id: tasks[3]?.run_id, trigger: 'system refresh' }])
  expect(troubles).toEqual([])
  expect((await queueRefresh(app, byHand)).id).not.toBe(id)
})

test('what is left as it is says why, each with its own reason, and takes nothing from how well the refresh went', async () => {
  const shop = aShop({
    segments: {
      everybody,
      asleep: { ...everybody, state: 'inactive' },
      still: { ...everybody, type: 'static' },
      'by-hand': { ...everybody, schedule: 'manual' },
      fridays: { ...everybody, schedule: { repeat: 'weekly', days: ['friday'] } },
      mondays: { ...everybody, schedule: { repeat: 'weekly', days: ['monday'] } },
    },
    exports: {
      off: { ...anExport, schedule: 'off' },
      own: { ...anExport, schedule: { repeat: 'daily', times: ['06:00'] } },
      stopped: { ...anExport, schedule: { repeat: 'daily', times: ['06:00'], active: false } },
    },
  })
  const { app, workers } = await shopServer({ shop, people: people(2) })
  // A Monday in Copenhagen, and still Sunday in UTC.
  const dueAt = new Date('2026-11-29T23:30:00Z')
  const { id } = await queueRefresh(app, { ...byHand, trigger: 'schedule', dueAt })
  workers.wake()
  expect(await ended(app, id)).toMatchObject({ status: 'Successful' })
  expect((await told(app, id)).slice(2)).toEqual([
    'segment everybody: Successful',
    'segment asleep: Skipped (segment_inactive)',
    'segment still: Skipped (segment_static)',
    'segment by-hand: Skipped (segment_manual)',
    'segment fridays: Skipped (not_due)',
    'segment mondays: Successful',
    'export off: Skipped (schedule_off)',
    'export own: Skipped (own_schedule)',
    'export stopped: Skipped (schedule_off)',
  ])
  // By hand, days do not count.
  const all = await queueRefresh(app, byHand)
  workers.wake()
  await ended(app, all.id)
  expect((await told(app, all.id))[6]).toBe('segment fridays: Successful')
})

test('segments and sources that are asked for by name are refreshed whatever their type and schedule, but for inactive ones', async () => {
  const shop = aShop({
    segments: { asleep: { ...everybody, state: 'inactive' }, still: { ...everybody, type: 'static' } },
    exports: {},
  })
  const { app, workers } = await shopServer({ shop, people: people(2) })
  const { id } = await queueRefresh(app, {
    ...byHand,
    scope: { sources: ['contacts'], segments: ['asleep', 'still'] },
  })
  workers.wake()
  expect(await ended(app, id)).toMatchObject({ status: 'Successful' })
  expect(await told(app, id)).toEqual([
    'source contacts: Successful',
    'profiles profiles: Successful',
    'segment asleep: Skipped (segment_inactive)',
    'segment still: Successful',
  ])
  await expect(queueRefresh(app, { ...byHand, scope: { sources: ['contcats'], segments: [] } })).rejects.toMatchObject({
    code: 'not_found',
  })
})

/** A shop with orders of the contacts beside it, whose file is not there. */
function ordersShop(): Definitions {
  const shop = aShop()
  return {
    ...shop,
    sources: { ...shop.sources, orders: { file: 'orders.csv', key: 'No' } },
    relationships: { 'orders-of-contact': { from: 'orders.ContactId', to: 'profile.ContactId' } },
    segments: {
      everybody,
      buyers: { rules: [{ where: { column: 'orders.No', isNotNull: true } }] },
      'best-buyers': { rules: [{ where: { segment: 'buyers' } }] },
      others: { rules: [{ where: { not: { segment: 'best-buyers' } } }] },
    },
    exports: { news: anExport },
  }
}

test('what hangs on something that failed is skipped, and what does not is refreshed', async () => {
  const clock = fastClock()
  const { app, workers } = await shopServer({ shop: ordersShop(), people: people(2), clock, workers: false })
  const { id } = await queueRefresh(app, byHand)
  const carryOn = () => carryOnRefresh(app, id, new AbortController().signal)
  await carryOn()
  expect((await told(app, id))[1]).toBe('source orders: Failure (will retry) (source_file_missing)')
  expect((await told(app, id))[2]).toBe('profiles profiles: Queued')
  // Not before its time.
  await carryOn()
  expect((await tasksOf(app.db, id))[1]).toMatchObject({ failures: 1, status: 'Failure (will retry)' })
  for (let each = 0; each < 3; each += 1) {
    clock.advance(6 * 60_000)
    await carryOn()
  }
  workers.wake()
  expect(await told(app, id)).toEqual([
    'source contacts: Successful',
    'source orders: Failed (permanent) (source_file_missing)',
    'profiles profiles: Successful',
    'segment everybody: Successful',
    'segment buyers: Skipped (upstream_failed)',
    'segment best-buyers: Skipped (upstream_failed)',
    'segment others: Skipped (upstream_failed)',
    'export news: Skipped (upstream_failed)',
  ])
  expect(await ended(app, id)).toMatchObject({ status: 'Failed (permanent)', reason: 'source_file_missing' })
  const messages = (await tasksOf(app.db, id)).map(({ message }) => message)
  expect(messages[4]).toBe('Segment "buyers" reads source "orders", which could not be refreshed.')
  expect(messages[7]).toBe('Export "news" goes out from source "orders", which could not be refreshed.')
})

test('without the source of the profiles nothing goes on', async () => {
  const clock = fastClock()
  const { app } = await shopServer({ people: people(2), clock, workers: false })
  await rm(join(dirname(app.config.file), 'contacts.csv'))
  const { id } = await queueRefresh(app, byHand)
  for (let each = 0; each < 4; each += 1) {
    await carryOnRefresh(app, id, new AbortController().signal)
    clock.advance(6 * 60_000)
  }
  expect(await told(app, id)).toEqual([
    'source contacts: Failed (permanent) (source_file_missing)',
    'profiles profiles: Skipped (upstream_failed)',
    'segment everybody: Skipped (upstream_failed)',
    'export news: Skipped (upstream_failed)',
  ])
})

test('an export whose connection cannot be used is skipped for that', async () => {
  const shop = aShop()
  const { connection: _, ...detached } = anExport
  const { app, workers, define } = await shopServer({ people: people(2) })
  await define({
    ...shop,
    connections: { ...shop.connections, other: { type: 'constant-contact', clientId: 'other' } },
    exports: { detached, strange: { ...anExport, connection: 'other' }, news: anExport },
  })
  await app.db
    .updateTable('connection_states')
    .set({ status: 'reconnect_needed', cause_code: 'refresh_refused', cause: 'it was revoked.' })
    .execute()
  const { id } = await queueRefresh(app, byHand)
  workers.wake()
  expect(await ended(app, id)).toMatchObject({ status: 'Completed with warnings' })
  expect((await told(app, id)).slice(3)).toEqual([
    'export detached: Skipped (connection_missing)',
    'export strange: Skipped (not_connected)',
    'export news: Skipped (reconnect_needed)',
  ])
})

test('a run that waits for a person does not keep the refresh from ending, nor the next one from coming', async () => {
  const shop = aShop({ exports: { news: { ...anExport, guards: { newContacts: 1 } } } })
  const { app, workers } = await shopServer({ shop, people: people(5) })
  const first = await queueRefresh(app, byHand)
  workers.wake()
  expect(await ended(app, first.id)).toMatchObject({ status: 'Completed with warnings', reason: 'guard_new_contacts' })
  expect((await told(app, first.id))[3]).toBe('export news: Waits for approval (guard_new_contacts)')
  const second = await queueRefresh(app, byHand)
  workers.wake()
  await ended(app, second.id)
  expect((await told(app, second.id))[3]).toBe('export news: Skipped (waits_for_approval)')
})

test('a canceled refresh stops where it is and keeps the last good data', async () => {
  const { app, workers } = await shopServer({ people: people(2) })
  const { id } = await queueRefresh(app, byHand)
  await cancelRefresh(app, { id: null, name: 'ada', via: 'CLI' }, id)
  workers.wake()
  expect(await ended(app, id)).toMatchObject({ status: 'Canceled', message: 'It was canceled by ada.' })
  expect(new Set((await tasksOf(app.db, id)).map(({ status }) => status))).toEqual(new Set(['Canceled']))
  await expect(cancelRefresh(app, systemActor, id)).rejects.toMatchObject({ code: 'refresh_ended' })
  await expect(cancelRefresh(app, systemActor, 'nothing')).rejects.toMatchObject({ code: 'not_found' })
})

test('with a refresh the runs are canceled that it had begun, but for those that have a plan, and that were there before', async () => {
  const exports = { early: anExport, news: anExport, planned: anExport }
  const { app, workers, as } = await shopServer({ shop: aShop({ exports }), people: people(2), workers: false })
  const before = await queueRun(app, { exportName: 'early', trigger: 'manual', actor: systemActor })
  const { id } = await queueRefresh(app, byHand)
  await carryOnRefresh(app, id, new AbortController().signal)
  const [, , , early, news, planned] = await tasksOf(app.db, id)
  expect(early?.run_id).toBe(before.id)
  await app.db
    .updateTable('runs')
    .set({ plan_file: 'runs/plan.parquet', stage: 'delivering', status: 'Processing' })
    .where('id', '=', planned?.run_id ?? '')
    .execute()

  const { send, get } = await as('administrator')
  expect(await send('POST', `/refreshes/${id}/cancel`)).toMatchObject({
    status: 200,
    body: { canceledBy: 'administrator 1' },
  })
  expect((await send('POST', `/refreshes/${id}/cancel`)).status).toBe(200)
  await carryOnRefresh(app, id, new AbortController().signal)
  expect((await told(app, id)).slice(3)).toEqual([
    'export early: Queued',
    'export news: Canceled (refresh_canceled)',
    'export planned: Processing',
  ])
  const { body } = await get(`/refreshes/${id}`)
  expect(body).toMatchObject({ status: 'Canceled', reason: 'refresh_canceled' })
  expect(body.message).toBe(
    `It was canceled by administrator 1. A run that it had begun was canceled with it. Not canceled, and going on: run ${early?.run_id} of export "early", run ${planned?.run_id} of export "planned". To end one as well: postbud cancel RUN`,
  )
  expect((await send('POST', `/refreshes/${id}/cancel`)).body).toMatchObject({ code: 'refresh_ended' })
  expect(
    await app.db.selectFrom('runs').select(['export_name', 'cancel']).orderBy('export_name').execute(),
  ).toMatchObject([
    { export_name: 'early', cancel: null },
    { export_name: 'news', cancel: { by: 'administrator 1', note: `with refresh ${id}` } },
    { export_name: 'planned', cancel: null },
  ])
  const acts = await app.db.selectFrom('audit_log').select(['action', 'target']).orderBy('seq').execute()
  expect(acts.slice(-2)).toEqual([
    { action: 'refresh.cancel', target: id },
    { action: 'run.cancel', target: news?.run_id },
  ])
  workers.wake()
})

test('a refresh that was stopped anywhere goes on from there to the same end', async () => {
  const { app, workers } = await shopServer({ people: people(3), workers: false })
  const { id } = await queueRefresh(app, byHand)
  // Each time a moment further, until the export is in the queue.
  for (let moment = 0; moment < 40; moment += 1) {
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(new Error('stopped')), moment * 5)
    await carryOnRefresh(app, id, stop.signal).catch((thrown) => expect(thrown.message).toBe('stopped'))
    clearTimeout(timer)
  }
  workers.wake()
  expect((await told(app, id)).slice(0, 3)).toEqual([
    'source contacts: Successful',
    'profiles profiles: Successful',
    'segment everybody: Successful',
  ])
  expect(await app.db.selectFrom('runs').select('trigger').execute()).toEqual([{ trigger: 'system refresh' }])
})

test('between its days an export delivers the members that a segment has', async () => {
  const shop = aShop({
    segments: { everybody: { ...everybody, schedule: { repeat: 'weekly', days: ['monday'] } } },
  })
  const { app, workers, members, turnTo, ended: runEnded } = await shopServer({ shop, people: people(2) })
  const deliver = async () => {
    const { id } = await queueRun(app, { exportName: 'news', trigger: 'manual', actor: systemActor })
    workers.wake()
    await runEnded(id)
    return members().length
  }
  // The first time there are none yet.
  expect(await deliver()).toBe(2)
  await turnTo(people(5))
  expect(await deliver()).toBe(2)
  const { id } = await queueRefresh(app, { ...byHand, scope: { sources: [], segments: ['everybody'] } })
  workers.wake()
  await ended(app, id)
  expect(await deliver()).toBe(5)
})

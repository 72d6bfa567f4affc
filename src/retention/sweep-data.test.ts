import { existsSync } from 'node:fs'
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { aShop } from '../../test/support/a-shop.ts'
import { testApp } from '../../test/support/test-app.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import { sweepData } from './sweep-data.ts'

const hour = 3_600_000

/** A program whose clock can be put forward, and files of an age told in hours. */
async function lab() {
  let ahead = 0
  const clock: Clock = { ...systemClock, now: () => new Date(systemClock.now().getTime() + ahead) }
  const app = await testApp({ clock })
  const put = async (path: string, hoursOld: number) => {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, 'rows')
    const then = new Date(Date.now() - hoursOld * hour)
    await utimes(path, then, then)
    return path
  }
  const run = async (id: string, daysAgo: number | null, values: object = {}) => {
    await put(join(app.directory.run(id), 'receipts.parquet'), 0)
    const finished = daysAgo === null ? null : new Date(Date.now() - daysAgo * 24 * hour)
    await app.db
      .insertInto('runs')
      .values({
        id,
        export_name: 'news',
        trigger: 'CLI',
        started_by: 'test',
        stage: finished ? 'finished' : 'settling',
        status: 'Successful',
        definition: '{}',
        members: JSON.stringify({ everybody: [`members/everybody/${id}.parquet`] }),
        only_emails: JSON.stringify(['ann@example.com']),
        plan_file: `runs/${id}/plan.parquet`,
        receipts_file: `runs/${id}/receipts.parquet`,
        figures: '{"batches":1}',
        created_at: new Date(),
        finished_at: finished,
        ...values,
      })
      .execute()
  }
  return { app, put, run, later: (hours: number) => (ahead += hours * hour) }
}

test('receipts go when they are old enough, and the run stays with its figures', async () => {
  const { app, run, put, later } = await lab()
  await run('old', 31)
  await run('young', 29)
  await run('open', null)
  const members = await put(app.directory.members('everybody', 'old'), 31 * 24)
  const kept = await put(app.directory.members('everybody', 'young'), 29 * 24)
  later(2)

  await sweepData(app, aShop({ environment: { name: 'Test', timeZone: 'UTC', receiptDays: 30 } }))

  expect((await readdir(dirname(app.directory.run('any')))).sort()).toEqual(['open', 'young'])
  expect([members, kept].map(existsSync)).toEqual([false, true])
  const rows = await app.db.selectFrom('runs').selectAll().orderBy('id').execute()
  expect(rows.map(({ id, receipts_file: file }) => [id, file])).toEqual([
    ['old', null],
    ['open', 'runs/open/receipts.parquet'],
    ['young', 'runs/young/receipts.parquet'],
  ])
  expect(rows[0]).toMatchObject({ only_emails: [], members: {}, figures: { batches: 1 } })
})

test('a file goes an hour after it was replaced, not while it is pointed at or was replaced just now', async () => {
  const { app, put, later } = await lab()
  const file = (name: string) => join(app.directory.list('account', 'list'), name)
  const read = await put(join(app.directory.table('contacts', '1'), '.nfs0000000000000001'), 9)
  const [long, justNow, current] = [
    await put(file('claims-1.parquet'), 9),
    await put(file('claims-2.parquet'), 5),
    await put(file('claims-3.parquet'), 0),
  ]
  await app.db
    .insertInto('claims')
    .values({
      account_id: 'account',
      list_id: 'list',
      export_name: 'news',
      file: app.directory.stored(current),
      entries: 1,
      updated_at: new Date(),
    })
    .execute()

  await sweepData(app, aShop())

  expect([long, justNow, current, read].map(existsSync)).toEqual([false, true, true, true])
  later(2)
  await sweepData(app, aShop())
  expect([justNow, current, read].map(existsSync)).toEqual([false, true, false])
})

test('what is known of a segment and a source that are declared no more is removed', async () => {
  const { app, put, later } = await lab()
  const members = await put(app.directory.members('gone', '1'), 0)
  const rows = await put(join(app.directory.table('gone', '1'), 'rows.parquet'), 0)
  const stays = await put(app.directory.members('everybody', '1'), 0)
  const state = { version: '1', members: 1, definition_hash: 'x', inputs: null, clock: 'none' as const }
  for (const [segment, file] of [
    ['gone', members],
    ['everybody', stays],
  ] as const) {
    const moments = { refreshed_at: new Date(), checked_at: new Date(), last_error: null, failed_at: null }
    await app.db
      .insertInto('segment_states')
      .values({ segment, file: app.directory.stored(file), ...state, ...moments })
      .execute()
  }
  await app.db.insertInto('source_states').values({ name: 'gone', version: '1' }).execute()
  // Profiles were unified once, and come from one source now.
  const unified = await put(join(app.directory.table('profile', '1'), 'rows.parquet'), 0)
  await app.db.insertInto('unification_states').values({ name: 'profiles', version: '1' }).execute()
  later(2)

  await sweepData(app, aShop())

  expect([members, rows, unified, stays].map(existsSync)).toEqual([false, false, false, true])
  expect(await app.db.selectFrom('unification_states').selectAll().execute()).toEqual([])
  expect(await app.db.selectFrom('segment_states').select('segment').execute()).toEqual([{ segment: 'everybody' }])
  expect(await app.db.selectFrom('source_states').select('name').execute()).toEqual([])
})

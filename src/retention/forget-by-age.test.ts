import { existsSync } from 'node:fs'
import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { aShop } from '../../test/support/a-shop.ts'
import { testApp } from '../../test/support/test-app.ts'
import type { Definitions } from '../contract/definitions.ts'
import { sweepData } from './sweep-data.ts'

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000)

function keeping(days: Partial<Definitions['environment']>) {
  return aShop({ environment: { name: 'Test', timeZone: 'UTC', ...days } })
}

async function lab() {
  const app = await testApp()
  const put = async (path: string, days: number) => {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, 'rows')
    await utimes(path, daysAgo(days), daysAgo(days))
    return path
  }
  const run = async (id: string, days: number, values: object = {}) => {
    const told = {
      id,
      export_name: 'news',
      trigger: 'CLI',
      started_by: 'test',
      stage: 'finished',
      status: 'Successful',
    }
    const rest = {
      definition: '{}',
      members: '{}',
      figures: '{}',
      created_at: daysAgo(days),
      finished_at: daysAgo(days),
    }
    await app.db
      .insertInto('runs')
      .values({ ...told, ...rest, ...values })
      .execute()
  }
  const ids = async () => (await app.db.selectFrom('runs').select('id').orderBy('id').execute()).map(({ id }) => id)
  return { app, put, run, ids }
}

test('runs go when they are old enough, but for the last of an export that ended well, by which guards judge the next', async () => {
  const { app, run, ids } = await lab()
  await run('a-old', 50)
  await run('b-last-good', 40)
  await run('c-failed', 35, { status: 'Failed (permanent)' })
  await run('d-test', 34, { kind: 'test' })
  await run('e-young', 20, { status: 'Failed (permanent)' })
  await run('f-open', 60, { finished_at: null, stage: 'approval', export_name: 'more' })
  await run('0-ancient', 1_101)
  await run('1-old', 1_099, { status: 'Failed (permanent)' })
  const size = { segment: 'everybody', members: 3 }
  for (const days of [1_101, 1_099]) {
    await app.db
      .insertInto('segment_sizes')
      .values({ ...size, version: String(days), refreshed_at: daysAgo(days) })
      .execute()
    await app.db
      .insertInto('profile_sizes')
      .values({ version: String(days), rows: 1, refreshed_at: daysAgo(days) })
      .execute()
  }
  await sweepData(app, aShop())
  expect(await ids()).toEqual(['1-old', 'a-old', 'b-last-good', 'c-failed', 'd-test', 'e-young', 'f-open'])
  expect(await app.db.selectFrom('segment_sizes').selectAll().execute()).toHaveLength(1)
  expect(await app.db.selectFrom('profile_sizes').select('version').execute()).toEqual([{ version: '1099' }])
  await sweepData(app, keeping({ runDays: 30 }))
  expect(await ids()).toEqual(['b-last-good', 'e-young', 'f-open'])
})

test('rows that could not be used go after their days, and the table stays', async () => {
  const { app, put } = await lab()
  const corrupt = await put(join(app.directory.table('contacts', '1'), 'corrupt.parquet'), 91)
  const refused = await put(join(app.directory.table('contacts', 'refused'), 'corrupt.parquet'), 89)
  const rows = await put(join(app.directory.table('contacts', '1'), 'rows.parquet'), 91)
  await sweepData(app, aShop())
  expect([corrupt, refused, rows].map(existsSync)).toEqual([false, true, true])
  await sweepData(app, keeping({ corruptRowDays: 30 }))
  expect([refused, rows].map(existsSync)).toEqual([false, true])
})

test('acts by which departures ended go after their days, reasons and all', async () => {
  const { app } = await lab()
  const act = { account_id: 'account', people: 1, reason: 'she called', ended_by: 'Ada', email: 'ann@example.com' }
  await app.db
    .insertInto('departure_endings')
    .values([
      { ...act, id: 'old', ended_at: daysAgo(31) },
      { ...act, id: 'young', ended_at: daysAgo(29) },
    ])
    .execute()
  await sweepData(app, keeping({ departureEndingDays: 30 }))
  expect(await app.db.selectFrom('departure_endings').select('id').execute()).toEqual([{ id: 'young' }])
})

test('what an export that is gone put on a list is forgotten, and who left that list is not', async () => {
  const { app, put } = await lab()
  const file = (list: string, name: string) => join(app.directory.list('account', list), `${name}-1.parquet`)
  const stored = app.directory.stored
  for (const list of ['old', 'used']) {
    for (const name of ['claims', 'others', 'ids']) await put(file(list, name), 500)
    // Nothing newer tells that the others were replaced.
    await put(file(list, 'departures'), 501)
    const place = { account_id: 'account', list_id: list }
    await app.db
      .insertInto('lists')
      .values({
        ...place,
        name: list,
        baseline_file: null,
        refusals_file: null,
        others_file: stored(file(list, 'others')),
        ids_file: stored(file(list, 'ids')),
        departures_file: stored(file(list, 'departures')),
        whole_read_at: daysAgo(500),
        surplus: 0,
      })
      .execute()
    const claim = { file: stored(file(list, 'claims')), entries: 1, updated_at: daysAgo(500) }
    await app.db
      .insertInto('claims')
      .values({ ...place, ...claim, export_name: list === 'old' ? 'gone' : 'news' })
      .execute()
  }
  await sweepData(app, aShop())
  const left = (list: string) =>
    ['claims', 'others', 'ids', 'departures'].filter((name) => existsSync(file(list, name)))
  expect(left('old')).toEqual(['departures'])
  expect(left('used')).toEqual(['claims', 'others', 'ids', 'departures'])
  const lists = await app.db
    .selectFrom('lists')
    .select(['list_id', 'others_file', 'surplus'])
    .orderBy('list_id')
    .execute()
  expect(lists).toMatchObject([
    { list_id: 'old', others_file: null, surplus: null },
    { list_id: 'used', surplus: 0 },
  ])
})

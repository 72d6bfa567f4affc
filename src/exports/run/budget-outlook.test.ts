import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { aShop } from '../../../test/support/a-shop.ts'
import { layDatabase } from '../../../test/support/test-app.ts'
import type { Definitions } from '../../contract/definitions.ts'
import type { ControlDatabase, Db } from '../../db/database.ts'
import { openDatabase } from '../../db/open-database.ts'
import type { BatchesTable } from '../../db/tables/exports.ts'
import { budgetOutlook } from './budget-outlook.ts'

const noon = new Date('2026-03-01T12:00:00Z')
const clock = { now: () => noon, wait: async () => undefined }

let folder: string
let database: ControlDatabase
let db: Db

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postbud-outlook-'))
  await layDatabase(folder)
  database = await openDatabase({ directory: join(folder, 'db') })
  db = database.db
})

afterAll(async () => {
  await database[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  for (const table of ['runs', 'request_budgets', 'connection_states'] as const) await db.deleteFrom(table).execute()
})

const outlook = (change: Partial<Definitions> = {}, variables: Readonly<Record<string, string>> = {}) =>
  budgetOutlook({ db, clock, variables }, aShop(change))

let made = 0

async function aRun(exportName: string, given: Record<string, unknown> = {}): Promise<string> {
  made += 1
  const id = `run${made}`
  await db
    .insertInto('runs')
    .values({
      id,
      export_name: exportName,
      trigger: 'CLI',
      started_by: 'test',
      stage: 'delivering',
      status: 'Processing',
      definition: JSON.stringify({ connection: 'marketing', list: 'Newsletter', segments: [], fields: {} }),
      members: '{}',
      figures: '{}',
      plan_file: 'plan.parquet',
      created_at: new Date(noon.getTime() + made),
      ...given,
    } as never)
    .execute()
  return id
}

type Job = [state: BatchesTable['state']['__select__'], people: number, kind?: 'import' | 'removal']

async function batches(run: string, ...given: readonly Job[]) {
  const rows = given.map(([state, people, kind = 'import'], at) => ({
    ...{ run_id: run, number: at + 1, people, state, kind },
    ...{ bytes: 1, sha256: '', file: '', file_name: '', header: '[]' },
  }))
  await db.insertInto('batches').values(rows).execute()
}

test('a run needs what was not sent, what did not settle, and the removals that come after', async () => {
  const sending = await aRun('news', { figures: JSON.stringify({ leaving: { toRemove: 1_001 } }) })
  await batches(sending, ['settled', 9], ['accepted', 100], ['sending', 30], ['written', 10], ['empty', 0])
  const removing = await aRun('offers', {
    stage: 'removing',
    figures: JSON.stringify({ leaving: { toRemove: 1_001 } }),
  })
  await batches(removing, ['settled', 40], ['unknown', 500, 'removal'], ['written', 501, 'removal'])
  const ended = await aRun('events', { finished_at: noon })
  await batches(ended, ['written', 7])

  const { runs } = await outlook()
  expect(runs).toMatchObject([
    {
      run: sending,
      ...{ application: 'sandbox-client', phase: 'under way' },
      ...{ importsToSend: 2, removalsToSend: 3, jobsToSettle: 1, peopleToImport: 140 },
      forecast: { requests: 6 + 5 + 6 + 8, fitsToday: true },
    },
    { run: removing, importsToSend: 0, removalsToSend: 1, jobsToSettle: 1, peopleToImport: 0 },
  ])
  expect(runs[1]?.forecast?.endsAt.getTime()).toBeGreaterThan(runs[0]?.forecast?.endsAt.getTime() ?? 0)
})

test('what cannot be told is left out: not planned, waiting for a person, without a connection', async () => {
  await aRun('news', { plan_file: null, stage: 'refreshing', status: 'Refreshing' })
  await aRun('offers', { stage: 'approval', status: 'Waits for approval', waits_for: 'approval' })
  await aRun('events', { definition: JSON.stringify({ connection: 'gone' }) })
  const { runs } = await outlook()
  expect(runs.map(({ phase, application }) => [phase, application])).toEqual([
    ['planning', 'sandbox-client'],
    ['person', 'sandbox-client'],
    ['under way', null],
  ])
  expect(runs.filter((run) => 'forecast' in run)).toEqual([])
})

test('connections of one application share one budget, and what differs between them is told', async () => {
  const type = 'constant-contact'
  const budget = { client_id: 'one', day: '2026-03-01', used: 400, next_slot_at: noon, next_token_slot_at: noon }
  await db.insertInto('request_budgets').values(budget).execute()
  await db
    .insertInto('request_budgets')
    .values({ ...budget, client_id: 'two', day: '2026-02-28' })
    .execute()
  await db
    .insertInto('connection_states')
    .values({ name: 'c', status: 'connected', client_id: 'two', updated_at: noon })
    .execute()
  const { applications } = await outlook(
    {
      connections: {
        a: { type, clientId: '${CLIENT}' },
        b: { type, clientId: 'one', limits: { requestsPerDay: 250_000 } },
        c: { type, clientId: '${UNSET}' },
      },
    },
    { CLIENT: 'one' },
  )
  const resetsAt = new Date('2026-03-02T00:00:00Z')
  const usual = { requestsPerSecond: 4, requestsPerDay: 10_000, resetsAt, limitsDiffer: false }
  expect(applications).toEqual([
    {
      ...{ ...usual, clientId: 'one', connections: ['a', 'b'], requestsPerDay: 250_000, limitsDiffer: true },
      ...{ usedToday: 400, leftToday: 249_600 },
    },
    { ...usual, clientId: 'two', connections: ['c'], usedToday: 0, leftToday: 10_000 },
  ])
})

test('an application that is parked has nothing left, and its runs end after it is let go', async () => {
  const until = new Date('2026-03-02T00:00:00Z')
  await db
    .insertInto('request_budgets')
    .values({ client_id: 'sandbox-client', day: '2026-03-01', used: 20, next_slot_at: noon, next_token_slot_at: noon })
    .execute()
  await db.updateTable('request_budgets').set({ parked_until: until, slowed_until: noon }).execute()
  await batches(await aRun('news'), ['written', 10])
  const { applications, runs } = await outlook()
  expect(applications).toMatchObject([{ usedToday: 20, leftToday: 0, parkedUntil: until }])
  expect(applications[0]).not.toHaveProperty('slowedUntil')
  expect(runs[0]?.forecast).toMatchObject({ fitsToday: false, endsAt: new Date('2026-03-02T00:00:02.475Z') })
})

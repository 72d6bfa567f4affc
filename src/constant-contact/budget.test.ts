import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrate } from '../db/migrate.ts'
import type { RequestBudgetsTable, RequestHoursTable } from '../db/tables/connections.ts'
import type { Clock } from '../lib/clock.ts'
import { type BudgetLimits, openBudget, requestsLeftToday } from './budget.ts'
import { readRequestHours } from './read-budgets.ts'

type Tables = { request_budgets: RequestBudgetsTable; request_hours: RequestHoursTable }

const usual: BudgetLimits = { requestsPerSecond: 4, requestsPerDay: 10_000, tokenRequestsPerSecond: 1 }
let pglite: PGlite
let here: Kysely<Tables>
let there: Kysely<Tables>

beforeAll(async () => {
  pglite = await PGlite.create()
  here = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) })
  there = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) })
  await migrate(here)
})

afterAll(() => pglite.close())

beforeEach(async () => {
  await here.deleteFrom('request_budgets').execute()
  await here.deleteFrom('request_hours').execute()
})

/** A clock that stands still and writes down how long it was asked to wait. */
function stillClock(at = '2026-03-01T12:00:00Z') {
  let now = new Date(at).getTime()
  const waits: number[] = []
  const clock: Clock = { now: () => new Date(now), wait: async (ms) => void waits.push(Math.round(ms)) }
  return { clock, waits, set: (text: string) => (now = new Date(text).getTime()), advance: (ms: number) => (now += ms) }
}

test('requests of two processes share one row of slots, 275 ms apart', async () => {
  const { clock, waits } = stillClock()
  const one = openBudget({ db: here, clock }, 'app', usual)
  const two = openBudget({ db: there, clock }, 'app', usual)
  await Promise.all([one, two, one, two, one, two].map((budget) => budget.takeSlot()))
  expect(waits.sort((a, b) => a - b)).toEqual([275, 550, 825, 1_100, 1_375])
  expect(await one.leftToday()).toBe(9_994)
  expect(await two.leftToday()).toBe(9_994)
})

test('two applications do not wait for each other', async () => {
  const { clock, waits } = stillClock()
  await openBudget({ db: here, clock }, 'app', usual).takeSlot()
  await openBudget({ db: here, clock }, 'other', usual).takeSlot()
  expect(waits).toEqual([])
})

test('time that passed is not made up for by a burst', async () => {
  const { clock, waits, advance } = stillClock()
  const budget = openBudget({ db: here, clock }, 'app', usual)
  await budget.takeSlot()
  advance(60_000)
  await budget.takeSlot()
  await budget.takeSlot()
  expect(waits).toEqual([275])
})

test('the token endpoint has a pace of its own and no day', async () => {
  const { clock, waits } = stillClock()
  const budget = openBudget({ db: here, clock }, 'app', usual)
  await budget.takeTokenSlot()
  await budget.takeTokenSlot()
  expect(waits).toEqual([1_100])
  expect(await budget.leftToday()).toBe(10_000)
})

test('a spent day ends at midnight UTC', async () => {
  const { clock, set } = stillClock('2026-03-01T23:00:00Z')
  const budget = openBudget({ db: here, clock }, 'app', { ...usual, requestsPerDay: 2 })
  await budget.takeSlot()
  await budget.takeSlot()
  await expect(budget.takeSlot()).rejects.toMatchObject({ until: new Date('2026-03-02T00:00:00Z') })
  set('2026-03-02T00:00:00.5Z')
  await budget.takeSlot()
  expect(await budget.leftToday()).toBe(1)
})

test('a parked application stays parked in every process, and after a restart', async () => {
  const { clock, set } = stillClock()
  const until = new Date('2026-03-02T00:00:00Z')
  await openBudget({ db: here, clock }, 'app', usual).park(until)
  const later = openBudget({ db: there, clock }, 'app', usual)
  await expect(later.takeSlot()).rejects.toMatchObject({ code: 'quota_exhausted', until })
  expect(await requestsLeftToday({ db: there, clock }, 'app', 10_000)).toBe(0)
  await openBudget({ db: here, clock }, 'app', usual).park(new Date('2026-03-01T13:00:00Z'))
  await expect(later.takeSlot()).rejects.toMatchObject({ until })
  set('2026-03-02T00:00:01Z')
  await later.takeSlot()
})

test('who waits for a slot while the application is parked does not send', async () => {
  const { clock } = stillClock()
  const budget = openBudget({ db: here, clock }, 'app', usual)
  await budget.takeSlot()
  const until = new Date('2026-03-02T00:00:00Z')
  const parking: Clock = { now: clock.now, wait: () => openBudget({ db: there, clock }, 'app', usual).park(until) }
  await expect(openBudget({ db: here, clock: parking }, 'app', usual).takeSlot()).rejects.toMatchObject({ until })
})

test('after a throttling everybody waits, then keeps twice the distance for a quarter of one', async () => {
  const { clock, waits, advance } = stillClock()
  const one = openBudget({ db: here, clock }, 'app', usual)
  const two = openBudget({ db: there, clock }, 'app', usual)
  await one.slowDown(1_500)
  await two.takeSlot()
  await one.takeSlot()
  advance(16_600)
  await two.takeSlot()
  await one.takeSlot()
  expect(waits).toEqual([1_500, 2_050, 275])
})

test('a fast application takes its slots in blocks, and what it did not use is given back', async () => {
  const { clock } = stillClock()
  const fast = { ...usual, requestsPerSecond: 10_000, requestsPerDay: 100_000 }
  const one = openBudget({ db: here, clock }, 'app', fast)
  const two = openBudget({ db: there, clock }, 'app', fast)
  await Promise.all(Array.from({ length: 1_000 }, () => one.takeSlot()))
  await Promise.all(Array.from({ length: 10 }, () => two.takeSlot()))
  await one[Symbol.asyncDispose]()
  await two[Symbol.asyncDispose]()
  expect(await requestsLeftToday({ db: here, clock }, 'app', 100_000)).toBe(98_990)
})

test('a block does not fail where single slots are left', async () => {
  const { clock } = stillClock()
  const budget = openBudget({ db: here, clock }, 'app', { ...usual, requestsPerSecond: 10_000, requestsPerDay: 3 })
  for (let at = 0; at < 3; at += 1) await budget.takeSlot()
  await expect(budget.takeSlot()).rejects.toMatchObject({ code: 'quota_exhausted' })
})

test('a wait that is called off rejects with the reason', async () => {
  const { clock } = stillClock()
  const budget = openBudget({ db: here, clock }, 'app', usual)
  const reason = new Error('stopped')
  await expect(budget.takeSlot(AbortSignal.abort(reason))).rejects.toBe(reason)
  expect(await budget.leftToday()).toBe(10_000)
})

test('requests are counted by the hour, what two processes reserve and do not use is not', async () => {
  const { clock, set } = stillClock('2026-03-01T23:59:59Z')
  const fast = { ...usual, requestsPerSecond: 1000 }
  const one = openBudget({ db: here, clock }, 'app', fast)
  const two = openBudget({ db: there, clock }, 'app', fast)
  await Promise.all([one.takeSlot(), one.takeSlot(), two.takeSlot()])
  await openBudget({ db: here, clock }, 'other', usual).takeSlot()
  await Promise.all([one[Symbol.asyncDispose](), two[Symbol.asyncDispose]()])
  set('2026-03-02T00:00:00Z')
  await one.takeSlot()
  await one[Symbol.asyncDispose]()
  const hoursOf = await readRequestHours({ db: here, clock }, 3)
  expect(hoursOf('app')).toEqual([
    { at: new Date('2026-03-01T22:00:00Z'), requests: 0 },
    { at: new Date('2026-03-01T23:00:00Z'), requests: 3 },
    { at: new Date('2026-03-02T00:00:00Z'), requests: 1 },
  ])
  expect(hoursOf('other').map(({ requests }) => requests)).toEqual([0, 1, 0])
})

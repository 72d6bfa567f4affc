import { expect, test } from 'vitest'
import { systemActor } from '../../src/access/person.ts'
import type { Definitions, ExportDefinition } from '../../src/contract/definitions.ts'
import type { ExportSchedule, RefreshSchedule } from '../../src/contract/schedule.ts'
import { openDatabase } from '../../src/db/open-database.ts'
import { beginDue, dueSubjects } from '../../src/runs/begin-due.ts'
import { keepSchedules } from '../../src/runs/keep-schedules.ts'
import { carryOnRefresh } from '../../src/system-refresh/carry-on-refresh.ts'
import { queueRefresh } from '../../src/system-refresh/queue-refresh.ts'
import { aShop } from '../support/a-shop.ts'
import { people } from '../support/delivery-lab.ts'
import { type FastClock, fastClock } from '../support/fast-clock.ts'
import { postgresMissing, startPostgres } from '../support/postgres.ts'
import { shopServer, untilRun } from '../support/shop-server.ts'
import { testApp } from '../support/test-app.ts'

const minute = 60_000
const hour = 60 * minute
const daily = { repeat: 'daily', times: ['06:00'] } as const

function scheduled(schedule: ExportSchedule | undefined, refresh?: RefreshSchedule): Definitions {
  const shop = aShop()
  const news = shop.exports.news as ExportDefinition
  return {
    ...shop,
    environment: { ...shop.environment, ...(refresh && { refresh }) },
    exports: { news: { ...news, ...(schedule !== undefined && { schedule }) } },
  }
}

/** Moves the clock on to a time of the day in UTC. */
function turnTo(clock: FastClock, time: string): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const at = new Date(clock.now())
  at.setUTCHours(hours, minutes, 0, 0)
  if (at <= clock.now()) at.setUTCDate(at.getUTCDate() + 1)
  clock.advance(at.getTime() - clock.now().getTime())
  return at
}

/** A program whose schedules are looked at when the test says so. */
async function aTicker(definitions: Definitions) {
  const clock = fastClock()
  turnTo(clock, '00:00')
  const app = await testApp({ clock })
  let current = definitions
  const look = async () => {
    await keepSchedules(app, current)
    const due = await dueSubjects(app)
    return Promise.all(due.map(async (subject) => `${subject} ${await beginDue(app, current, subject)}`))
  }
  await look()
  const rows = () => app.db.selectFrom('schedules').selectAll().execute()
  const runs = () => app.db.selectFrom('runs').select(['export_name', 'trigger', 'status']).execute()
  const finish = () => app.db.updateTable('runs').set({ finished_at: clock.now(), status: 'Successful' }).execute()
  const turn = (to: Definitions) => {
    current = to
  }
  return { app, clock, look, rows, runs, finish, turn }
}

const utc = { ...daily, timeZone: 'UTC' } as const

test('an export with times of its own runs at them, also while the system refresh is off', async () => {
  const clock = fastClock()
  turnTo(clock, '05:00')
  const { app, workers, members } = await shopServer({ shop: scheduled(utc), people: people(3), clock })
  await app.db.selectFrom('schedules').selectAll().execute()
  await untilScheduled(app)
  turnTo(clock, '06:00')
  workers.wake()
  const run = await untilFirstRun(app)
  expect(await untilRun(app, run, ({ finished_at }) => finished_at !== null)).toMatchObject({
    status: 'Successful',
    trigger: 'own schedule',
    started_by: 'Postbud',
  })
  expect(members()).toHaveLength(3)
  const [schedule] = await app.db.selectFrom('schedules').selectAll().execute()
  expect((schedule?.next_at?.getTime() ?? 0) - (schedule?.last_at?.getTime() ?? 0)).toBe(24 * hour)
})

test('a time is made use of once, however many look at it', async () => {
  const { app, clock, look, runs, finish } = await aTicker(scheduled(utc))
  expect(await look()).toEqual([])
  turnTo(clock, '06:00')
  expect(await look()).toEqual(['export:news begun'])
  const again = await Promise.all([1, 2, 3].map(() => beginDue(app, scheduled(utc), 'export:news')))
  expect(again).toEqual(['not due', 'not due', 'not due'])
  await finish()
  expect(await look()).toEqual([])
  clock.advance(24 * hour)
  expect(await look()).toEqual(['export:news begun'])
  expect(await runs()).toHaveLength(2)
})

test.skipIf(postgresMissing)('of several processes on one PostgreSQL, one begins what is due', async () => {
  await using postgres = await startPostgres()
  const clock = fastClock()
  turnTo(clock, '00:00')
  const definitions = scheduled(utc, { repeat: 'daily', times: ['06:00'], timeZone: 'UTC' })
  await using databases = new AsyncDisposableStack()
  const processes: { db: Awaited<ReturnType<typeof openDatabase>>['db']; clock: FastClock }[] = []
  for (let each = 0; each < 4; each += 1) {
    processes.push({ db: databases.use(await openDatabase({ url: postgres.url })).db, clock })
  }
  await Promise.all(processes.map((needs) => keepSchedules(needs, definitions)))
  turnTo(clock, '06:00')
  const outcomes = await Promise.all(
    processes.flatMap((needs) => ['refresh', 'export:news'].map((subject) => beginDue(needs, definitions, subject))),
  )
  expect(outcomes.filter((outcome) => outcome === 'begun').length).toBeLessThanOrEqual(2)
  const [first] = processes
  expect(await first?.db.selectFrom('refreshes').select('trigger').execute()).toEqual([{ trigger: 'schedule' }])
})

test('times that were missed are made up for once, and the next comes as ever', async () => {
  const { clock, look, rows, runs } = await aTicker(scheduled(utc))
  clock.advance(3 * 24 * hour + 9 * hour)
  expect(await look()).toEqual(['export:news begun'])
  expect(await runs()).toHaveLength(1)
  const [row] = await rows()
  expect(row).toMatchObject({ missed_ran: true })
  expect(row?.missed_at?.toISOString()).toMatch(/T06:00:00/)
  expect((row?.next_at?.getTime() ?? 0) - (row?.missed_at?.getTime() ?? 0)).toBe(24 * hour)
  turnTo(clock, '06:00')
  await look()
  expect((await rows())[0]).toMatchObject({ missed_at: null, missed_ran: null })
})

test('times that were missed are left out where that is settled', async () => {
  const { clock, look, rows, runs } = await aTicker(scheduled({ ...utc, missed: 'skip' }))
  turnTo(clock, '06:00')
  clock.advance(4 * minute)
  expect(await look()).toEqual(['export:news begun'])
  clock.advance(24 * hour + 6 * minute)
  expect(await look()).toEqual(['export:news left out'])
  expect(await runs()).toHaveLength(1)
  expect((await rows())[0]).toMatchObject({ missed_ran: false })
})

test('another timetable counts from now on, and one that is stopped is not due', async () => {
  const { clock, look, rows, turn, runs } = await aTicker(scheduled(utc))
  clock.advance(7 * hour)
  turn(scheduled({ ...utc, times: ['05:00'] }))
  expect(await look()).toEqual([])
  expect((await rows())[0]?.next_at?.toISOString()).toMatch(/T05:00:00/)
  turn(scheduled({ ...utc, times: ['05:00'], active: false }))
  clock.advance(24 * hour)
  expect(await look()).toEqual([])
  expect(await rows()).toEqual([])
  turn(scheduled('off'))
  expect(await look()).toEqual([])
  expect(await runs()).toEqual([])
  turn({ ...scheduled(utc), environment: { name: 'x', timeZone: '${UNSET}' } })
  expect(await look()).toEqual([])
})

test('the system refresh begins at its time, takes along what goes with it, and knows which day it is of', async () => {
  const refresh = { days: ['monday' as const], times: ['23:30'], timeZone: 'America/New_York' }
  const { clock, look, rows, app } = await aTicker(scheduled(undefined, refresh))
  const [row] = await rows()
  const next = row?.next_at ?? new Date(NaN)
  clock.advance(next.getTime() - clock.now().getTime())
  expect(await look()).toEqual(['refresh begun'])
  const [begun] = await app.db.selectFrom('refreshes').selectAll().execute()
  expect(begun).toMatchObject({
    trigger: 'schedule',
    started_by: 'Postbud',
    status: 'Queued',
    scope: null,
    due_at: next,
  })
  // Still at work when its next time comes: that waits for it, and is not late for it.
  clock.advance(7 * 24 * hour)
  expect(await look()).toEqual(['refresh waits'])
  clock.advance(hour)
  expect(await look()).toEqual(['refresh waits'])
  await app.db.updateTable('refreshes').set({ finished_at: clock.now() }).execute()
  expect(await look()).toEqual(['refresh begun'])
  expect(await rows()).toMatchObject([{ missed_at: null, waiting_since: null }])
  expect(await app.db.selectFrom('refreshes').select('id').execute()).toHaveLength(2)
})

test('an export that is due waits for the sources and segments that are being refreshed, and is not late for it', async () => {
  const clock = fastClock()
  turnTo(clock, '05:00')
  const shop = scheduled(utc)
  const { app } = await shopServer({ shop, people: people(3), clock, workers: false })
  await keepSchedules(app, shop)
  const { id } = await queueRefresh(app, { trigger: 'manual', actor: systemActor, scope: null })
  turnTo(clock, '06:00')
  expect(await beginDue(app, shop, 'export:news')).toBe('waits')
  clock.advance(20 * minute)
  expect(await beginDue(app, shop, 'export:news')).toBe('waits')
  await carryOnRefresh(app, id, new AbortController().signal)
  expect(await beginDue(app, shop, 'export:news')).toBe('begun')
  const [row] = await app.db.selectFrom('schedules').selectAll().execute()
  expect(row).toMatchObject({ waiting_since: null, missed_at: null })
})

async function untilScheduled(app: { db: Awaited<ReturnType<typeof testApp>>['db'] }): Promise<void> {
  await eventually(async () => (await app.db.selectFrom('schedules').selectAll().execute()).length > 0)
}

async function untilFirstRun(app: { db: Awaited<ReturnType<typeof testApp>>['db'] }): Promise<string> {
  let id: string | undefined
  await eventually(async () => {
    id = (await app.db.selectFrom('runs').select('id').executeTakeFirst())?.id
    return id !== undefined
  })
  return id ?? ''
}

async function eventually(so: () => Promise<boolean>): Promise<void> {
  const began = performance.now()
  while (!(await so())) {
    if (performance.now() - began > 20_000) throw new Error('it never came to be so')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

import { expect, onTestFinished, test } from 'vitest'
import { systemActor } from '../../src/access/person.ts'
import { queueRun } from '../../src/runs/queue-run.ts'
import { aShop, aShopThat } from '../support/a-shop.ts'
import { people } from '../support/delivery-lab.ts'
import { fastClock } from '../support/fast-clock.ts'
import { postgresMissing, startPostgres } from '../support/postgres.ts'
import { shopServer } from '../support/shop-server.ts'

const asked = { exportName: 'news', trigger: 'own schedule', actor: systemActor } as const

test('a queued run is carried to its end by a worker, and two clicks make one run', async () => {
  const { app, ended, members, workers, troubles } = await shopServer({ people: people(3) })
  const [first, second] = await Promise.all([queueRun(app, asked), queueRun(app, asked)])
  expect(first).toMatchObject({ status: 'Queued', trigger: 'own schedule', started_by: 'Postbud' })
  expect(second.id).toBe(first.id)
  workers.wake()
  expect(await ended(first.id)).toMatchObject({ status: 'Successful' })
  expect(members()).toEqual(people(3).map(({ email }) => email))
  expect(troubles).toEqual([])
})

test('a run that somebody asks for in particular is not made of one that is about something else', async () => {
  const { app } = await shopServer({ people: people(3), workers: false })
  await queueRun(app, asked)
  await expect(queueRun(app, { ...asked, about: { kind: 'repair' } })).rejects.toMatchObject({ code: 'run_unfinished' })
  await expect(queueRun(app, { ...asked, exportName: 'nwes' })).rejects.toMatchObject({ code: 'not_found' })
})

test('what failed and may heal is tried again by itself', async () => {
  const clock = fastClock()
  const { app, control, ended, until, workers } = await shopServer({ people: people(3), clock })
  control.fault({ method: 'GET', path: 'contact_lists', action: 'malformed-page', times: Infinity })
  const { id } = await queueRun(app, asked)
  workers.wake()
  const failed = await until(id, ({ failures }) => failures > 0)
  expect(failed).toMatchObject({ status: 'Failure (will retry)', reason: 'unexpected_answer', finished_at: null })
  expect(failed.next_attempt_at?.getTime()).toBeGreaterThan(clock.now().getTime() + 20_000)

  control.clearFaults()
  clock.advance(31_000)
  expect(await ended(id)).toMatchObject({ status: 'Successful', reason: null })
})

test('a run that cannot be carried on for a week is given up, tells it, and the next one takes up from what is true', async () => {
  const clock = fastClock()
  const removing = { leavers: 'remove', guards: { removalShare: 1, removalPeople: 100, shrunkShare: 1 } } as const
  const shop = aShopThat(removing)
  const lab = await shopServer({ shop, people: people(3), clock })
  const { app, as, control, ended, until, workers, turnTo, members } = lab
  const failing = async () => {
    const { id } = await queueRun(app, asked)
    workers.wake()
    const failed = await until(id, ({ failures }) => failures > 0)
    expect(failed).toMatchObject({ status: 'Failure (will retry)', finished_at: null })
    return id
  }
  // The import is taken, and nobody ever learns what became of it.
  control.fault({ method: 'GET', path: '/activities', action: { status: 500 }, times: Infinity })
  const id = await failing()
  clock.advance(6 * 24 * 3_600_000)
  const { failures } = await until(id, (run) => run.failures > 1)
  expect(failures).toBe(2)
  clock.advance(25 * 3_600_000)
  const ending = await ended(id)
  expect(ending).toMatchObject({
    status: 'Failed (permanent)',
    reason: 'gave_up',
    figures: { outcomes: { unconfirmed: { gave_up: 3 } } },
  })
  expect(ending.message).toMatch(
    /^For 7 days it could not be carried on; last: .*\. Who had been sent and was not confirmed is sent again/,
  )
  const { get } = await as('administrator')
  await expect
    .poll(
      async () =>
        (await get('/alerts')).body.current.map(({ kind, reason }: Record<string, string>) => `${kind} ${reason}`),
      { timeout: 20_000 },
    )
    .toContain('export_failed gave_up')

  // Whom it put there all the same is ours, and leaves with the others.
  control.clearFaults()
  expect(members()).toHaveLength(3)
  await turnTo(people(5).slice(1))
  const next = await queueRun(app, asked)
  workers.wake()
  expect(await ended(next.id)).toMatchObject({
    status: 'Successful',
    figures: { outcomes: { delivered: { '': 4 } }, removals: { removed: { left_segments: 1 } } },
  })
  expect(members()).toEqual(
    people(5)
      .slice(1)
      .map(({ email }) => email),
  )

  // Of one that had sent nothing, nothing is learnt.
  await turnTo(people(7))
  control.fault({ method: 'POST', path: '/activities', action: { status: 500 }, times: Infinity })
  const unsent = await failing()
  clock.advance(8 * 24 * 3_600_000)
  expect(await ended(unsent)).toMatchObject({
    reason: 'gave_up',
    figures: { outcomes: { not_sent: { gave_up: 3 }, unchanged: { '': 4 } } },
  })
})

test('two exports to one list take turns, and neither keeps a place while it waits', async () => {
  const shop = aShop()
  const { news } = shop.exports
  if (!news) throw new Error('no export')
  const exports = Object.fromEntries(['news', 'offers', 'events'].map((name) => [name, news]))
  const { app, ended, workers } = await shopServer({
    shop: { ...shop, exports },
    people: people(5),
    variables: { POSTBUD_RUNS_AT_ONCE: '2' },
  })
  const runs = await Promise.all(Object.keys(exports).map((exportName) => queueRun(app, { ...asked, exportName })))
  workers.wake()
  for (const { id } of runs) expect(await ended(id)).toMatchObject({ status: 'Successful' })
})

test('whoever asks again for a run that waits for its next attempt has it tried now', async () => {
  const clock = fastClock()
  const { app, control, ended, until, workers } = await shopServer({ people: people(3), clock })
  control.fault({ method: 'GET', path: 'contact_lists', action: 'malformed-page', times: Infinity })
  const { id } = await queueRun(app, asked)
  workers.wake()
  await until(id, ({ failures }) => failures > 0)
  control.clearFaults()
  expect(await queueRun(app, asked)).toMatchObject({ id, next_attempt_at: null })
  workers.wake()
  expect(await ended(id)).toMatchObject({ status: 'Successful' })
})

test('a run whose connection was lost goes on by itself when somebody has connected it again', async () => {
  const { app, control, connect, ended, until, members, workers } = await shopServer({
    people: people(6),
    sandbox: { instant: false, contactsPerSecond: 2 },
  })
  const { id } = await queueRun(app, asked)
  workers.wake()
  await until(id, ({ stage }) => stage === 'settling')
  control.revokeGrants()
  const lost = await until(id, ({ waits_for }) => waits_for === 'reconnect_needed')
  expect(lost).toMatchObject({ status: 'Failure (will retry)', finished_at: null, failures: 0 })
  expect(lost.next_attempt_at?.getTime()).toBeLessThan(app.clock.now().getTime() + 60_001)
  await connect()
  // The minute after which it would look by itself is not waited for.
  await queueRun(app, asked)
  workers.wake()
  expect(await ended(id)).toMatchObject({ status: 'Successful' })
  expect(members()).toHaveLength(6)
})

test('a run for which the day has no requests left goes on the next day', async () => {
  const clock = fastClock()
  const { app, control, ended, until, workers } = await shopServer({ people: people(3), clock })
  control.fault({ method: 'GET', path: 'contact_lists', action: 'quota-exceeded' })
  const { id } = await queueRun(app, asked)
  workers.wake()
  const parked = await until(id, ({ waits_for }) => waits_for === 'quota_exhausted')
  expect(parked).toMatchObject({ status: 'Queued', failures: 0 })
  expect(parked.next_attempt_at).toEqual(parked.waits_until)
  clock.advance(24 * 3_600_000)
  expect(await ended(id)).toMatchObject({ status: 'Successful' })
})

test.skipIf(postgresMissing)('a run goes on when the database has ended every connection under it', async () => {
  const postgres = await startPostgres()
  onTestFinished(() => postgres[Symbol.asyncDispose]())
  const { app, ended, until, members, workers } = await shopServer({
    people: people(5),
    sandbox: { instant: false, contactsPerSecond: 2 },
    variables: { DATABASE_URL: postgres.url },
  })
  const { id } = await queueRun(app, asked)
  workers.wake()
  await until(id, ({ stage }) => stage === 'settling')
  await postgres.run(
    "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'",
  )
  // Nobody waits here for the next attempt, if that is how it was told.
  const again = setInterval(() => void queueRun(app, asked).catch(() => undefined), 500)
  onTestFinished(() => clearInterval(again))
  expect(await ended(id)).toMatchObject({ status: 'Successful' })
  expect(members()).toHaveLength(5)
})

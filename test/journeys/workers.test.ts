import { expect, onTestFinished, test } from 'vitest'
import { makeApiKey } from '../../src/access/api-keys.ts'
import { systemActor } from '../../src/access/person.ts'
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/environment.ts'
import type { RunRow } from '../../src/exports/run/run-store.ts'
import { newId } from '../../src/lib/ids.ts'
import { queueRun } from '../../src/runs/queue-run.ts'
import { postgresMissing, startPostgres } from '../support/postgres.ts'
import { type ProcessLab, processLab, type Started } from '../support/process-lab.ts'
import { untilRun } from '../support/shop-server.ts'
import { aFolder } from '../support/test-app.ts'

const more = ['offers', 'events', 'club']
const names = ['news', ...more]

test('a worker on the embedded database says what it needs', async () => {
  const { postbud } = await processLab(await aFolder())
  const { code, err } = await postbud('worker')
  expect(code).not.toBe(0)
  expect(err).toContain('DATABASE_URL is not set')
})

test.skipIf(postgresMissing)(
  'three workers are killed at random while four exports run: everything converges, and nobody is lost or doubled',
  async () => {
    const place = await aPlace({ sandbox: { instant: false, contactsPerSecond: 12 } })
    const { lab, app } = place
    const workers = await Promise.all([place.worker(), place.worker(), place.worker()])
    for (const day of [0, 1]) {
      lab.turnTo(day)
      const runs = await queueAll(app)
      for (let at = 0; at < workers.length; at += 1) {
        await passing(300 + Math.random() * 2_000)
        workers[at]?.child.kill('SIGKILL')
        workers[at] = place.start()
      }
      for (const run of runs) {
        expect(await untilRun(app, run.id, ({ finished_at }) => finished_at !== null)).toMatchObject({
          status: 'Successful',
          failures: 0,
        })
      }
      for (const name of more) expect(lab.members(name)).toEqual(lab.everybody())
      expect(lab.members()).toEqual(lab.wanted())
    }
    expect(sentTwice(lab)).toEqual([])
    const open = await app.db
      .selectFrom('batches')
      .select('state')
      .where('state', 'not in', ['settled', 'empty'])
      .execute()
    expect(open).toEqual([])
  },
  180_000,
)

test.skipIf(postgresMissing)(
  'a killed worker\u2019s run is taken over within a minute, and goes on where it was',
  async () => {
    const place = await aPlace({})
    const { lab, app } = place
    // However fast the machine is, the job does not end before it is released.
    lab.control.activityFault({ action: 'stuck' })
    const first = await place.worker()
    const run = await queueRun(app, { exportName: 'news', trigger: 'manual', actor: systemActor })
    await untilRun(app, run.id, ({ stage }) => stage === 'settling')
    const second = await place.worker()
    first.child.kill('SIGKILL')
    const killedAt = performance.now()
    // Whoever takes it over settles first what was sent before.
    await untilTask(app, run, 'delivering', 2)
    expect(performance.now() - killedAt).toBeLessThan(60_000)
    // Asked to stop, it hands over: the run is queued for the next, who carries on at once.
    second.child.kill('SIGTERM')
    expect(await second.ended).toMatchObject({ code: 0 })
    expect(await untilRun(app, run.id, () => true)).toMatchObject({ status: 'Queued', reason: 'stopped' })
    lab.control.release()
    await place.worker()
    expect(await untilRun(app, run.id, ({ finished_at }) => finished_at !== null)).toMatchObject({
      status: 'Successful',
    })
    expect(lab.members()).toEqual(lab.wanted())
    expect(sentTwice(lab)).toEqual([])
  },
)

test.skipIf(postgresMissing)('whoever follows a run at the server is told how it goes in another process', async () => {
  const { lab, app, worker } = await aPlace({ sandbox: { instant: false, contactsPerSecond: 3 } })
  const { url } = await lab.serve({ POSTBUD_RUNS_AT_ONCE: '0' })
  const id = newId(app.clock.now())
  const viewer = { id, email: 'v@postbud.example', name: 'V', role: 'viewer', status: 'active' } as const
  await app.db
    .insertInto('users')
    .values({ ...viewer, created_at: app.clock.now() })
    .execute()
  const { key } = await makeApiKey(app, viewer, { name: 'test', role: 'viewer' })
  const run = await queueRun(app, { exportName: 'news', trigger: 'manual', actor: systemActor })
  const answer = await fetch(`${url}/api/v1/runs/${run.id}/events`, { headers: { authorization: `Bearer ${key}` } })
  await worker()
  // The stream ends with the run.
  const told = [...(await answer.text()).matchAll(/^event: run\ndata: (.*)$/gm)].map(([, data = '']) =>
    JSON.parse(data),
  )
  const statuses = told.map(({ status }) => status)
  expect([...new Set(statuses)]).toEqual(expect.arrayContaining(['Queued', 'Processing', 'Successful']))
  expect(statuses.at(-1)).toBe('Successful')
  expect(told.some(({ progress }) => progress?.people?.inAll > 0)).toBe(true)
})

test('a server that is killed while it delivers goes on by itself when it is started again', async () => {
  const lab = await processLab(await aFolder(), { sandbox: { instant: false, contactsPerSecond: 1.5 } })
  const server = await lab.serve()
  const asked = lab.start('run', 'news')
  await asked.said(/Sent 1 of/)
  server.child.kill('SIGKILL')
  await server.ended
  await asked.ended
  await lab.serve()
  const began = performance.now()
  while (JSON.stringify(lab.members()) !== JSON.stringify(lab.wanted())) {
    if (performance.now() - began > 60_000) throw new Error(`only ${lab.members()} are on the list`)
    await passing(100)
  }
  expect(sentTwice(lab)).toEqual([])
})

test.skipIf(postgresMissing)('a command and two servers never deliver one export at once', async () => {
  const place = await aPlace({ sandbox: { instant: false, contactsPerSecond: 12 } })
  const { lab, app } = place
  const servers = await Promise.all([lab.serve(), lab.serve()])
  const run = await queueRun(app, { exportName: 'news', trigger: 'manual', actor: systemActor })
  const answers = await Promise.all([lab.postbud('run', 'news', '--json'), lab.postbud('run', 'news', '--json')])
  for (const { code, out } of answers) {
    expect(code).toBe(0)
    expect(JSON.parse(out).runs).toMatchObject([{ run: run.id, status: 'Successful' }])
  }
  expect(sentTwice(lab)).toEqual([])
  for (const { child } of servers) child.kill('SIGTERM')
  for (const { ended } of servers) expect((await ended).code).toBe(0)
})

type Place = { readonly sandbox?: NonNullable<Parameters<typeof processLab>[1]>['sandbox'] }

/** A PostgreSQL server with the lab's exports on it, a way to look into its database, and a way to start workers. */
async function aPlace({ sandbox }: Place) {
  const postgres = await startPostgres()
  onTestFinished(() => postgres[Symbol.asyncDispose]())
  const lab = await processLab(await aFolder(), {
    env: { DATABASE_URL: postgres.url },
    more,
    ...(sandbox && { sandbox }),
  })
  const app = await openApp({ ...readConfig(lab.env), variables: lab.env })
  onTestFinished(() => app[Symbol.asyncDispose]())
  const start = (): Started => {
    const started = lab.start('worker')
    onTestFinished(async () => {
      started.child.kill('SIGKILL')
      await started.ended
    })
    return started
  }
  const worker = async (): Promise<Started> => {
    const started = start()
    await started.said(/at work/)
    return started
  }
  return { lab, app, start, worker }
}

type Looking = { readonly db: Awaited<ReturnType<typeof aPlace>>['app']['db'] }

function queueAll(app: Awaited<ReturnType<typeof aPlace>>['app']): Promise<RunRow[]> {
  return Promise.all(names.map((exportName) => queueRun(app, { exportName, trigger: 'manual', actor: systemActor })))
}

/** Imports that came more than once. */
function sentTwice({ control }: ProcessLab): string[] {
  const files = control.imports().map(({ fileName }) => fileName)
  return files.filter((name, at) => files.indexOf(name) !== at)
}

/** Until a run has entered a stage so many times. */
async function untilTask({ db }: Looking, { id }: RunRow, stage: string, times: number): Promise<void> {
  for (;;) {
    const task = await db
      .selectFrom('run_tasks')
      .select('entered')
      .where('run_id', '=', id)
      .where('stage', '=', stage)
      .executeTakeFirst()
    if ((task?.entered ?? 0) >= times) return
    await passing(50)
  }
}

/** Real time, in which other processes work. */
function passing(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

import { expect, onTestFinished, test } from 'vitest'
import { systemActor } from '../../src/access/person.ts'
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/environment.ts'
import { queueRefresh } from '../../src/system-refresh/queue-refresh.ts'
import { findRefresh, tasksOf } from '../../src/system-refresh/refresh-store.ts'
import { postgresMissing, startPostgres } from '../support/postgres.ts'
import { processLab } from '../support/process-lab.ts'
import { aFolder } from '../support/test-app.ts'

test.skipIf(postgresMissing)(
  'workers are killed at random while everything is refreshed: each task ends once, each export runs once',
  async () => {
    const postgres = await startPostgres()
    onTestFinished(() => postgres[Symbol.asyncDispose]())
    const lab = await processLab(await aFolder(), {
      env: { DATABASE_URL: postgres.url },
      more: ['offers', 'events'],
      sandbox: { instant: false, contactsPerSecond: 20 },
    })
    const app = await openApp({ ...readConfig(lab.env), variables: lab.env })
    onTestFinished(() => app[Symbol.asyncDispose]())
    const worker = () => {
      const started = lab.start('worker')
      onTestFinished(async () => {
        started.child.kill('SIGKILL')
        await started.ended
      })
      return started
    }
    const { id } = await queueRefresh(app, { trigger: 'manual', actor: systemActor, scope: null })
    const began = performance.now()
    let workers = [worker(), worker()]
    const isOver = async () => (await findRefresh(app.db, id))?.finished_at != null
    for (let kills = 0; kills < 4 && !(await isOver()); kills += 1) {
      await passing(800 + Math.random() * 1_500)
      const [first, ...others] = workers
      first?.child.kill('SIGKILL')
      workers = [...others, worker()]
    }
    while (!(await isOver())) {
      if (performance.now() - began > 90_000) throw new Error(JSON.stringify(await tasksOf(app.db, id)))
      await passing(100)
    }
    const tasks = await tasksOf(app.db, id)
    expect(tasks.map(({ kind, name, status }) => `${kind} ${name}: ${status}`)).toEqual([
      'source contacts: Successful',
      'profiles profiles: Successful',
      'segment everybody: Successful',
      'export news: Successful',
      'export offers: Successful',
      'export events: Successful',
    ])
    const runs = await app.db.selectFrom('runs').select(['id', 'trigger', 'status']).execute()
    expect(runs.map(({ trigger, status }) => `${trigger}: ${status}`)).toEqual(
      Array(3).fill('system refresh: Successful'),
    )
    expect(new Set(tasks.flatMap(({ run_id }) => run_id ?? []))).toEqual(new Set(runs.map((run) => run.id)))
    expect(lab.members()).toEqual(lab.wanted())
    for (const name of ['offers', 'events']) expect(lab.members(name)).toEqual(lab.everybody())
  },
  180_000,
)

/** Real time, in which other processes work. */
function passing(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

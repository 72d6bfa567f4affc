import { expect, test } from 'vitest'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { readReceipts } from '../../src/exports/receipts/read-receipts.ts'
import type { RunEvent } from '../../src/exports/run/run-events.ts'
import { requireRun } from '../../src/exports/run/run-store.ts'
import { cancelRun } from '../../src/runs/cancel-run.ts'
import { queueRun } from '../../src/runs/queue-run.ts'
import { aShopThat } from '../support/a-shop.ts'
import { deliveryLab, outcomesOf, people, removalsOf } from '../support/delivery-lab.ts'
import { processLab } from '../support/process-lab.ts'
import { aFolder } from '../support/test-app.ts'

const ada = { id: null, name: 'ada', via: 'CLI' } as const
const mirror = aShopThat({ leavers: 'remove', guards: { removalShare: 1, removalPeople: 1000, shrunkShare: 1 } })

/** Two imports: those without a first name go apart. */
const today = [
  ...people(4, 10),
  ...people(2, 30),
  ...people(3, 20).map(({ id, email }) => ({ id, email, last: 'Lee' })),
]
const before = [...people(6), ...people(4, 10)]

type Moment = { readonly name: string; readonly at: (event: RunEvent) => boolean }

const moments: readonly Moment[] = [
  { name: 'refreshing', at: ({ type }) => type === 'started' },
  { name: 'planning', at: (event) => event.type === 'stage' && event.stage === 'planning' },
  { name: 'planned', at: ({ type }) => type === 'planned' },
  { name: 'delivering', at: (event) => event.type === 'batch_sent' && event.sent === 1 },
  { name: 'settling', at: (event) => event.type === 'stage' && event.stage === 'settling' },
  { name: 'removing', at: (event) => event.type === 'stage' && event.stage === 'removing' },
  { name: 'removed', at: (event) => event.type === 'removal_sent' },
]

test.each(moments)(
  'canceled while $name, a run stops, accounts for everybody, and the next one converges',
  async ({ at }) => {
    const { run, members, control, app, needs } = await deliveryLab({ definitions: mirror })
    await run(before)
    let canceling: Promise<unknown> | undefined
    const ended = await run(today, {
      told: (event) => {
        if (canceling || !at(event)) return
        // The run notices within a second; until then its next request takes its time.
        control.fault({ action: { delayMs: 1_500 } })
        canceling = openRunOf(app).then((id) => cancelRun(needs, ada, { id }, 'by mistake'))
      },
    })
    expect(await canceling).toMatchObject({ cancel: { by: 'ada', note: 'by mistake' } })
    expect(ended).toMatchObject({ status: 'Canceled', reason: 'canceled', stage: 'finished' })
    expect(ended.message).toContain('Canceled by ada: by mistake.')
    if (ended.plan_file) {
      const delivered = Object.values(outcomesOf(ended).delivered ?? {}).reduce((sum, each) => sum + each, 0)
      const removed = removalsOf(ended).removed?.left_segments ?? 0
      expect(members()).toHaveLength(10 + delivered - removed)
      const receipts = await readReceipts(app, ended, { outcome: 'not_sent' }, 100)
      expect(receipts.every(({ reason }) => reason === 'canceled')).toBe(true)
    } else expect(members()).toEqual(before.map(({ email }) => email).sort())

    expect(await run()).toMatchObject({ status: 'Successful' })
    expect(members()).toEqual(today.map(({ email }) => email).sort())
  },
)

test('of leavers in several requests, those whose request had left are gone, and the others are told as not sent', async () => {
  const definitions = aShopThat({ leavers: 'remove', guards: { removalShare: 1, removalPeople: 5000, shrunkShare: 1 } })
  const { run, members, control, app, needs } = await deliveryLab({ definitions })
  await run(people(1_110))
  let canceling: Promise<unknown> | undefined
  const ended = await run(people(10), {
    told: (event) => {
      if (canceling || event.type !== 'removal_sent') return
      control.fault({ method: 'GET', action: { delayMs: 1_500 }, times: 3 })
      control.fault({ method: 'POST', action: { delayMs: 1_500 } })
      canceling = openRunOf(app).then((id) => cancelRun(needs, ada, { id }))
    },
  })
  await canceling
  const { removed, not_sent: notSent } = removalsOf(ended)
  expect(ended.status).toBe('Canceled')
  expect(members()).toHaveLength(1_110 - (removed?.left_segments ?? 0))
  expect((removed?.left_segments ?? 0) + (notSent?.canceled ?? 0)).toBe(1_100)
  expect(notSent?.canceled).toBeGreaterThan(0)
  expect(await run()).toMatchObject({ status: 'Successful' })
  expect(members()).toEqual(
    people(10)
      .map(({ email }) => email)
      .sort(),
  )
})

test('a run that is killed while it is being canceled is canceled by whoever carries it on', async () => {
  const lab = await deliveryLab({ definitions: mirror })
  const { run, members, needs, app, stopAt, reopen } = lab
  await run(before)
  await stopAt(today, 'batch_sent')
  const id = await openRunOf(app)
  await cancelRun(needs, ada, { id })
  // Stopped again, in the middle of settling what had left.
  await stopAt(undefined, 'settling')
  await reopen()
  const ended = await run()
  expect(ended).toMatchObject({ id, status: 'Canceled', reason: 'canceled' })
  const { delivered, not_sent: notSent } = outcomesOf(ended)
  expect((delivered?.[''] ?? 0) + (notSent?.canceled ?? 0)).toBe(5)
  expect(delivered).toBeDefined()
  expect(notSent).toBeDefined()
  expect(removalsOf(ended)).toEqual({ not_sent: { canceled: 6 } })
  expect(await run()).toMatchObject({ status: 'Successful' })
  expect(members()).toEqual(today.map(({ email }) => email).sort())
})

test('a queued run is canceled at once, and only once', async () => {
  const { app, needs, members } = await deliveryLab({ definitions: mirror })
  await saveDefinitions(app.db, mirror)
  const queued = await queueRun(app, { exportName: 'news', trigger: 'manual', actor: ada })
  expect(await cancelRun(needs, ada, queued)).toMatchObject({ status: 'Canceled', reason: 'canceled' })
  const audited = await app.db.selectFrom('audit_log').select(['action', 'actor']).orderBy('seq').execute()
  expect(audited).toEqual([
    { action: 'run.start', actor: 'ada' },
    { action: 'run.cancel', actor: 'ada' },
  ])
  expect(await cancelRun(needs, ada, queued)).toMatchObject({ status: 'Canceled' })
  expect(members()).toEqual([])
})

test('a run that waits for approval is canceled at once, with a receipt for everybody', async () => {
  const guarded = aShopThat({ leavers: 'remove', guards: { removalShare: 0.1, removalPeople: 1, shrunkShare: 1 } })
  const { app, needs, run, members, control } = await deliveryLab({ definitions: guarded })
  await run(before)
  const waiting = await run(today)
  expect(waiting.status).toBe('Waits for approval')
  const asked = control.requests().total
  const canceled = await cancelRun(needs, ada, waiting)
  expect(canceled).toMatchObject({ status: 'Canceled', reason: 'canceled' })
  expect(outcomesOf(canceled)).toMatchObject({ not_sent: { canceled: 5 } })
  expect(removalsOf(canceled)).toEqual({ not_sent: { canceled: 6 } })
  expect(control.requests().total).toBe(asked)
  expect(members()).toHaveLength(10)
  await expect(cancelRun(needs, ada, await requireRun(app.db, (await run(before)).id))).rejects.toMatchObject({
    code: 'run_ended',
  })
})

test('a run that was stopped is canceled in the terminal, which settles what had left', async () => {
  const lab = await processLab(await aFolder(), { sandbox: { instant: false, contactsPerSecond: 3 } })
  const started = lab.start('run', 'news')
  await started.said(/Sent 1 of/)
  started.child.kill('SIGINT')
  await started.ended
  const { code, out } = await lab.postbud('cancel', 'last', '--note', 'wrong list', '--json')
  expect(code).toBe(0)
  const [run] = JSON.parse(out).runs
  expect(run).toMatchObject({ status: 'Canceled', reason: 'canceled', stage: 'finished' })
  expect(run.figures.outcomes.delivered).toBeDefined()
  const again = await lab.postbud('cancel', 'last')
  expect(again).toMatchObject({ code: 0 })
  expect((await lab.postbud('run', 'news')).code).toBe(0)
  expect(lab.members()).toEqual(lab.wanted())
  expect(await lab.postbud('cancel', 'last')).toMatchObject({ code: 1 })
})

async function openRunOf({ db }: Pick<Awaited<ReturnType<typeof deliveryLab>>['app'], 'db'>): Promise<string> {
  const { id } = await db.selectFrom('runs').select('id').where('finished_at', 'is', null).executeTakeFirstOrThrow()
  return id
}

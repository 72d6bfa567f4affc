import { expect, test } from 'vitest'
import { lockStandingRun } from '../../src/exports/run/lock-run.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { aShopThat } from '../support/a-shop.ts'
import { people } from '../support/delivery-lab.ts'
import { shopServer } from '../support/shop-server.ts'

const mirror = aShopThat({ leavers: 'remove', guards: { removalShare: 0.1, removalPeople: 2, shrunkShare: 1 } })
const shared = {
  ...mirror,
  connections: {
    ...mirror.connections,
    marketing: { ...mirror.connections.marketing, users: 'contributors' },
  },
} as typeof mirror

test('a run is asked for, told in full, and its receipts are paged, searched, filtered and downloaded', async () => {
  const nobody = { id: 'N-1', email: '' }
  const { as, app, ended, members } = await shopServer({ shop: shared, people: [...people(5), nobody] })
  const [contributor, viewer] = [await as('contributor'), await as('viewer')]
  const asked = await contributor.send('POST', '/exports/news/runs', { kind: 'export' })
  expect(asked).toMatchObject({ status: 202, body: { export: 'news', kind: 'export', trigger: 'API' } })
  expect(asked.headers.get('location')).toBe(`/api/v1/runs/${asked.body.id}`)
  const run = await ended(asked.body.id)
  expect(members()).toHaveLength(5)

  const { status, body } = await viewer.get(`/runs/${run.id}`)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    status: 'Successful',
    permission: 'view',
    startedBy: 'contributor 1',
    outcomes: { delivered: 5, rejected: 1 },
    funnel: { members: 6, deliverable: 5, new: 5, rejected: { email_missing: 1 } },
    batches: [{ number: 1, kind: 'import', people: 5, state: 'settled' }],
    previous: null,
    receipts: true,
  })
  expect(body.tasks.map(({ stage }: { stage: string }) => stage)).toEqual([
    'refreshing',
    'planning',
    'delivering',
    'settling',
    'closing',
  ])
  expect(body.tasks.every(({ endedAt }: { endedAt: string | null }) => endedAt !== null)).toBe(true)

  const first = await contributor.get(`/runs/${run.id}/receipts?limit=4`)
  const second = await contributor.get(`/runs/${run.id}/receipts?limit=4&cursor=${first.body.next}`)
  expect([...first.body.items, ...second.body.items].map(({ profileKey }) => profileKey)).toEqual([
    ...people(5).map(({ id }) => id),
    'N-1',
  ])
  expect(second.body.next).toBeNull()
  const one = await contributor.get(`/runs/${run.id}/receipts?search=PERSON.3&outcome=delivered`)
  expect(one.body.items).toMatchObject([{ profileKey: 'C-3', email: 'person.3@example.com', outcome: 'delivered' }])
  // Who does not see addresses does not find them either.
  expect((await viewer.get(`/runs/${run.id}/receipts?search=person.3`)).body.items).toEqual([])
  const masked = await viewer.get(`/runs/${run.id}/receipts?search=C-3`)
  expect(masked.body.items[0].email).not.toContain('person.3')

  // The next one is compared with it, as a whole and stage by stage.
  const next = await ended((await contributor.send('POST', '/exports/news/runs')).body.id)
  const { previous } = (await viewer.get(`/runs/${next.id}`)).body
  expect(previous).toMatchObject({ id: run.id, seconds: body.seconds })
  expect(previous.tasks.map(({ stage }: { stage: string }) => stage)).toEqual([
    'refreshing',
    'planning',
    'delivering',
    'settling',
    'closing',
  ])

  // Those whose receipts are derived come in the order of outcomes like the others, whatever the page ends with.
  const paged: string[] = []
  for (let cursor = ''; ; ) {
    const page = (await contributor.get(`/runs/${next.id}/receipts?limit=1${cursor}`)).body
    paged.push(...page.items.map((each: Record<string, string>) => `${each.outcome} ${each.profileKey}`))
    if (page.next === null) break
    cursor = `&cursor=${page.next}`
  }
  expect(paged).toEqual(['rejected N-1', ...people(5).map(({ id }) => `unchanged ${id}`)])
  const unchanged = await contributor.get(`/runs/${next.id}/receipts?search=PERSON.3&outcome=unchanged`)
  expect(unchanged.body.items).toMatchObject([{ profileKey: 'C-3', email: 'person.3@example.com' }])
  expect((await contributor.get(`/runs/${next.id}/receipts?outcome=nonsense`)).body).toEqual({ items: [], next: null })

  const csv = await contributor.get(`/runs/${run.id}/receipts.csv?reason=email_missing`)
  expect(csv.headers.get('content-type')).toMatch(/^text\/csv/)
  expect(csv.body).toBe('profile_key,email,outcome,reason,detail,notes,batch\r\nN-1,,rejected,email_missing,,,\r\n')
  const taken = await app.db
    .selectFrom('audit_log')
    .select(['actor', 'target', 'after'])
    .where('action', '=', 'run.download')
    .execute()
  expect(taken).toEqual([{ actor: 'contributor 1', target: run.id, after: { export: 'news', receipts: 'members' } }])
  expect((await contributor.get(`/runs/${run.id}/receipts?cursor=nonsense`)).status).toBe(422)
  expect((await viewer.get('/runs/nothing')).status).toBe(404)
})

test('runs are listed in pages that hold still, sorted, searched and filtered', async () => {
  const { as, app } = await shopServer({ workers: false })
  const viewer = await as('viewer')
  const began = Date.UTC(2026, 0, 1)
  await app.db
    .insertInto('runs')
    .values(
      Array.from({ length: 25 }, (_, at) => ({
        id: `run${String(at).padStart(2, '0')}`,
        export_name: at % 2 ? 'news' : 'offers',
        trigger: at % 3 ? 'own schedule' : 'manual',
        started_by: 'ada',
        stage: 'finished',
        status: at % 5 ? 'Successful' : 'Skipped',
        definition: '{}',
        members: '{}',
        figures: '{}',
        // Some at the same moment, which the id tells apart.
        created_at: new Date(began + Math.floor(at / 3) * 60_000),
        finished_at: new Date(began + at * 60_000 + 5_000),
      })) as never,
    )
    .execute()
  const ids = async (query: string) => {
    const found: string[] = []
    for (let cursor = ''; ; ) {
      const { status, body } = await viewer.get(`/runs?limit=4${query}${cursor}`)
      expect(status).toBe(200)
      found.push(...body.items.map(({ id }: { id: string }) => id))
      if (body.next === null) return found
      cursor = `&cursor=${body.next}`
    }
  }
  const all = Array.from({ length: 25 }, (_, at) => `run${String(at).padStart(2, '0')}`)
  expect(await ids('')).toEqual(all.toReversed())
  for (const sort of ['createdAt', 'finishedAt']) expect(await ids(`&sort=${sort}`)).toEqual(all)
  expect((await ids('&sort=export')).slice(0, 2)).toEqual(['run01', 'run03'])
  expect(await ids('&status=Skipped&export=news')).toEqual(['run15', 'run05'])
  expect(await ids('&status=Skipped&status=Successful&trigger=manual&search=NEWS')).toEqual([
    'run21',
    'run15',
    'run09',
    'run03',
  ])
  expect(await ids('&from=2026-01-01T00:07:00Z&to=2026-01-01T00:08:00Z')).toEqual(['run23', 'run22', 'run21'])
  expect(await ids('&open=true')).toEqual([])
  expect((await viewer.get('/runs?sort=secret')).status).toBe(422)
  expect(
    (await viewer.get(`/runs?sort=createdAt&cursor=${(await viewer.get('/runs?limit=1')).body.next}`)).status,
  ).toBe(422)
})

test('who may only look at an export neither runs it nor decides on its runs', async () => {
  const { as, ended } = await shopServer({ shop: mirror, people: people(3) })
  const [administrator, contributor, viewer] = [await as('administrator'), await as('contributor'), await as('viewer')]
  for (const { send } of [contributor, viewer]) {
    expect((await send('POST', '/exports/news/runs', { kind: 'export' })).status).toBe(403)
  }
  const { body } = await administrator.send('POST', '/exports/news/runs')
  await ended(body.id)
  for (const verb of ['cancel', 'approve', 'reject', 'retry', 'undo']) {
    expect((await contributor.send('POST', `/runs/${body.id}/${verb}`, {})).status).toBe(403)
  }
  expect((await contributor.send('POST', '/runs/all')).body.items).toEqual([])
  expect((await contributor.send('POST', '/pause')).status).toBe(403)
  expect((await administrator.send('POST', `/runs/${body.id}/cancel`)).body).toMatchObject({ code: 'run_ended' })
  expect((await administrator.send('POST', `/runs/${body.id}/approve`)).body).toMatchObject({ code: 'not_waiting' })
})

test('a run that a guard stopped is approved or rejected over HTTP, and the record says by whom', async () => {
  const { as, app, ended, until, turnTo, members } = await shopServer({ shop: shared, people: people(10) })
  const { send, get } = await as('contributor')
  await ended((await send('POST', '/exports/news/runs')).body.id)
  await turnTo(people(4))
  const stopped = await send('POST', '/exports/news/runs')
  await until(stopped.body.id, ({ status }) => status === 'Waits for approval')
  expect((await get(`/runs/${stopped.body.id}`)).body.approval.tripped).toMatchObject([{ guard: 'guard_removals' }])
  // Two clicks: the one that waits is answered.
  expect((await send('POST', '/exports/news/runs')).body.id).toBe(stopped.body.id)
  expect(await send('POST', `/runs/${stopped.body.id}/reject`, { note: 'ann@example.com asked' })).toMatchObject({
    status: 202,
    body: { status: 'Canceled', reason: 'not_approved' },
  })
  expect(members()).toHaveLength(10)
  const again = await send('POST', '/exports/news/runs')
  await until(again.body.id, ({ status }) => status === 'Waits for approval')
  expect((await send('POST', `/runs/${again.body.id}/approve`, {})).status).toBe(202)
  expect(await ended(again.body.id)).toMatchObject({ status: 'Successful' })
  expect(members()).toHaveLength(4)
  const { body } = await get(`/runs/${again.body.id}/leavers?limit=2`)
  expect(body.items).toMatchObject([{ outcome: 'removed', why: 'left_segments' }, { outcome: 'removed' }])
  const acts = await app.db.selectFrom('audit_log').select(['action', 'actor', 'after']).orderBy('seq').execute()
  expect(acts.filter(({ action }) => /^run\.(approve|reject)$/.test(action))).toMatchObject([
    // The log outlives an erasure, so nobody stands in it.
    { action: 'run.reject', actor: 'contributor 1', after: { note: 'a…n@example.com asked' } },
    { action: 'run.approve', actor: 'contributor 1' },
  ])
})

test('who decides on a run in the moment in which its worker lets go of it is answered as they wished', async () => {
  let waited = async (): Promise<void> => undefined
  const clock = {
    ...systemClock,
    wait: async (ms: number, signal?: AbortSignal) => {
      await waited()
      await systemClock.wait(Math.min(ms, 5), signal)
    },
  }
  const { as, app, ended, until, turnTo, members } = await shopServer({ shop: shared, people: people(10), clock })
  const { send, get } = await as('contributor')
  await ended((await send('POST', '/exports/news/runs')).body.id)
  await turnTo(people(4))
  /** A run that waits for a person, and that is held until somebody has met that. */
  const held = async (looks: number) => {
    const { id } = (await send('POST', '/exports/news/runs')).body
    await until(id, ({ status }) => status === 'Waits for approval')
    const lock = await lockStandingRun(app, id, async () => true)
    if (!lock) throw new Error('the run was not let go')
    let met = 0
    waited = async () => {
      met += 1
      if (met === looks) await lock[Symbol.asyncDispose]()
    }
    return { id, met: () => met, letGo: () => lock[Symbol.asyncDispose]() }
  }

  const one = await held(3)
  expect(await send('POST', `/runs/${one.id}/reject`)).toMatchObject({ status: 202, body: { status: 'Canceled' } })
  expect(one.met()).toBe(3)
  const two = await held(2)
  expect(await send('POST', `/runs/${two.id}/cancel`)).toMatchObject({ status: 202, body: { status: 'Canceled' } })
  expect(two.met()).toBe(2)
  const three = await held(Number.POSITIVE_INFINITY)
  expect(await send('POST', `/runs/${three.id}/approve`)).toMatchObject({ status: 503, body: { code: 'run_held' } })
  expect((await get(`/runs/${three.id}`)).body).toMatchObject({ status: 'Waits for approval' })
  expect(members()).toHaveLength(10)
  await three.letGo()
  // Two at once: one of them decides, and the other is told that it is decided.
  const both = await Promise.all(['approve', 'approve'].map((verb) => send('POST', `/runs/${three.id}/${verb}`)))
  expect(both.map(({ status }) => status).sort()).toEqual([202, 409])
  expect(await ended(three.id)).toMatchObject({ status: 'Successful' })
  expect(members()).toHaveLength(4)
})

test('tests, undoing, retrying and clean-ups are asked for over HTTP', async () => {
  const { as, ended, until, control, members } = await shopServer({ shop: shared, people: people(5) })
  const { send, get } = await as('contributor')
  const few = await send('POST', '/exports/news/runs', { kind: 'test', only: ['Person.2@example.com'] })
  expect(await ended(few.body.id)).toMatchObject({ kind: 'test', status: 'Successful' })
  expect(members()).toEqual(['person.2@example.com'])
  control.refuseEmail({ email: 'person.3@example.com', message: 'Invalid email address' })
  const whole = await ended((await send('POST', '/exports/news/runs')).body.id)
  expect(members()).toHaveLength(4)
  control.acceptEmail('person.3@example.com')
  const again = await send('POST', `/runs/${whole.id}/retry`, { reason: 'refused' })
  expect(await ended(again.body.id)).toMatchObject({ kind: 'retry', subject: whole.id, status: 'Successful' })
  expect(members()).toHaveLength(5)
  expect((await send('POST', `/runs/${again.body.id}/retry`)).body).toMatchObject({ code: 'not_repeatable' })
  const undo = { kind: 'undo', run: again.body.id }
  const look = await send('POST', '/exports/news/preview', undo)
  expect(look).toMatchObject({ status: 200, body: { leaving: { leavers: { undone: 1 }, toRemove: 1 } } })
  expect(await send('POST', '/exports/news/preview', { ...undo, run: 'nothing' })).toMatchObject({
    status: 404,
  })
  expect(await send('POST', '/exports/news/preview', { kind: 'repair' })).toMatchObject({
    status: 200,
    body: { all: { changed: 0, unchanged: 5 }, cost: { requests: 0 } },
  })
  expect(members()).toHaveLength(5)
  const undone = await send('POST', `/runs/${again.body.id}/undo`)
  expect(await ended(undone.body.id)).toMatchObject({ kind: 'undo', status: 'Successful' })
  expect(members()).toHaveLength(4)
  expect((await send('POST', '/exports/news/runs', { kind: 'cleanup' })).status).toBe(409)
  expect((await get('/exports/news/former-lists')).body).toEqual({ items: [] })
  control.addList({ name: 'Spring offers' })
  const seen = (await get('/exports/news')).headers.get('etag') ?? ''
  await send('PATCH', '/exports/news', { list: 'Spring offers' }, { 'if-match': seen })
  await ended((await send('POST', '/exports/news/runs')).body.id)
  const { items } = (await get('/exports/news/former-lists')).body
  expect(items).toMatchObject([{ name: 'Newsletter', people: 4 }])
  const cleanUp = await send('POST', '/exports/news/runs', { kind: 'cleanup', list: items[0].id })
  await until(cleanUp.body.id, ({ status }) => status === 'Waits for approval')
  await send('POST', `/runs/${cleanUp.body.id}/approve`)
  expect(await ended(cleanUp.body.id)).toMatchObject({ kind: 'cleanup', status: 'Successful' })
  expect((await get('/exports/news/former-lists')).body).toEqual({ items: [] })
  expect(members()).toEqual([])
  expect((await send('POST', '/exports/news/runs', { kind: 'undo' })).status).toBe(422)
})

test('everything stops while delivery is paused, and goes on by itself afterwards', async () => {
  const { as, ended, until, members } = await shopServer({ shop: shared, people: people(3) })
  const { send, get } = await as('administrator')
  expect(await send('POST', '/pause', { reason: 'audit of bo@example.com' })).toMatchObject({
    status: 200,
    body: { paused: { reason: 'audit of b…o@example.com' } },
  })
  const { body } = await send('POST', '/exports/news/runs')
  await until(body.id, ({ status }) => status === 'Queued')
  expect((await get(`/runs/${body.id}`)).body).toMatchObject({ status: 'Queued', waitsFor: 'paused' })
  expect((await get('/pause')).body.paused.by).toBe('administrator 1')
  expect((await send('DELETE', '/pause')).status).toBe(204)
  expect(await ended(body.id)).toMatchObject({ status: 'Successful' })
  expect(members()).toHaveLength(3)
})

test('run all runs what runs by itself and is connected, once however often it is asked with one key', async () => {
  const { news } = shared.exports
  if (!news) throw new Error('no export')
  const { connection: _, ...detached } = news
  const exports = {
    news,
    off: { ...news, schedule: 'off' as const },
    inactive: { ...news, schedule: { repeat: 'daily' as const, times: ['06:00'], active: false } },
    detached,
  }
  const { as, app } = await shopServer({ shop: { ...shared, exports }, people: people(2), workers: false })
  const { send } = await as('contributor')
  const key = { 'idempotency-key': 'once' }
  const { body } = await send('POST', '/runs/all', undefined, key)
  expect(body.items).toMatchObject([{ export: 'news', trigger: 'run all', status: 'Queued' }])
  expect((await send('POST', '/runs/all', undefined, key)).body).toEqual(body)
  expect(await app.db.selectFrom('runs').select('export_name').execute()).toHaveLength(1)
})

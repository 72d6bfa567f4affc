import { expect, test } from 'vitest'
import { systemActor } from '../../src/access/person.ts'
import { beginSession, sessionLife } from '../../src/access/sessions.ts'
import { queueRun } from '../../src/runs/queue-run.ts'
import { carryOnRefresh } from '../../src/system-refresh/carry-on-refresh.ts'
import { queueRefresh } from '../../src/system-refresh/queue-refresh.ts'
import { anEndedRun } from '../support/an-ended-run.ts'
import { people } from '../support/delivery-lab.ts'
import { fastClock } from '../support/fast-clock.ts'
import type { Client } from '../support/server-lab.ts'
import { type ShopServer, shopServer } from '../support/shop-server.ts'

const asked = { exportName: 'news', trigger: 'manual', actor: systemActor } as const

test('a run is followed from its beginning to its end, and the stream ends with it', async () => {
  const server = await shopServer({ people: people(3), workers: false })
  const { id } = await queueRun(server.app, asked)
  const follower = await follow(server, `/runs/${id}/events`)
  expect(await follower.next()).toMatchObject({ id, status: 'Queued' })
  await server.app.db.updateTable('runs').set({ status: 'Processing', stage: 'delivering' }).execute()
  expect(await follower.next()).toMatchObject({ status: 'Processing', stage: 'delivering' })
  await server.app.db
    .updateTable('runs')
    .set({ status: 'Successful', stage: 'finished', finished_at: server.app.clock.now() })
    .execute()
  expect(await follower.next()).toMatchObject({ status: 'Successful' })
  expect(await follower.next()).toBeUndefined()
})

test('everybody who follows all runs is told of each, also of one that begins later, and of its end', async () => {
  const server = await shopServer({ people: people(3) })
  const [one, other] = [await follow(server, '/events'), await follow(server, '/events')]
  const { id } = await queueRun(server.app, asked)
  server.workers.wake()
  for (const follower of [one, other]) {
    const seen: string[] = []
    // One that is over within a second may be told of at its end alone.
    for (let run = await follower.next(); run; run = run.finishedAt === null ? await follower.next() : undefined)
      seen.push(run.id)
    expect(new Set(seen)).toEqual(new Set([id]))
    await follower.leave()
  }
})

test('a run that began and ended between two looks is told to who follows all, once', async () => {
  const server = await shopServer({ people: people(3), workers: false })
  const follower = await follow(server, '/events')
  const ids: string[] = []
  for (let count = 0; count < 3; count += 1) {
    const id = await anEndedRun(server.app, { status: 'Canceled', stage: 'finished' })
    ids.push(id)
    const told = await follower.next()
    expect(told).toMatchObject({ id, status: 'Canceled' })
  }
  expect(new Set(ids).size).toBe(3)
  await follower.leave()
})

test('who goes away leaves nothing behind, and a server that stops lets nobody wait', async () => {
  const server = await shopServer({ workers: false })
  const { id } = await queueRun(server.app, asked)
  const gone = await follow(server, `/runs/${id}/events`)
  await gone.next()
  await gone.leave()
  const staying = await follow(server, '/events')
  await staying.next()
  await server.stop()
  expect(await staying.next().catch(() => undefined)).toBeUndefined()
})

test('a refresh is followed task by task to its end, and with everything by how many of its tasks have ended', async () => {
  const server = await shopServer({ people: people(3), workers: false })
  const { app } = server
  const all = await follow(server, '/events', { of: 'refresh' })
  const { id } = await queueRefresh(app, { trigger: 'manual', actor: systemActor, scope: null })
  const one = await follow(server, `/refreshes/${id}/events`, { of: 'refresh' })
  const inDanish = await follow(server, `/refreshes/${id}/events`, { of: 'refresh', language: 'da' })
  expect(await one.next()).toMatchObject({ id, status: 'Queued', tasks: Array(4).fill({ status: 'Queued' }) })
  expect(await all.next()).toMatchObject({ id, status: 'Queued', tasks: { done: 0, inAll: 4 } })
  await carryOnRefresh(app, id, new AbortController().signal)
  const tasks = [
    { kind: 'source', status: 'Successful', counts: { rows: 3 } },
    {},
    {},
    { kind: 'export', status: 'Queued' },
  ]
  expect(await firstOf(one, 'Processing')).toMatchObject({ tasks })
  expect(await firstOf(all, 'Processing')).toMatchObject({ tasks: { done: 3, inAll: 4 } })
  const { send } = await server.as('administrator')
  expect(await send('POST', `/refreshes/${id}/cancel`)).toMatchObject({ status: 200 })
  await carryOnRefresh(app, id, new AbortController().signal)
  const canceled = { message: expect.stringMatching(/^It was canceled by administrator \d\. A run/) }
  expect(await firstOf(one, 'Canceled')).toMatchObject(canceled)
  expect(await firstOf(inDanish, 'Canceled')).toMatchObject({
    message: expect.stringMatching(/^Den blev annulleret af/),
  })
  expect(await one.next()).toBeUndefined()
  expect((await fetch(`${server.url}/api/v1/refreshes/nothing/events`)).status).toBe(401)
  expect((await (await server.as('viewer')).get('/refreshes/nothing/events')).status).toBe(404)
  await all.leave()
})

test('who follows all is told which nouns stand otherwise, of those that they may look at', async () => {
  const server = await shopServer({ workers: false })
  const { app } = server
  const people = { viewer: await server.as('viewer'), administrator: await server.as('administrator') }
  const open = async (by: Client) => {
    const stream = await follow(server, '/events', { of: 'changed', by })
    const nounsUntil = async (last: string) => {
      const nouns: (string | undefined)[] = []
      while (nouns.at(-1) !== last) nouns.push((await stream.next())?.noun)
      return nouns
    }
    return { nounsUntil, leave: stream.leave }
  }
  const [viewer, administrator] = [await open(people.viewer), await open(people.administrator)]
  const forAll = ['environment', 'export', 'need', 'pause', 'profiles', 'relationship', 'segment', 'source']
  expect(await viewer.nounsUntil('source')).toEqual(forAll)
  expect(await administrator.nounsUntil('source')).toEqual([
    'budget',
    'connection',
    'environment',
    'erasure',
    ...forAll.slice(1),
  ])

  const { send, get } = people.administrator
  const seen = await get('/segments/everybody')
  const about = { 'if-match': seen.headers.get('etag') ?? '' }
  expect(await send('PATCH', '/segments/everybody', { displayName: 'All' }, about)).toMatchObject({ status: 200 })
  expect(await viewer.nounsUntil('segment')).toEqual(['segment'])
  expect(await administrator.nounsUntil('segment')).toEqual(['segment'])
  await app.db.updateTable('connection_states').set({ cause: 'somebody took it back' }).execute()
  expect(await administrator.nounsUntil('connection')).toEqual(['connection'])
  const turn = new Date()
  await app.db
    .insertInto('request_budgets')
    .values({ client_id: 'app', day: '2026-01-01', used: 1, next_slot_at: turn, next_token_slot_at: turn })
    .execute()
  expect(await administrator.nounsUntil('budget')).toEqual(['budget'])
  // Waiting for a turn spends nothing.
  await app.db
    .updateTable('request_budgets')
    .set({ next_slot_at: new Date(0) })
    .execute()
  expect(await send('POST', '/pause')).toMatchObject({ status: 200 })
  expect(await administrator.nounsUntil('pause')).toEqual(['pause'])
  const { id } = await queueRefresh(app, {
    trigger: 'manual',
    actor: systemActor,
    scope: { sources: ['contacts'], segments: [] },
  })
  await carryOnRefresh(app, id, new AbortController().signal)
  const heard = await viewer.nounsUntil('source')
  expect(heard).toContain('pause')
  for (const noun of ['budget', 'connection']) expect(heard).not.toContain(noun)
  await viewer.leave()
  await administrator.leave()
})

test('nobody follows more streams than their share, nor all together more than the server keeps open', async () => {
  const variables = { POSTBUD_STREAMS_PERSON: '2', POSTBUD_STREAMS: '3' }
  const server = await shopServer({ workers: false, variables })
  const [mine, other] = [await server.as('viewer'), await server.as('viewer')]
  const first = await follow(server, '/events', { by: mine })
  const second = await follow(server, '/events', { by: mine })
  const refused = await mine.get('/events')
  expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_streams' } })
  expect(refused.headers.get('retry-after')).toBe('30')
  const third = await follow(server, '/events', { by: other })
  expect(await other.get('/events')).toMatchObject({ status: 503, body: { code: 'streams_used_up' } })
  // A place is free as soon as somebody goes.
  await first.leave()
  await expect.poll(async () => (await mine.get('/runs/nothing/events')).status, { timeout: 5_000 }).toBe(404)
  let again: Awaited<ReturnType<typeof follow>> | undefined
  await expect
    .poll(async () => (again ??= await follow(server, '/events', { by: mine }).catch(() => undefined)))
    .toBeDefined()
  for (const each of [second, third, again]) await each?.leave()
})

test('who may not listen any more is told nothing more', async () => {
  const clock = fastClock()
  const server = await shopServer({ workers: false, clock })
  const { app } = server
  const { id } = await queueRun(app, asked)
  const people = {
    revoked: await server.as('viewer'),
    disabled: await server.as('viewer'),
    promoted: await server.as('contributor'),
  }
  const streams = await Promise.all(
    Object.values(people).map(async (by) => {
      const stream = await follow(server, `/runs/${id}/events`, { by })
      expect(await stream.next()).toMatchObject({ status: 'Queued' })
      return stream
    }),
  )
  const staying = await follow(server, '/events')
  await staying.next()
  const session = await beginSession(app, people.promoted.userId, { way: 'password' })
  const idle = await follow(server, `/runs/${id}/events`, { cookie: `postbud=${session}` })
  await idle.next()
  // An open page is no use of a session, so that it ends at its time.
  clock.advance(sessionLife.idleMs)
  streams.push(idle)
  await app.db
    .updateTable('api_keys')
    .set({ revoked_at: clock.now() })
    .where('user_id', '=', people.revoked.userId)
    .execute()
  await app.db.updateTable('users').set({ status: 'disabled' }).where('id', '=', people.disabled.userId).execute()
  await app.db.updateTable('users').set({ role: 'viewer' }).where('id', '=', people.promoted.userId).execute()
  clock.advance(6_000)
  await app.db.updateTable('runs').set({ status: 'Processing', stage: 'delivering' }).execute()
  expect(await staying.next()).toMatchObject({ status: 'Processing' })
  for (const stream of streams) expect(await stream.next()).toBeUndefined()
  await staying.leave()
})

/** The next thing told that has this status; what stood before it may be told of, too. */
async function firstOf(stream: Awaited<ReturnType<typeof follow>>, status: string) {
  for (;;) {
    const told = await stream.next()
    if (told === undefined || told.status === status) return told
  }
}

type FollowOptions = {
  readonly of?: 'run' | 'refresh' | 'changed'
  readonly by?: Pick<Client, 'key'>
  readonly language?: string
  /** The cookie of a signed-in browser, instead of a key. */
  readonly cookie?: string
}

type Told = {
  readonly id: string
  readonly status: string
  readonly stage: string
  readonly finishedAt: string | null
  readonly noun: string
}

/** Follows a stream of events: `next` is the thing that the next one tells of, undefined at the end. */
async function follow({ url, as }: ShopServer, path: string, { of = 'run', by, cookie, language }: FollowOptions = {}) {
  const headers = cookie ? { cookie } : { authorization: `Bearer ${(by ?? (await as('viewer'))).key}` }
  const leaving = new AbortController()
  const answer = await fetch(`${url}/api/v1${path}`, {
    headers: { ...headers, ...(language && { 'accept-language': language }) },
    signal: leaving.signal,
  })
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/)
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    async next(): Promise<Told | undefined> {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end >= 0) {
          const frame = text.slice(0, end)
          text = text.slice(end + 2)
          const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(frame) ?? []
          if (event === of && data) return JSON.parse(data)
          continue
        }
        const read = await reader?.read()
        if (!read || read.done) return undefined
        text += read.value
      }
    },
    async leave() {
      leaving.abort()
      await reader?.cancel().catch(() => undefined)
    },
  }
}

import { expect, test } from 'vitest'
import { systemActor } from '../../src/access/person.ts'
import { queueRun } from '../../src/runs/queue-run.ts'
import { people } from '../support/delivery-lab.ts'
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
  const at = () => server.app.clock.now()
  const begin = () => queueRun(server.app, asked)
  const end = (id: string) =>
    server.app.db
      .updateTable('runs')
      .set({ status: 'Canceled', stage: 'finished', finished_at: at() })
      .where('id', '=', id)
      .execute()
  const ids: string[] = []
  for (let count = 0; count < 3; count += 1) {
    const { id } = await begin()
    await end(id)
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

/** Follows a stream of events: `next` is the run that the next one tells of, undefined at the end. */
async function follow({ url, as }: ShopServer, path: string) {
  const { key } = await as('viewer')
  const leaving = new AbortController()
  const answer = await fetch(`${url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${key}` },
    signal: leaving.signal,
  })
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/)
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    async next(): Promise<{ id: string; status: string; stage: string; finishedAt: string | null } | undefined> {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end >= 0) {
          const frame = text.slice(0, end)
          text = text.slice(end + 2)
          const data = /^event: run\ndata: (.*)$/.exec(frame)?.[1]
          if (data) return JSON.parse(data)
          continue
        }
        const read = await reader?.read()
        if (!read || read.done) return undefined
        text += read.value
      }
    },
    async leave() {
      leaving.abort()
      await reader?.closed.catch(() => undefined)
    },
  }
}

import { Readable } from 'node:stream'
import { findRunLike } from '../../exports/read-receipts.ts'
import type { RunRow } from '../../exports/run-store.ts'
import { runFollower } from '../../runs/follow-runs.ts'
import { type Asked, type Route, route } from '../route.ts'
import { shownTo } from '../shown-run.ts'
import { runParams } from './runs.ts'

const tag = 'Runs'
const answers = { 200: { contentType: 'text/event-stream' } }

/** Servers and proxies in between cut what is silent for long. */
const heartbeatMs = 15_000
/** How long a browser waits before it asks again when it was cut off. */
const retryMs = 2_000

export const runEventRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/runs/:id/events',
    tag,
    summary:
      'How a run goes on, as server-sent events: `run` with the run each time it stands otherwise, until it ends',
    rights: 'viewer',
    params: runParams,
    answers,
    handle: async ({ params, ...asked }) => send(asked, (await findRunLike(asked.app.db, params.id)).id),
  }),
  route({
    method: 'GET',
    path: '/events',
    tag,
    summary: 'How all runs go on, as server-sent events: `run` with each that has not ended or has just done so',
    rights: 'viewer',
    answers,
    handle: (asked) => send(asked, 'open'),
  }),
]

type Asking = Pick<Asked<unknown, unknown, unknown>, 'app' | 'reply' | 'signal'> & {
  readonly person: Parameters<typeof shownTo>[1]
}

async function send({ app, person, reply, signal }: Asking, which: string | 'open'): Promise<Readable> {
  const show = await shownTo(app, person)
  // Proxies that gather answers before they pass them on would show nothing until the end.
  reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no')
  return Readable.from(frames(), { objectMode: false })

  /** A reader that is slow is told how things stand when it comes to read, not every step on the way. */
  async function* frames(): AsyncGenerator<string> {
    const news = new Map<string, RunRow>()
    let ring = (): void => undefined
    const unfollow = runFollower(app.database).follow(which, (run) => {
      news.set(run.id, run)
      ring()
    })
    const ringing = () => ring()
    signal.addEventListener('abort', ringing)
    try {
      yield `retry: ${retryMs}\n\n`
      while (!signal.aborted) {
        for (const [id, run] of news) {
          news.delete(id)
          yield `event: run\ndata: ${JSON.stringify(show(run))}\n\n`
          if (which === id && run.finished_at !== null) return void (yield 'event: end\ndata: {}\n\n')
        }
        const heard = await new Promise<boolean>((resolve) => {
          const timer = setTimeout(() => resolve(false), heartbeatMs)
          ring = () => {
            clearTimeout(timer)
            resolve(true)
          }
          if (news.size > 0 || signal.aborted) ring()
        })
        if (!heard) yield ': still there\n\n'
      }
    } finally {
      unfollow()
      signal.removeEventListener('abort', ringing)
    }
  }
}

import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from '../access/person.ts'
import { takePlace } from './open-streams.ts'
import type { ServerApp } from './server-app.ts'
import { whoAsks } from './who-asks.ts'

/** Servers and proxies in between cut what is silent for long. */
const heartbeatMs = 15_000
/** How long a browser waits before it asks again when it was cut off. */
const retryMs = 2_000
/** Whether whoever listens still may is looked up this often, and never later than this before they are told something. */
const lookAgainMs = 5_000

/** Something that happened to one thing. A later event of the same `key` takes its place while nobody has read it. */
export type ServerEvent = {
  readonly key: string
  readonly event: string
  /** What is told of it, made when it is read. */
  readonly data: () => unknown
  /** The stream ends with it. */
  readonly isLast?: boolean
}

type Asking = {
  readonly app: ServerApp
  readonly person: Person
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly signal: AbortSignal
}

type Source = {
  /** Begins to tell what happens; answers what ends that. */
  readonly follow: (tell: (event: ServerEvent) => void) => () => void
  /** Told every few seconds before anything is sent, for what depends on settings that somebody may have changed. */
  readonly refresh?: () => Promise<void>
}

/**
 * Answers a request with server-sent events. The stream ends with its last event, when the client goes away, and when whoever
 * listens may not any more: their session or key has ended, or their role is another. A reader that is slow is told how things
 * stand when it comes to read, not every step on the way. Throws TooManyStreamsError.
 */
export function eventStream({ app, person, request, reply, signal }: Asking, { follow, refresh }: Source): Readable {
  const place = takePlace(app, person.id)
  // Proxies that gather answers before they pass them on would show nothing until the end.
  reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no')
  // Also where nobody has begun to read.
  reply.raw.once('close', () => place[Symbol.dispose]())
  return Readable.from(frames(), { objectMode: false })

  async function* frames(): AsyncGenerator<string> {
    const news = new Map<string, ServerEvent>()
    let lookedAt = app.clock.now().getTime()
    let ring = (): void => undefined
    const ringing = () => ring()
    const unfollow = follow((event) => {
      news.set(event.key, event)
      ring()
    })
    signal.addEventListener('abort', ringing)
    try {
      yield `retry: ${retryMs}\n\n`
      while (!signal.aborted) {
        if (app.clock.now().getTime() - lookedAt >= lookAgainMs) {
          if (!(await mayStill())) return
          await refresh?.()
          lookedAt = app.clock.now().getTime()
        }
        for (const [key, { event, data, isLast }] of news) {
          news.delete(key)
          yield `event: ${event}\ndata: ${JSON.stringify(data())}\n\n`
          if (isLast) return void (yield 'event: end\ndata: {}\n\n')
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

  async function mayStill(): Promise<boolean> {
    const now = await whoAsks(app, request, 'look')
    return now?.id === person.id && now.role === person.role
  }
}

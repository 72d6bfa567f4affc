import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Person } from '../access/person.ts'
import { problemOf } from './answer-problem.ts'
import { eventStream } from './event-stream.ts'
import { sayingAsked } from './language-asked.ts'
import { tellerOf } from './sentence.ts'
import type { ServerApp } from './server-app.ts'

type Asking = {
  readonly app: ServerApp
  readonly person: Person
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly signal: AbortSignal
}

/** How a look is done: `tell` takes what it does now, and the signal is aborted when nobody waits for it any more. */
export type Looking = { readonly signal: AbortSignal; readonly tell: (doing: string) => void }

/**
 * Answers what may take minutes: at once when it is done, or, where whoever asks accepts `text/event-stream`, as events that keep
 * proxies from ending it: `progress` with what is being done, then `result` with the answer or `problem` with what went wrong, then
 * `end`. When the client goes away, or may not ask any more, the work is stopped.
 */
export function answerLook(
  { signal, ...asked }: Asking,
  answer: z.ZodType,
  look: (looking: Looking) => Promise<object>,
): Promise<object> | Readable {
  const wantsEvents = /\btext\/event-stream\b/i.test(asked.request.headers.accept ?? '')
  if (!wantsEvents) return look({ signal, tell: () => undefined })
  const say = sayingAsked(asked.request)
  const teller = tellerOf(answer)
  return eventStream(
    { ...asked, signal },
    {
      follow(tell) {
        const left = new AbortController()
        const last = (event: string, data: unknown) => tell({ key: 'last', event, data: () => data, isLast: true })
        const doing = (what: string) => tell({ key: 'progress', event: 'progress', data: () => ({ doing: what }) })
        look({ signal: AbortSignal.any([signal, left.signal]), tell: doing })
          .then((found) => answer.parse(found))
          .then(
            (result) => last('result', say && teller ? teller(result, say) : result),
            // What is stopped for whoever left is no trouble, and nobody hears of it.
            (thrown: Error) => left.signal.aborted || last('problem', problemOf(thrown, asked.request)),
          )
        return () => left.abort(new Error('nobody waits for it any more'))
      },
    },
  )
}

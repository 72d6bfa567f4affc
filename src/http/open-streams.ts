import { AppError, type Recovery } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import type { ServerApp } from './server-app.ts'

/** Raised when somebody, or everybody together, follows more streams of events than a server keeps open. */
export class TooManyStreamsError extends AppError {
  override readonly code: 'too_many_streams' | 'streams_used_up'
  override readonly recovery: Recovery = 'later'
  readonly retryAfterMs = 30_000
  constructor(whose: 'person' | 'everybody', limit: number) {
    super(
      whose === 'person'
        ? said`You follow ${limit} streams of events already, and one person may follow no more at once. Close one: /events tells of everything.`
        : said`${limit} streams of events are open, and this server keeps no more at once. Ask how things stand instead of following, or try again later.`,
    )
    this.code = whose === 'person' ? 'too_many_streams' : 'streams_used_up'
  }
}

/** How many streams each person has open in this process, by the process's program parts. */
const open = new WeakMap<object, Map<string, number>>()

/** A place for one more stream of somebody, until it is disposed of. Throws TooManyStreamsError. */
export function takePlace({ database, config }: Pick<ServerApp, 'config' | 'database'>, personId: string): Disposable {
  const { person, everybody } = config.http.openStreams
  const mine = open.get(database) ?? new Map<string, number>()
  open.set(database, mine)
  const count = mine.get(personId) ?? 0
  if (count >= person) throw new TooManyStreamsError('person', person)
  if (mine.values().reduce((sum, each) => sum + each, 0) >= everybody) {
    throw new TooManyStreamsError('everybody', everybody)
  }
  mine.set(personId, count + 1)
  let isTaken = true
  return {
    [Symbol.dispose]() {
      if (!isTaken) return
      isTaken = false
      const left = (mine.get(personId) ?? 0) - 1
      if (left > 0) mine.set(personId, left)
      else mine.delete(personId)
    },
  }
}

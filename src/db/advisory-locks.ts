import { Client } from 'pg'
import type { ControlDatabase } from './database.ts'

type Locks = AsyncDisposable & Pick<ControlDatabase, 'tryLock'>

/** So often the connection that holds the locks is asked whether it still stands, and so long it may take to answer. */
const askEveryMs = 5_000
const answerWithinMs = 10_000
/**
 * The server gives up a connection whose machine is gone after half a minute instead of two hours: later than we notice it
 * ourselves, so that whoever has lost the locks knows before somebody else is given them.
 */
const serverGivesUp = 'set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3'

/** A connection, and the locks that live on it. */
type Holder = {
  readonly client: Client
  readonly locks: Map<string, AbortController>
  /** Ends the connection, and tells every lock on it. */
  readonly lose: (cause: unknown) => void
}

/**
 * Advisory locks of a PostgreSQL server, all of this process on one connection of their own: they live exactly as long as it
 * does. When it breaks, the `lost` of each lock on it is aborted, and the next lock is taken on a new connection.
 */
export function advisoryLocks(url: string, name: string): Locks {
  let current: Promise<Holder> | undefined

  const holder = (): Promise<Holder> => {
    const opening: Promise<Holder> = openHolder(url, name, () => {
      if (current === opening) current = undefined
    })
    opening.catch(() => {
      if (current === opening) current = undefined
    })
    return opening
  }

  return {
    async tryLock(name) {
      current ??= holder()
      const { client, locks, lose } = await current
      // A session may take its own lock as often as it likes, so the parts of this process are kept apart here.
      if (locks.has(name)) return undefined
      const lost = new AbortController()
      locks.set(name, lost)
      const taken = await client
        .query<{ taken: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as taken', [name])
        .catch((thrown: unknown) => {
          // Whether it was taken is not known, so it goes with the connection.
          lose(thrown)
          throw thrown
        })
      if (!taken.rows[0]?.taken) {
        locks.delete(name)
        return undefined
      }
      return {
        lost: lost.signal,
        async [Symbol.asyncDispose]() {
          if (lost.signal.aborted) return
          await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]).catch(lose)
          locks.delete(name)
        },
      }
    },
    async [Symbol.asyncDispose]() {
      const last = await current?.catch(() => undefined)
      last?.lose(new Error('the database was closed'))
      await last?.client.end().catch(() => undefined)
    },
  }
}

async function openHolder(url: string, name: string, ended: () => void): Promise<Holder> {
  const client = new Client({
    connectionString: url,
    application_name: name,
    keepAlive: true,
    query_timeout: answerWithinMs,
  })
  const locks = new Map<string, AbortController>()
  const lose = (cause?: unknown) => {
    clearInterval(asking)
    ended()
    for (const [name, lost] of locks) lost.abort(new Error(`the lock ${name} was lost with its connection`, { cause }))
    locks.clear()
    void client.end().catch(() => undefined)
  }
  const asking = setInterval(() => void client.query('select 1').catch(lose), askEveryMs)
  asking.unref()
  client.on('error', lose)
  client.on('end', () => lose())
  try {
    await client.connect()
    await client.query(serverGivesUp)
    return { client, locks, lose }
  } catch (thrown) {
    lose(thrown)
    throw thrown
  }
}

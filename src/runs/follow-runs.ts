import type { ControlDatabase, Db } from '../db/database.ts'
import type { RunRow } from '../exports/run-store.ts'

/** Told of a run each time it stands otherwise than before, and once more when it has ended. */
export type RunListener = (run: RunRow) => void

/** Looks at the runs of all processes for everybody who follows some, once a second however many they are. */
export type RunFollower = {
  /** Begins to follow one run, or all that have not ended; answers what ends it. The first thing told is how things stand. */
  readonly follow: (which: string | 'open', listener: RunListener) => () => void
}

/** Time is the machine's own: this is what people look at. */
const lookEveryMs = 1_000

const followers = new WeakMap<ControlDatabase, RunFollower>()

/** The one follower of this process. */
export function runFollower(database: ControlDatabase): RunFollower {
  const known = followers.get(database)
  if (known) return known
  const made = makeFollower(database.db)
  followers.set(database, made)
  return made
}

type Following = {
  readonly which: string | 'open'
  readonly listener: RunListener
  /** How each run stood when it was last told; `ended` is told no more. */
  readonly told: Map<string, string>
  readonly began: Date
}

const ended = 'ended'
/** Runs that began and ended between two looks are found by their end, up to this long before the last look. */
const overlapMs = 10_000

function makeFollower(db: Db): RunFollower {
  const all = new Set<Following>()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let lookedAt = new Date()

  /** Of every run that somebody follows or is told of, how it stands. What cannot be looked at now is looked at again. */
  const look = async () => {
    const since = new Date(lookedAt.getTime() - overlapMs)
    lookedAt = new Date()
    const ids = [...all].flatMap(({ which, told }) =>
      which === 'open' ? [...told].flatMap(([id, standing]) => (standing === ended ? [] : [id])) : [which],
    )
    const everyOpen = [...all].some(({ which }) => which === 'open')
    const runs = await db
      .selectFrom('runs')
      .selectAll()
      .where((where) =>
        where.or([
          ...(everyOpen ? [where('finished_at', 'is', null), where('finished_at', '>=', since)] : []),
          where('id', 'in', ids.length > 0 ? [...new Set(ids)] : ['']),
        ]),
      )
      .orderBy('created_at')
      .execute()
    for (const run of runs) {
      const standing = run.finished_at === null ? JSON.stringify(run) : ended
      for (const { which, listener, told, began } of all) {
        const isNews = run.finished_at === null || told.has(run.id) || run.finished_at >= began
        const wanted = which === run.id || (which === 'open' && isNews)
        if (!wanted || told.get(run.id) === standing) continue
        told.set(run.id, standing)
        listener(run)
      }
    }
  }
  const lookOnce = () => {
    looking ??= look()
      .catch(() => undefined)
      .finally(() => {
        looking = undefined
      })
    return looking
  }

  return {
    follow(which, listener) {
      const following: Following = { which, listener, told: new Map(), began: new Date() }
      all.add(following)
      timer ??= setInterval(lookOnce, lookEveryMs)
      // Whoever comes during a look is told at the one after it.
      void Promise.resolve(looking).then(lookOnce)
      return () => {
        all.delete(following)
        if (all.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}

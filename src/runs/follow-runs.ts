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

type Following = { readonly which: string | 'open'; readonly listener: RunListener; readonly told: Map<string, string> }

function makeFollower(db: Db): RunFollower {
  const all = new Set<Following>()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined

  /** Of every run that somebody follows or is told of, how it stands. What cannot be looked at now is looked at again. */
  const look = async () => {
    const ids = [...all].flatMap(({ which, told }) => (which === 'open' ? [...told.keys()] : [which]))
    const everyOpen = [...all].some(({ which }) => which === 'open')
    const runs = await db
      .selectFrom('runs')
      .selectAll()
      .where((where) =>
        where.or([
          ...(everyOpen ? [where('finished_at', 'is', null)] : []),
          where('id', 'in', ids.length > 0 ? [...new Set(ids)] : ['']),
        ]),
      )
      .orderBy('created_at')
      .execute()
    for (const run of runs) {
      const standing = JSON.stringify(run)
      for (const { which, listener, told } of all) {
        const wanted = which === run.id || (which === 'open' && (run.finished_at === null || told.has(run.id)))
        if (!wanted || told.get(run.id) === standing) continue
        if (which === 'open' && run.finished_at !== null) told.delete(run.id)
        else told.set(run.id, standing)
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
      const following: Following = { which, listener, told: new Map() }
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

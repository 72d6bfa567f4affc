/** Something that goes on until it ends, as it stands. */
export type Followed = { readonly id: string; readonly finished_at: Date | null }

/** Looks at things of all processes for everybody who follows some, once a second however many they are. */
export type Follower<T extends Followed> = {
  /**
   * Begins to follow one, or all that have not ended; answers what ends it. The listener is told of each time that one stands
   * otherwise than before, and once more when it has ended. The first thing told is how things stand.
   */
  readonly follow: (which: string | 'open', listener: (thing: T) => void) => () => void
}

/** What a look is for: these, and where `open` all that have not ended, or have since then. */
export type Look = { readonly ids: readonly string[]; readonly open: boolean; readonly endedSince: Date }

type Following<T> = {
  readonly which: string | 'open'
  readonly listener: (thing: T) => void
  /** How each stood when it was last told; `ended` is told no more. */
  readonly told: Map<string, string>
  readonly began: Date
}

/** Time is the machine's own: this is what people look at. */
const lookEveryMs = 1_000
const ended = 'ended'
/** What began and ended between two looks is found by its end, up to this long before the last look. */
const overlapMs = 10_000

export function makeFollower<T extends Followed>(read: (look: Look) => Promise<readonly T[]>): Follower<T> {
  const all = new Set<Following<T>>()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let lookedAt = new Date()

  /** Of each that somebody follows or is told of, how it stands. What cannot be looked at now is looked at again. */
  const look = async () => {
    const endedSince = new Date(lookedAt.getTime() - overlapMs)
    lookedAt = new Date()
    const ids = [...all].flatMap(({ which, told }) =>
      which === 'open' ? [...told].flatMap(([id, standing]) => (standing === ended ? [] : [id])) : [which],
    )
    const open = [...all].some(({ which }) => which === 'open')
    for (const thing of await read({ ids: [...new Set(ids)], open, endedSince })) {
      const standing = thing.finished_at === null ? JSON.stringify(thing) : ended
      for (const { which, listener, told, began } of all) {
        const isNews = thing.finished_at === null || told.has(thing.id) || thing.finished_at >= began
        const wanted = which === thing.id || (which === 'open' && isNews)
        if (!wanted || told.get(thing.id) === standing) continue
        told.set(thing.id, standing)
        listener(thing)
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
      const following: Following<T> = { which, listener, told: new Map(), began: new Date() }
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

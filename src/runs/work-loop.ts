import type { ControlDatabase, Lock } from '../db/database.ts'

/** A kind of thing that is worked on until it has ended, by whichever process comes first. */
export type WorkKind = {
  readonly name: string
  /** How many of them one process works on at once. */
  readonly atOnce: number
  /** The ids of those that somebody could work on now, in the order in which they should be. */
  readonly find: () => Promise<readonly string[]>
  /** Works on one until it ends, has to wait, or `signal` asks to stop: then it is left so that another goes on from there. */
  readonly carryOn: (id: string, signal: AbortSignal) => Promise<void>
}

/** Told of what a worker could not do; nothing of that ends the worker. */
export type WorkLog = { readonly error: (about: { readonly err: unknown }, message: string) => void }

/** The workers of this process; disposing hands over what is under way and waits until that is done. */
export type Workers = AsyncDisposable & {
  /** There may be something to do now. */
  readonly wake: () => void
  /** Whether every kind of work was looked for lately. */
  readonly alive: () => boolean
  /** Asks everything under way to stop, without waiting for it. */
  readonly stop: () => void
}

type Needs = { readonly database: Pick<ControlDatabase, 'tryLock'> }

/** The queue is looked at this often, since other processes put things in it. Time is the machine's own: this is no decision. */
const lookEveryMs = 1_000
/** What was just put down is not taken up again at once, whatever it says. */
const restMs = 1_000
/** A database that cannot be asked is asked less often. */
const troubleMs = 5_000
/** A worker that has not come round for so long hangs. */
const hungMs = 60_000

/**
 * Works on what there is to do, in every process that calls this. What is at work is held by a lock that ends with its process
 * or its connection to the database: there are no leases to run out, and what a killed worker had is taken over at the next look.
 */
export function startWorkers({ database }: Needs, kinds: readonly WorkKind[], log: WorkLog): Workers {
  const stopping = new AbortController()
  const bells = kinds.map(() => bell())
  const cameRound = kinds.map(() => performance.now())
  const wake = () => {
    for (const { ring } of bells) ring()
  }
  const stop = () => {
    stopping.abort(new Error('the worker is stopping'))
    wake()
  }
  const loops = kinds.map((kind, at) =>
    work(kind, bells[at] as Bell, () => {
      cameRound[at] = performance.now()
    }),
  )
  return {
    wake,
    stop,
    alive: () => !stopping.signal.aborted && cameRound.every((at) => performance.now() - at < hungMs),
    async [Symbol.asyncDispose]() {
      stop()
      await Promise.all(loops)
    },
  }

  async function work(kind: WorkKind, { heard }: Bell, comeRound: () => void): Promise<void> {
    const underWay = new Map<string, Promise<void>>()
    const resting = new Map<string, number>()
    while (!stopping.signal.aborted) {
      comeRound()
      await heard((await look(kind, underWay, resting)) ? lookEveryMs : troubleMs)
    }
    await Promise.all(underWay.values())
  }

  /** Takes up what there is room for; answers false when that could not be found out. */
  async function look(
    kind: WorkKind,
    underWay: Map<string, Promise<void>>,
    resting: Map<string, number>,
  ): Promise<boolean> {
    if (underWay.size >= kind.atOnce) return true
    try {
      for (const id of await kind.find()) {
        if (underWay.size >= kind.atOnce || stopping.signal.aborted) return true
        if (underWay.has(id) || performance.now() < (resting.get(id) ?? 0)) continue
        const lock = await tryLockWork(database, kind.name, id)
        if (!lock) continue
        underWay.set(
          id,
          carryOn(kind, id, lock).finally(() => {
            underWay.delete(id)
            for (const [each, until] of resting) if (until < performance.now()) resting.delete(each)
            resting.set(id, performance.now() + restMs)
            wake()
          }),
        )
      }
      return true
    } catch (thrown) {
      log.error({ err: thrown }, `what there is to do could not be looked up (${kind.name})`)
      return false
    }
  }

  async function carryOn(kind: WorkKind, id: string, held: Lock) {
    const signal = AbortSignal.any([stopping.signal, held.lost])
    try {
      await using _lock = held
      await kind.carryOn(id, signal)
    } catch (thrown) {
      if (!signal.aborted) log.error({ err: thrown }, `${kind.name} ${id} could not be carried on`)
    }
  }
}

/** The right to work on one of a kind; undefined while somebody else has it. */
export function tryLockWork({ tryLock }: Needs['database'], kind: string, id: string): Promise<Lock | undefined> {
  return tryLock(`work:${kind}:${id}`)
}

type Bell = { readonly ring: () => void; readonly heard: (ms: number) => Promise<void> }

/** `heard` ends after `ms`, or when the bell rings, or at once when it has rung since it was last heard. */
function bell(): Bell {
  let rung = false
  let up = (): void => undefined
  return {
    ring() {
      rung = true
      up()
    },
    async heard(ms) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          up = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      rung = false
    },
  }
}

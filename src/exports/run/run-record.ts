import type { RunEvent, Tell } from './run-events.ts'
import type { RunNeeds } from './run-needs.ts'
import { type RunRow, updateRun } from './run-store.ts'
import { openTask } from './run-tasks.ts'

/** How far a run is, as it was last told: what is left out is not known. Times are ISO 8601. */
export type RunProgress = {
  readonly at: string
  readonly what: RunEvent['type']
  /** People done of all in the present stage. */
  readonly people?: { readonly done: number; readonly inAll: number }
  /** Jobs sent or settled of all in the present stage. */
  readonly jobs?: { readonly done: number; readonly inAll: number }
  /** Contacts of the list read of how many are counted there. */
  readonly contacts?: { readonly done: number; readonly inAll: number | null }
  readonly perSecond?: number
  readonly secondsLeft?: number
  readonly requestsLeftToday?: number
}

/** Who keeps a run's record while it is carried on. */
export type RunRecord = {
  readonly tell: Tell
  /** Aborted when somebody cancels the run, wherever they do. */
  readonly canceled: AbortSignal
  /** Resolves when everything told is written; nothing is kept after that. */
  readonly written: () => Promise<void>
}

/** Progress is written at most this often, and whether somebody cancels is looked at as often. Time is the machine's own. */
const everyMs = 1_000

/**
 * Keeps in the database what a run tells, for whoever looks from outside: what it waits for, how far it is, and its tasks.
 * What cannot be written now is told again at the next event; the run itself meets the same database.
 */
export function keepRecord({ db, clock }: Pick<RunNeeds, 'db' | 'clock'>, { id }: RunRow, tell: Tell): RunRecord {
  const canceled = new AbortController()
  let waiting = false
  let progress: RunProgress | undefined
  let writing: Promise<unknown> = Promise.resolve()
  const write = (work: () => Promise<unknown>) => {
    writing = writing.then(work).catch(() => undefined)
  }
  const writeProgress = () => {
    if (!progress) return
    const text = JSON.stringify(progress)
    progress = undefined
    write(() => updateRun(db, id, { progress: text }))
  }
  const look = async () => {
    const run = await db.selectFrom('runs').select('cancel').where('id', '=', id).executeTakeFirst()
    if (run?.cancel) canceled.abort(new Error('the run was canceled'))
  }
  const pulse = setInterval(() => {
    writeProgress()
    write(look)
  }, everyMs)
  const tasks = openTask({ db, clock }, id)

  return {
    canceled: canceled.signal,
    tell(event) {
      if (event.type === 'waiting') {
        waiting = true
        write(() => updateRun(db, id, { waits_for: event.what, waits_until: event.until }))
      } else if (waiting && event.type !== 'finished') {
        waiting = false
        write(() => updateRun(db, id, { waits_for: null, waits_until: null }))
      }
      if (event.type === 'stage') write(() => tasks.enter(event.stage))
      const at = clock.now().toISOString()
      const counted = countsOf(event)
      if (counted) {
        progress = { at, what: event.type, ...counted }
        tasks.count(counted)
      } else if (event.type === 'stage') progress = { at, what: event.type }
      tell(event)
    },
    async written() {
      clearInterval(pulse)
      writeProgress()
      write(() => tasks.leave())
      await writing
    },
  }
}

/** What an event says in numbers. */
export type Counts = Omit<RunProgress, 'at' | 'what'>

function countsOf(event: RunEvent): Counts | undefined {
  switch (event.type) {
    case 'reading_list':
      return { contacts: { done: event.read, inAll: event.counted } }
    case 'batch_sent':
    case 'removal_sent':
      return { ...reached(event), jobs: { done: event.sent, inAll: event.batches } }
    case 'settling':
      return { ...reached(event), jobs: { done: event.settled, inAll: event.batches } }
    default:
      return undefined
  }
}

function reached(event: Extract<RunEvent, { readonly peopleDone: number }>): Counts {
  const { peopleDone, peopleInAll, perSecond, secondsLeft, requestsLeftToday } = event
  return {
    people: { done: peopleDone, inAll: peopleInAll },
    requestsLeftToday,
    ...(perSecond !== undefined && { perSecond }),
    ...(secondsLeft !== undefined && { secondsLeft }),
  }
}

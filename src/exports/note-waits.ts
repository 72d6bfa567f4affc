import type { Db } from '../db/database.ts'
import type { Tell } from './run-events.ts'
import { updateRun } from './run-store.ts'

/** Tells on what a run tells, and keeps in its row what it waits for and until when, for whoever looks from outside. */
export function noteWaits(db: Db, runId: string, tell: Tell): { tell: Tell; written: () => Promise<void> } {
  let waiting = false
  let writing: Promise<unknown> = Promise.resolve()
  const write = (values: { waits_for: string | null; waits_until: Date | null }) => {
    // What cannot be written now is told again at the next wait; the run itself meets the same database.
    writing = writing.then(() => updateRun(db, runId, values)).catch(() => undefined)
  }
  return {
    tell: (event) => {
      if (event.type === 'waiting') {
        waiting = true
        write({ waits_for: event.what, waits_until: event.until })
      } else if (waiting && event.type !== 'finished') {
        waiting = false
        write({ waits_for: null, waits_until: null })
      }
      tell(event)
    },
    written: async () => void (await writing),
  }
}

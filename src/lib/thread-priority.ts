import { readdir, readFile } from 'node:fs/promises'
import { getPriority, setPriority } from 'node:os'

/** Threads that compute and wait for disks carry this name: libuv's own, and those of the engine, which are begun by them. */
const workerName = 'libuv-worker'
/** To the scheduler a third of the weight: what computes still goes on while much is answered. */
const stepsBack = 5
const lowestPriority = 19

/**
 * Lets whoever waits for an answer go before what computes: of the processors that a refresh or a run keeps busy, the thread that
 * answers gets its part when it needs it. Only Linux gives each thread its own priority; elsewhere nothing is changed, nor where
 * the system does not let us. Call it when the engine is open, so that its threads are there.
 */
export async function answerFirst(): Promise<void> {
  if (process.platform !== 'linux') return
  const tasks = '/proc/self/task'
  const lower = Math.min(lowestPriority, getPriority() + stepsBack)
  for (const thread of await readdir(tasks)) {
    try {
      const name = await readFile(`${tasks}/${thread}/comm`, 'utf8')
      if (name.trim() === workerName) setPriority(Number(thread), lower)
    } catch {
      // A thread that ended meanwhile, or may not be changed, computes on as it was.
    }
  }
}

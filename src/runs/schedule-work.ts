import type { App } from '../app.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { resolveWhereSet } from '../definitions/resolve-definitions.ts'
import { beginDue, dueSubjects } from './begin-due.ts'
import { keepSchedules } from './keep-schedules.ts'
import { whenConfigured } from './when-configured.ts'
import type { WorkKind } from './work-loop.ts'

/** What runs by itself as work: each look finds what is due, and beginning it puts it in the queue for others. */
export function scheduleWork(app: App): WorkKind {
  return {
    name: 'schedule',
    atOnce: 1,
    find: () =>
      whenConfigured([], async () => {
        await keepSchedules(app, resolveWhereSet(await loadDefinitions(app.db), app.variables))
        return dueSubjects(app)
      }),
    carryOn: async (subject) => void (await beginDue(app, await loadDefinitions(app.db), subject)),
  }
}

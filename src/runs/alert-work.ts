import { deliverAlert, dueAlerts } from '../alerts/deliver-alerts.ts'
import { noteAlerts } from '../alerts/note-alerts.ts'
import type { App } from '../app.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { resolveWhereSet } from '../definitions/resolve-definitions.ts'
import { whenConfigured } from './when-configured.ts'
import type { WorkKind } from './work-loop.ts'

/** What needs a person is looked for this often. Time is the machine's own: this is no decision. */
const lookEveryMs = 3_000

/** Alerts as work: each look notes what has come to need a person, and what is in the outbox is sent. */
export function alertWork(app: App): WorkKind {
  let lookedAt = -Infinity
  const definitionsNow = async () => resolveWhereSet(await loadDefinitions(app.db), app.variables)
  return {
    name: 'alert',
    atOnce: 4,
    find: () =>
      whenConfigured([], async () => {
        if (performance.now() - lookedAt >= lookEveryMs) {
          lookedAt = performance.now()
          await noteAlerts(app, await definitionsNow())
        }
        return dueAlerts(app)
      }),
    carryOn: async (id, signal) => deliverAlert(app, await definitionsNow(), id, signal),
  }
}

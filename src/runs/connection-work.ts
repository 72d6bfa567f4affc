import type { App } from '../app.ts'
import { checkConnection } from '../connections/check-connection.ts'
import { dueChecks } from '../connections/due-checks.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { listsOfConnection } from '../exports/list/lists-of-connection.ts'
import type { WorkKind } from './work-loop.ts'

/** Nothing here is urgent to the second. */
const lookEveryMs = 60_000

/** Connections as work: each is checked once a day. */
export function connectionWork(app: App): WorkKind {
  let next = 0
  return {
    name: 'connection',
    atOnce: 1,
    find: async () => {
      const now = app.clock.now().getTime()
      if (now < next) return []
      next = now + lookEveryMs
      return dueChecks(app)
    },
    carryOn: async (name, signal) => {
      const definitions = await loadDefinitions(app.db)
      const definition = Object.hasOwn(definitions.connections, name) ? definitions.connections[name] : undefined
      // Removed since it was found.
      if (!definition) return
      const lists = await listsOfConnection(app, definitions, name)
      await checkConnection(app, { name, definition, lists, signal })
    },
  }
}

import type { App } from '../app.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { carryOnErasure } from '../privacy/carry-on-erasure.ts'
import { openErasures } from '../privacy/erasure-store.ts'
import { runNeeds } from '../run-needs.ts'
import type { WorkKind } from './work-loop.ts'

/** Erasures as work: one after another, since two that rewrite one file would undo each other. */
export function erasureWork(app: App): WorkKind {
  return {
    name: 'erasure',
    atOnce: 1,
    find: async () => openErasures(app.db, app.clock.now()),
    carryOn: async (id, signal) => {
      const definitions = await loadDefinitions(app.db)
      await carryOnErasure(runNeeds(app, definitions), definitions, id, signal)
    },
  }
}

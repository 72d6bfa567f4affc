import type { App } from '../app.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { messageOf } from '../lib/app-error.ts'
import { carryOnErasure } from '../privacy/carry-on-erasure.ts'
import { openErasures } from '../privacy/erasure-store.ts'
import { sweepData } from '../retention/sweep-data.ts'
import { runNeeds } from '../run-needs.ts'
import type { CliContext } from './context.ts'

/**
 * Removes what nothing needs any more, and goes on with erasures that waited for a run, once a command has done its work. Failing
 * at it takes nothing from that work.
 */
export async function sweepAfter({ terminal, signal }: CliContext, app: App): Promise<void> {
  try {
    const definitions = await loadDefinitions(app.db)
    for (const id of await openErasures(app.db))
      await carryOnErasure(runNeeds(app, definitions), definitions, id, signal)
    await sweepData(app, definitions)
  } catch (thrown) {
    terminal.note(
      `Old files could not be removed from the data directory (tried again after the next run): ${messageOf(thrown)}`,
    )
  }
}

import type { App } from '../app.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { messageOf } from '../lib/app-error.ts'
import { sweepData } from '../retention/sweep-data.ts'
import type { CliContext } from './context.ts'

/** Removes what nothing needs any more, once a command has done its work. Failing at it takes nothing from that work. */
export async function sweepAfter({ terminal }: CliContext, app: App): Promise<void> {
  try {
    await sweepData(app, await loadDefinitions(app.db))
  } catch (thrown) {
    terminal.note(
      `Old files could not be removed from the data directory (tried again after the next run): ${messageOf(thrown)}`,
    )
  }
}

import type { App } from '../app.ts'
import { DefinitionsMissingError, loadDefinitions } from '../definitions/load-definitions.ts'
import { sweepData } from '../retention/sweep-data.ts'
import type { WorkKind } from './work-loop.ts'

/** What was replaced goes after an hour, and what is past its days on the day. */
const everyMs = 60 * 60_000
const agreeingMs = 60_000

/** Removing what is past its time as work: hourly, by one of all processes. */
export function sweepWork(app: App): WorkKind {
  const { db, clock } = app
  const isDue = async () => {
    // How old a file is the machine's clock says: by another one nothing can be told of it.
    if (Math.abs(clock.now().getTime() - Date.now()) > agreeingMs) return false
    const last = await db.selectFrom('data_sweeps').select('swept_at').executeTakeFirst()
    return !last || clock.now().getTime() - last.swept_at.getTime() >= everyMs
  }
  return {
    name: 'sweep',
    atOnce: 1,
    find: async () => ((await isDue()) ? ['data'] : []),
    carryOn: async () => {
      if (!(await isDue())) return
      const swept_at = clock.now()
      try {
        await sweepData(app, await loadDefinitions(db))
      } catch (thrown) {
        // Nothing is configured yet, so nothing is kept.
        if (!(thrown instanceof DefinitionsMissingError)) throw thrown
      }
      await db
        .insertInto('data_sweeps')
        .values({ swept_at })
        .onConflict((conflict) => conflict.column('only_row').doUpdateSet({ swept_at }))
        .execute()
    },
  }
}

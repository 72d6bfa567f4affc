import type { Db } from '../db/database.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import type { Clock } from '../lib/clock.ts'
import type { RefreshRow } from './refresh-store.ts'
import { type AskedRefresh, startRefresh } from './start-refresh.ts'

/** `startRefresh` in a transaction of its own, of what is configured now. */
export async function queueRefresh(
  needs: { readonly db: Db; readonly clock: Clock },
  asked: AskedRefresh,
): Promise<RefreshRow> {
  const definitions = await loadDefinitions(needs.db)
  return needs.db.transaction().execute((tx) => startRefresh(tx, needs, definitions, asked))
}

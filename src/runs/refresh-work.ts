import type { App } from '../app.ts'
import { carryOnRefresh } from '../system-refresh/carry-on-refresh.ts'
import { openRefreshes } from '../system-refresh/refresh-store.ts'
import type { WorkKind } from './work-loop.ts'

/** Refreshes as work: one at a time in a process, since each reads everything that the next would read again. */
export function refreshWork(app: App): WorkKind {
  return {
    name: 'refresh',
    atOnce: 1,
    find: async () => (await openRefreshes(app.db)).map(({ id }) => id),
    carryOn: (id, signal) => carryOnRefresh(app, id, signal),
  }
}

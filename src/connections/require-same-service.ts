import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { type ConnectedRow, markReconnectNeeded } from './connection-state.ts'
import { isSameService, type Service } from './service.ts'

/**
 * Throws ReconnectNeededError (`service_changed`) where a connection's definition names another service than the one it was
 * connected at: what opens an account there is not to be sent to anybody else.
 */
export async function requireSameService(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  { name, tokens, service: connectedAt }: ConnectedRow,
  service: Service,
): Promise<void> {
  if (isSameService(connectedAt, service.own)) return
  throw await markReconnectNeeded(db, clock.now(), name, tokens, 'service_changed')
}

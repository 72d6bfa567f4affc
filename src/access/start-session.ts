import type { Tx } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { networkOf } from '../lib/network-of.ts'
import { recordAudit } from './audit.ts'
import { beginSession, endSession } from './sessions.ts'
import type { UserRow } from './users.ts'

/** The browser in which somebody signs in. */
export type Browser = {
  readonly address?: string
  readonly agent?: string
  /** What its cookie holds now. */
  readonly token?: string
}

/** Begins a session in the transaction that found out who it is, in place of the one the browser had. Answers its token. */
export async function startSession(
  tx: Tx,
  needs: { readonly clock: Clock },
  told: {
    readonly user: Pick<UserRow, 'id' | 'name' | 'email'>
    readonly way: 'password' | 'oidc'
    readonly browser: Browser
  },
): Promise<string> {
  const { user, way, browser } = told
  const { token: former, ...from } = browser
  if (former !== undefined) await endSession({ db: tx }, former)
  const token = await beginSession({ db: tx, clock: needs.clock }, user.id, { way, ...from })
  const known = { user_id: user.id, address: networkOf(browser.address), seen_at: needs.clock.now() }
  await tx
    .insertInto('known_addresses')
    .values(known)
    .onConflict((conflict) => conflict.columns(['user_id', 'address']).doUpdateSet({ seen_at: known.seen_at }))
    .execute()
  await recordAudit(tx, needs, {
    actor: {
      id: user.id,
      name: user.name,
      via: 'console',
      ...(from.address !== undefined && { address: from.address }),
    },
    action: 'session.begin',
    target: { kind: 'user', name: user.email },
    after: { way },
  })
  return token
}

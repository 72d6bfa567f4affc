import type { Account } from '../constant-contact/account.ts'
import type { ControlDatabase, Db, Tx } from '../db/database.ts'
import type { StoredAccount, StoredCheck, StoredConsent, StoredExportUser } from '../db/tables/connections.ts'
import type { Clock } from '../lib/clock.ts'
import { tokenLock } from './access-tokens.ts'
import type { SignedIn } from './complete-sign-in.ts'

type Needs = { readonly db: Db; readonly database: Pick<ControlDatabase, 'tryLock'>; readonly clock: Clock }

export type NewConnection = Pick<SignedIn, 'clientId' | 'service' | 'tokens' | 'missingPrivileges'> & {
  readonly account: StoredAccount
  readonly consent: StoredConsent
  readonly exportUser: StoredExportUser
}

/**
 * Does `work` under the lock of a connection's tokens, so that a renewal under way elsewhere does not write over what it
 * stores, nor is written over halfway.
 */
export async function withTokens<T>({ database, clock }: Needs, name: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    await using lock = await database.tryLock(tokenLock(name))
    // Awaited here: a promise handed on would be waited for after the lock is let go.
    if (lock) return await work()
    await clock.wait(250)
  }
}

/** Puts a complete connection in the place of the one that was there, if any. To be done within `withTokens`. */
export async function storeConnection(tx: Tx, now: Date, name: string, made: NewConnection): Promise<void> {
  const values = {
    status: 'connected' as const,
    account: JSON.stringify(made.account),
    client_id: made.clientId,
    service: made.service && JSON.stringify(made.service),
    tokens: made.tokens,
    consent: JSON.stringify(made.consent),
    export_user: JSON.stringify(made.exportUser),
    last_check: JSON.stringify(checkOf(now, made.missingPrivileges)),
    cause_code: null,
    cause: null,
    refresh_started_at: null,
    connected_at: now,
    refreshed_at: now,
    updated_at: now,
  }
  await tx
    .insertInto('connection_states')
    .values({ name, ...values })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute()
}

/** What the sign-in itself has shown. */
function checkOf(now: Date, missingPrivileges: readonly string[]): StoredCheck {
  const verdict = missingPrivileges.length > 0 ? 'wrong' : 'well'
  return { at: now.toISOString(), verdict, missingPrivileges, findings: [] }
}

export function storedAccount({ id, organizationName, contactEmail }: Account): StoredAccount {
  return { id, ...(organizationName && { organizationName }), ...(contactEmail && { contactEmail }) }
}

import type { Account } from '../constant-contact/account.ts'
import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { AccountChangedError, markReconnectNeeded, requireConnected } from './connection-state.ts'
import type { OpenAccount } from './open-constant-contact.ts'

type Needs = { readonly db: Db; readonly clock: Clock }
type AccountReader = Pick<OpenAccount, 'accountId' | 'readAccount'>

/**
 * Asks Constant Contact which account a connection opens, and answers it when it is still the one that was connected. Where
 * it is another, the connection is marked and ReconnectNeededError thrown (`account_replaced`): what we know of lists and
 * people is the former account's. `client` is to be freshly opened, so that it asks with the tokens that are stored. Throws
 * AccountChangedError when a person has connected another account since.
 */
export async function requireSameAccount(
  { db, clock }: Needs,
  name: string,
  client: AccountReader,
  signal?: AbortSignal,
): Promise<Account> {
  for (;;) {
    const before = await requireConnected(db, name)
    if (before.account.id !== client.accountId) throw new AccountChangedError(name)
    const account = await client.readAccount(signal)
    if (account.id === client.accountId) return account
    const { tokens } = await requireConnected(db, name)
    // Tokens that changed while we asked were renewed, or a person connected again: the stored ones are asked anew.
    if (tokens === before.tokens) throw await markReconnectNeeded(db, clock.now(), name, tokens, 'account_replaced')
  }
}

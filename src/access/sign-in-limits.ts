import { createHash } from 'node:crypto'
import type { Db } from '../db/database.ts'
import { fold } from '../lib/fold.ts'
import { networkOf } from '../lib/network-of.ts'
import type { AttemptPolicy, Counted } from './count-attempt.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** A network's attempts at any account: many people may stand behind one, and each mistypes now and then. */
const ofNetwork: AttemptPolicy = { free: 20, mostMs: 15 * minuteMs, forgetMs: hourMs }
/** A network's attempts at one account. */
const ofBoth: AttemptPolicy = { free: 5, mostMs: 15 * minuteMs, forgetMs: 24 * hourMs }
/**
 * All attempts at an account from networks that its user never signed in from. The wait is short, since strangers could
 * keep a user out with it who comes from a new place; against guessing from many networks it still leaves 1,440 a day.
 */
const ofAccount: AttemptPolicy = { free: 10, mostMs: minuteMs, forgetMs: 24 * hourMs }

/** What an attempt to sign in is counted for. */
export type SignInLimits = {
  readonly network: Counted
  readonly both: Counted
  /** Absent where the account's user has signed in from this network before: strangers do not keep them out. */
  readonly account?: Counted
}

export async function signInLimits(
  db: Db,
  { email, userId, address }: { readonly email: string; readonly userId?: string; readonly address?: string },
): Promise<SignInLimits> {
  const network = networkOf(address)
  const account = accountKey(email)
  // Asked for unknown people too, who are to be answered after the same time.
  const isKnown = await isKnownNetwork(db, userId ?? '', network)
  return {
    network: { key: `network ${network}`, policy: ofNetwork },
    both: { key: `${account} from ${network}`, policy: ofBoth },
    ...(!isKnown && { account: { key: account, policy: ofAccount } }),
  }
}

/** Hashed: what is typed as an e-mail address may be anybody's, or a password. */
export function accountKey(email: string): string {
  return `account ${createHash('sha256').update(fold(email)).digest('hex').slice(0, 32)}`
}

async function isKnownNetwork(db: Db, userId: string, network: string): Promise<boolean> {
  const known = await db
    .selectFrom('known_addresses')
    .select('user_id')
    .where('user_id', '=', userId)
    .where('address', '=', network)
    .executeTakeFirst()
  return known !== undefined
}

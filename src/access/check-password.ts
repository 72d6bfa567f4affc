import type { Db, Tx } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { networkOf } from '../lib/network-of.ts'
import { recordAct } from './audit.ts'
import { countAttempt, forgiveAttempts } from './count-attempt.ts'
import { inTurn, verifyPassword } from './passwords.ts'
import { type SignInLimits, signInLimits } from './sign-in-limits.ts'
import { findByEmail, type UserRow } from './users.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

export type Given = { readonly email: string; readonly password: string; readonly address?: string }

/** What came of a password: the user it is right for, and what was counted until it is taken back. */
export type Checked = {
  readonly user: UserRow & { readonly password_hash: string }
  readonly outdated: boolean
  readonly limits: SignInLimits
}

/**
 * Whether the password is the user's, slowed down for whoever guesses. Unknown and known people are answered alike and after
 * the same time; undefined for both. Throws TooManyAttemptsError and SignInBusyError.
 */
export async function checkPassword(needs: Needs, given: Given): Promise<Checked | undefined> {
  return inTurn(networkOf(given.address), async () => {
    const user = await findByEmail(needs.db, given.email)
    const limits = await signInLimits(needs.db, { ...given, ...(user && { userId: user.id }) })
    const { network, both, account } = limits
    const counts = await countAttempt(needs, [network, both, ...(account ? [account] : [])])
    const hash = user?.status === 'active' ? user.password_hash : null
    const verified = await verifyPassword(given.password, hash)
    if (user && verified && hash !== null) return { user: { ...user, password_hash: hash }, limits, ...verified }
    // By what is counted of known and unknown accounts alike: a record that only one of them gets would tell them apart.
    const count = counts.get(network.key) ?? 1
    if (isPowerOfTwo(count)) await recordRefusal(needs, user, count, given.address)
    return undefined
  })
}

/** Takes back what the right password was counted for. A network keeps the rest: its next guess may be at another account. */
export async function forgiveSignIn(tx: Tx, { network, both, account }: SignInLimits): Promise<void> {
  await forgiveAttempts(tx, { forgotten: [both.key, ...(account ? [account.key] : [])], lessened: [network.key] })
}

/** The first failure, the second, the fourth, the eighth …: guessing shows in the log and does not fill it. */
function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0
}

async function recordRefusal(needs: Needs, user: UserRow | undefined, count: number, address?: string): Promise<void> {
  await recordAct(needs, {
    actor: { id: null, name: 'Somebody', via: 'console', ...(address !== undefined && { address }) },
    action: 'session.refuse',
    // What was typed stays out of the log: it may be anybody's address, or a password in the wrong field.
    target: { kind: 'user', name: user?.email ?? 'unknown' },
    after: { attempts: count },
  })
}

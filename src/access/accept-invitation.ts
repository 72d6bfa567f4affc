import type { Config } from '../config/environment.ts'
import type { Language } from '../contract/language.ts'
import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { networkOf } from '../lib/network-of.ts'
import { recordAudit } from './audit.ts'
import { findLink, LinkUnusableError, takeLink } from './one-time-links.ts'
import { requireGoodPassword } from './password-rules.ts'
import { hashPassword, inTurn } from './passwords.ts'
import { LocalSignInOffError } from './sign-in.ts'
import { type Browser, startSession } from './start-session.ts'
import { findUser } from './users.ts'

type Needs = { readonly db: Db; readonly clock: Clock; readonly config: Pick<Config, 'signIn'> }

/**
 * Lets somebody in who was invited, with a password of their own: answers what the browser's cookie is to hold. Throws
 * LinkUnusableError, PasswordRefusedError and LocalSignInOffError.
 */
export async function acceptInvitation(
  needs: Needs,
  given: { readonly token: string; readonly password: string; readonly name?: string; readonly language?: Language },
  browser: Browser,
): Promise<string> {
  const { db, clock, config } = needs
  if (!config.signIn.local) throw new LocalSignInOffError()
  const link = await findLink(db, needs, given.token)
  if (link.purpose !== 'invitation' || link.user_id === null) throw new LinkUnusableError()
  const { email, name: invitedAs } = await findUser(db, link.user_id)
  const name = given.name ?? invitedAs
  requireGoodPassword(given.password, { email, name })
  const passwordHash = await inTurn(networkOf(browser.address), () => hashPassword(given.password))
  return db.transaction().execute(async (tx) => {
    await takeLink(tx, { clock }, given.token, 'invitation')
    const user = await tx
      .updateTable('users')
      .set({ name, password_hash: passwordHash, status: 'active', ...(given.language && { language: given.language }) })
      .where('id', '=', link.user_id ?? '')
      // Disabled in the meantime, or come in with the OpenID provider.
      .where('status', '=', 'invited')
      .returningAll()
      .executeTakeFirst()
    if (!user) throw new LinkUnusableError()
    const { address } = browser
    await recordAudit(tx, needs, {
      actor: { id: user.id, name, via: 'console', ...(address !== undefined && { address }) },
      action: 'user.accept',
      target: { kind: 'user', name: email },
      after: { name, role: user.role },
    })
    return startSession(tx, needs, { user, way: 'password', browser })
  })
}

import type { Config } from '../config/environment.ts'
import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { networkOf } from '../lib/network-of.ts'
import { said } from '../lib/said.ts'
import type { Mailer } from '../mail/mailer.ts'
import { recordAudit } from './audit.ts'
import { checkPassword, forgiveSignIn } from './check-password.ts'
import { requireFreshSignIn } from './fresh-sign-in.ts'
import { voidLinks } from './one-time-links.ts'
import { requireGoodPassword } from './password-rules.ts'
import { hashPassword, inTurn } from './passwords.ts'
import { passwordChangedMail } from './people-mails.ts'
import { ForbiddenError, type Person } from './person.ts'
import { endSessionsOf } from './sessions.ts'
import { LocalSignInOffError, SignInFailedError } from './sign-in.ts'
import { type Browser, startSession } from './start-session.ts'
import { findUser } from './users.ts'

type Needs = {
  readonly db: Db
  readonly clock: Clock
  readonly config: Pick<Config, 'signIn'>
  readonly mailer?: Mailer
}

/**
 * Gives a signed-in user a new password and signs them out everywhere else: answers the new token of this browser. Whoever
 * has none yet gives no current one but has to have signed in just now. Throws SignInFailedError, PasswordRefusedError,
 * ReauthenticationNeededError and ForbiddenError.
 */
export async function changePassword(
  needs: Needs,
  person: Person,
  { current, password, browser }: { readonly current?: string; readonly password: string; readonly browser: Browser },
): Promise<{ readonly token: string; readonly told: Promise<void> }> {
  const { db, clock, config, mailer } = needs
  if (!config.signIn.local) throw new LocalSignInOffError()
  if (person.via !== 'console')
    throw new ForbiddenError(said`A password is changed by its user, signed in, and not with an API key.`)
  const user = await findUser(db, person.id)
  requireGoodPassword(password, user)
  const checked =
    user.password_hash === null ? undefined : await checkCurrent(needs, user.email, current ?? '', browser)
  if (!checked) requireFreshSignIn({ clock }, person)

  const passwordHash = await inTurn(networkOf(browser.address), () => hashPassword(password))
  const token = await db.transaction().execute(async (tx) => {
    const same = await tx
      .updateTable('users')
      .set({ password_hash: passwordHash })
      .where('id', '=', user.id)
      .where('status', '=', 'active')
      .where('password_hash', user.password_hash === null ? 'is' : '=', user.password_hash)
      .executeTakeFirst()
    if (same.numUpdatedRows === 0n) throw new SignInFailedError()
    await endSessionsOf({ db: tx }, user.id)
    await voidLinks(tx, user.id)
    if (checked) await forgiveSignIn(tx, checked.limits)
    await recordAudit(tx, needs, {
      actor: person,
      action: 'user.change_password',
      target: { kind: 'user', name: user.email },
    })
    return startSession(tx, needs, { user, way: 'password', browser })
  })
  return { token, told: mailer ? mailer.send(passwordChangedMail(user)) : Promise.resolve() }
}

async function checkCurrent(needs: Needs, email: string, password: string, { address }: Browser) {
  const checked = await checkPassword(needs, { email, password, ...(address !== undefined && { address }) })
  if (!checked) throw new SignInFailedError()
  return checked
}

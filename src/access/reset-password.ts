import type { Config } from '../config/environment.ts'
import type { Db, Tx } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { networkOf } from '../lib/network-of.ts'
import { said } from '../lib/said.ts'
import type { Mailer } from '../mail/mailer.ts'
import { recordAudit } from './audit.ts'
import { countAttempt, forgiveAttempts } from './count-attempt.ts'
import {
  findLink,
  LinkUnusableError,
  linkLifeMs,
  makeLink,
  type OneTimeLink,
  takeLink,
  voidLinks,
} from './one-time-links.ts'
import { requireGoodPassword } from './password-rules.ts'
import { hashPassword, inTurn } from './passwords.ts'
import { passwordChangedMail, resetMail } from './people-mails.ts'
import { type Actor, ForbiddenError } from './person.ts'
import { endSessionsOf } from './sessions.ts'
import { LocalSignInOffError } from './sign-in.ts'
import { accountKey } from './sign-in-limits.ts'
import { findByEmail, findUser, type UserRow } from './users.ts'

type Needs = {
  readonly db: Db
  readonly clock: Clock
  readonly config: Pick<Config, 'http' | 'signIn'>
  readonly mailer?: Mailer
}

/** Raised where no mail can be sent. */
export class NoMailError extends AppError {
  override readonly code = 'no_mail'
  override readonly recovery = 'never'
  constructor() {
    super(said`No mail server is set here (POSTBUD_SMTP_URL). Ask an administrator for a link to a new password.`)
  }
}

/** Raised for somebody who may not sign in, so that a new password is no use to them. */
export class NotActiveError extends AppError {
  override readonly code = 'user_not_active'
  override readonly recovery = 'never'
  constructor({ email, status }: Pick<UserRow, 'email' | 'status'>) {
    super(
      status === 'invited'
        ? said`${email} is invited and has not come in yet. Send the invitation again.`
        : said`${email} is disabled. Enable the user first.`,
    )
  }
}

const hourMs = 3_600_000
/** Mails of this kind to one person, and asked for by one network. */
const mailPolicy = { free: 3, mostMs: hourMs, forgetMs: 24 * hourMs }
const networkPolicy = { free: 10, mostMs: hourMs, forgetMs: hourMs }

/**
 * Mails a link to a new password to the user with this address, if there is one. Whoever asks is answered before, and the
 * same for every address: `sent` resolves when it was done. Throws NoMailError, LocalSignInOffError, TooManyAttemptsError.
 */
export async function requestReset(
  needs: Needs,
  { email, address }: { readonly email: string; readonly address?: string },
): Promise<{ readonly sent: Promise<void> }> {
  const { config, mailer } = needs
  if (!config.signIn.local) throw new LocalSignInOffError()
  if (!mailer) throw new NoMailError()
  await countAttempt(needs, [
    { key: `reset ${accountKey(email)}`, policy: mailPolicy },
    { key: `reset network ${networkOf(address)}`, policy: networkPolicy },
  ])
  return { sent: mailReset(needs, mailer, email, address) }
}

async function mailReset(needs: Needs, mailer: Mailer, email: string, address?: string): Promise<void> {
  // Whoever asks has their answer by then: what follows takes longer where there is such a user.
  await new Promise((resolve) => setImmediate(resolve))
  const user = await findByEmail(needs.db, email)
  if (user?.status !== 'active' || user.password_hash === null) return
  const link = await needs.db.transaction().execute(async (tx) => {
    const actor: Actor = { id: null, name: 'Somebody', via: 'console', ...(address !== undefined && { address }) }
    const target = { kind: 'user', name: user.email }
    await recordAudit(tx, needs, { actor, action: 'user.request_reset', target })
    const told = { purpose: 'reset', userId: user.id, by: 'mail', lifeMs: linkLifeMs['mailed reset'] } as const
    return makeLink(tx, needs, told)
  })
  await mailer.send(resetMail(user, link))
}

/** A link with which a user sets a new password once, for an administrator to hand over. Throws NotActiveError and ForbiddenError. */
export async function makeResetLink(
  needs: Needs,
  actor: Actor,
  userId: string,
): Promise<OneTimeLink & { user: UserRow }> {
  if (!needs.config.signIn.local) throw new LocalSignInOffError()
  // Else whoever finds an administrator's key could become any of the people.
  if (actor.via === 'API')
    throw new ForbiddenError(said`Links to new passwords are made by a person who is signed in, not with an API key.`)
  return needs.db.transaction().execute(async (tx) => {
    const user = await findUser(tx, userId)
    if (user.status !== 'active') throw new NotActiveError(user)
    const target = { kind: 'user', name: user.email }
    await recordAudit(tx, needs, { actor, action: 'user.make_reset_link', target })
    const told = { purpose: 'reset', userId: user.id, by: actor.name, lifeMs: linkLifeMs.reset } as const
    return { ...(await makeLink(tx, needs, told)), user }
  })
}

/**
 * Sets a new password with a link, and signs its user out everywhere: somebody else may know the former. They sign in anew.
 * Throws LinkUnusableError, PasswordRefusedError, LocalSignInOffError.
 */
export async function useReset(
  needs: Needs,
  { token, password, address }: { readonly token: string; readonly password: string; readonly address?: string },
): Promise<{ readonly told: Promise<void> }> {
  const { db, config, mailer } = needs
  if (!config.signIn.local) throw new LocalSignInOffError()
  const link = await findLink(db, needs, token)
  if (link.purpose !== 'reset' || link.user_id === null) throw new LinkUnusableError()
  requireGoodPassword(password, await findUser(db, link.user_id))
  const passwordHash = await inTurn(networkOf(address), () => hashPassword(password))
  const user = await db.transaction().execute(async (tx) => {
    const { user_id: userId, created_by: linkMadeBy } = await takeLink(tx, needs, token, 'reset')
    const changed = await setPassword(tx, userId ?? '', passwordHash)
    const actor: Actor = {
      id: changed.id,
      name: changed.name,
      via: 'console',
      ...(address !== undefined && { address }),
    }
    const target = { kind: 'user', name: changed.email }
    await recordAudit(tx, needs, { actor, action: 'user.reset_password', target, after: { linkMadeBy } })
    return changed
  })
  return { told: mailer ? mailer.send(passwordChangedMail(user)) : Promise.resolve() }
}

/** The new password, with everything ended that the former let in. Throws LinkUnusableError for whoever is not active. */
async function setPassword(tx: Tx, userId: string, passwordHash: string): Promise<UserRow> {
  const user = await tx
    .updateTable('users')
    .set({ password_hash: passwordHash })
    .where('id', '=', userId)
    .where('status', '=', 'active')
    .returningAll()
    .executeTakeFirst()
  if (!user) throw new LinkUnusableError()
  await endSessionsOf({ db: tx }, userId)
  await voidLinks(tx, userId)
  await forgiveAttempts(tx, { forgotten: [accountKey(user.email)], lessened: [] })
  return user
}

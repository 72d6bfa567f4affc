import type { Config } from '../config/environment.ts'
import type { Language } from '../contract/language.ts'
import type { Db, Tx } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { fold } from '../lib/fold.ts'
import { newId } from '../lib/ids.ts'
import { networkOf } from '../lib/network-of.ts'
import { said } from '../lib/said.ts'
import { hasAdministrator, lockAdministrators } from './administrators.ts'
import { recordAudit } from './audit.ts'
import { findLink, linkLifeMs, makeLink, type OneTimeLink, takeLink } from './one-time-links.ts'
import { requireGoodPassword } from './password-rules.ts'
import { hashPassword, inTurn } from './passwords.ts'
import type { Actor } from './person.ts'
import { type Browser, startSession } from './start-session.ts'

type Needs = { readonly db: Db; readonly clock: Clock; readonly config: Pick<Config, 'http' | 'language'> }

/** Raised when somebody administrates already. */
export class AlreadySetUpError extends AppError {
  override readonly code = 'already_set_up'
  override readonly recovery = 'never'
  constructor() {
    super(
      said`Postbud has an administrator already, who invites everybody else. Whoever is locked out: postbud users reset-link.`,
    )
  }
}

/**
 * A new link that makes the first administrator, while there is none; those made before open nothing any more. Undefined
 * once there is one.
 */
export async function newSetUpLink(needs: Needs, actor: Actor): Promise<OneTimeLink | undefined> {
  return needs.db.transaction().execute(async (tx) => {
    await lockAdministrators(tx)
    if (await hasAdministrator(tx)) return undefined
    const told = { purpose: 'set-up', userId: null, by: actor.name, lifeMs: linkLifeMs['set-up'] } as const
    const link = await makeLink(tx, needs, told)
    await recordAudit(tx, needs, {
      actor,
      action: 'user.set_up_link',
      target: { kind: 'user', name: 'first administrator' },
    })
    return link
  })
}

export type FirstAdministrator = {
  readonly token: string
  readonly email: string
  readonly name: string
  readonly password: string
  readonly language?: Language
}

/**
 * Makes the first administrator with the link that was printed, and signs them in: answers what the browser's cookie is to
 * hold. Throws LinkUnusableError, PasswordRefusedError and AlreadySetUpError.
 */
export async function setUp(needs: Needs, told: FirstAdministrator, browser: Browser): Promise<string> {
  const { db, clock } = needs
  // Before the password is hashed, so that strangers do not have it done.
  const link = await findLink(db, needs, told.token)
  requireGoodPassword(told.password, told)
  const passwordHash = await inTurn(networkOf(browser.address), () => hashPassword(told.password))
  return db.transaction().execute(async (tx) => {
    await lockAdministrators(tx)
    await takeLink(tx, { clock }, told.token, 'set-up')
    if (await hasAdministrator(tx)) throw new AlreadySetUpError()
    const user = await insertAdministrator(tx, needs, told, passwordHash)
    const { address } = browser
    await recordAudit(tx, needs, {
      actor: { id: user.id, name: user.name, via: 'console', ...(address !== undefined && { address }) },
      action: 'user.set_up',
      target: { kind: 'user', name: user.email },
      after: { role: 'administrator', linkMadeBy: link.created_by },
    })
    return startSession(tx, needs, { user, way: 'password', browser })
  })
}

async function insertAdministrator(
  tx: Tx,
  { clock, config }: Needs,
  { email, name, language = config.language }: FirstAdministrator,
  passwordHash: string,
) {
  const now = clock.now()
  const given = { name, language, role: 'administrator', status: 'active', password_hash: passwordHash } as const
  return (
    tx
      .insertInto('users')
      .values({ id: newId(now), email: fold(email), created_at: now, oidc_subject: null, ...given })
      // Somebody may be there already who was no administrator.
      .onConflict((conflict) => conflict.column('email').doUpdateSet(given))
      .returningAll()
      .executeTakeFirstOrThrow()
  )
}

import type { Config } from '../config/environment.ts'
import type { Language } from '../contract/language.ts'
import type { Db, Tx } from '../db/database.ts'
import type { Role } from '../db/tables/people.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { fold } from '../lib/fold.ts'
import { newId } from '../lib/ids.ts'
import { said } from '../lib/said.ts'
import { lockAdministrators } from './administrators.ts'
import { recordAudit } from './audit.ts'
import { linkLifeMs, makeLink, type OneTimeLink } from './one-time-links.ts'
import type { Actor } from './person.ts'
import { findUser, type UserRow } from './users.ts'

type Needs = { readonly db: Db; readonly clock: Clock; readonly config: Pick<Config, 'http' | 'language' | 'signIn'> }

export class UserExistsError extends AppError {
  override readonly code = 'user_exists'
  override readonly recovery = 'never'
  constructor(email: string) {
    super(said`${email} is a user already. Change their role, or send the invitation again.`)
  }
}

export class NotInvitedError extends AppError {
  override readonly code = 'not_invited'
  override readonly recovery = 'never'
  constructor({ email, status }: Pick<UserRow, 'email' | 'status'>) {
    super(said`${email} has no open invitation: the user is ${status}.`)
  }
}

export type Invited = {
  readonly user: UserRow
  /** Lets them in once; absent where people only sign in with the OpenID provider. */
  readonly link?: OneTimeLink
}

/** Adds a user who is let in by a link, or by signing in with the OpenID provider. Throws UserExistsError. */
export async function inviteUser(
  needs: Needs,
  actor: Actor,
  given: { readonly email: string; readonly name: string; readonly role: Role; readonly language?: Language },
): Promise<Invited> {
  const { db, clock, config } = needs
  const email = fold(given.email)
  const { name, role, language = config.language } = given
  return db.transaction().execute(async (tx) => {
    // In turn with whoever comes in by themselves with the OpenID provider at this moment.
    await lockAdministrators(tx)
    const now = clock.now()
    const user = await tx
      .insertInto('users')
      .values({
        id: newId(now),
        email,
        name,
        role,
        language,
        status: 'invited',
        created_at: now,
        password_hash: null,
        oidc_subject: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst()
    if (!user) throw new UserExistsError(email)
    await recordAudit(tx, needs, {
      actor,
      action: 'user.invite',
      target: { kind: 'user', name: email },
      after: { name, role },
    })
    return invited(tx, needs, actor, user)
  })
}

/** A new link for somebody who was invited and has not come yet; the former opens nothing any more. Throws NotInvitedError. */
export async function inviteAgain(needs: Needs, actor: Actor, userId: string): Promise<Invited> {
  return needs.db.transaction().execute(async (tx) => {
    const user = await findUser(tx, userId)
    if (user.status !== 'invited') throw new NotInvitedError(user)
    await recordAudit(tx, needs, { actor, action: 'user.invite_again', target: { kind: 'user', name: user.email } })
    return invited(tx, needs, actor, user)
  })
}

async function invited(tx: Tx, needs: Needs, actor: Actor, user: UserRow): Promise<Invited> {
  if (!needs.config.signIn.local) return { user }
  const told = { purpose: 'invitation', userId: user.id, by: actor.name, lifeMs: linkLifeMs.invitation } as const
  return { user, link: await makeLink(tx, needs, told) }
}

import type { Config } from '../config/environment.ts'
import type { Tx } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { fold } from '../lib/fold.ts'
import { newId } from '../lib/ids.ts'
import { hasAdministrator, lockAdministrators } from './administrators.ts'
import { recordAudit } from './audit.ts'
import type { Described } from './oidc-claims.ts'
import type { Refusal } from './oidc-errors.ts'
import { voidLinks } from './one-time-links.ts'
import type { Actor } from './person.ts'
import { endSessionsOf } from './sessions.ts'
import type { UserRow } from './users.ts'

type Needs = { readonly clock: Clock; readonly config: Pick<Config, 'language' | 'signIn'> }

/** The provider as the one who acts: it gives roles by its groups. */
const provider: Actor = { id: null, name: 'OpenID provider', via: 'system' }

/**
 * The user whom the provider describes: found by subject, else by e-mail address if the provider vouches for it, else made,
 * if one of their groups gives a role. Where groups give roles, the role follows them at each sign-in; whoever has none any more is
 * signed out everywhere. The last administrator keeps their role, since nobody could give it back.
 */
export async function userOfClaims(tx: Tx, needs: Needs, described: Described): Promise<UserRow | Refusal> {
  await lockAdministrators(tx)
  const found = await findUser(tx, described)
  if (typeof found === 'string') return found
  const areRolesMapped = (needs.config.signIn.oidc?.roles.size ?? 0) > 0
  if (!found) return areRolesMapped ? makeUser(tx, needs, described) : 'not_invited'
  if (found.status === 'disabled') return 'disabled'

  const role = areRolesMapped ? (described.role ?? (await lastRole(tx, found))) : found.role
  if (!role) {
    await endSessionsOf({ db: tx }, found.id)
    return 'no_role'
  }
  const kept = role !== found.role && (await lastRole(tx, found))
  return update(tx, needs, found, { role: kept || role, status: 'active', oidc_subject: described.subject })
}

async function findUser(tx: Tx, { subject, email, isVerified }: Described): Promise<UserRow | Refusal | undefined> {
  const users = tx.selectFrom('users').selectAll().forUpdate()
  const bySubject = await users.where('oidc_subject', '=', subject).executeTakeFirst()
  if (bySubject || email === undefined) return bySubject
  const byEmail = await users.where('email', '=', fold(email)).executeTakeFirst()
  if (!byEmail) return undefined
  if (!isVerified) return 'email_unverified'
  return byEmail.oidc_subject === null ? byEmail : 'other_account'
}

async function makeUser(tx: Tx, needs: Needs, { subject, email, name, role }: Described): Promise<UserRow | Refusal> {
  if (!role) return 'no_role'
  if (email === undefined) return 'no_email'
  const now = needs.clock.now()
  const user = await tx
    .insertInto('users')
    .values({
      id: newId(now),
      email: fold(email),
      name: (name ?? email).slice(0, 100),
      role,
      status: 'active',
      language: needs.config.language,
      oidc_subject: subject,
      password_hash: null,
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const target = { kind: 'user', name: user.email }
  await recordAudit(tx, needs, { actor: provider, action: 'user.make', target, after: { name: user.name, role } })
  return user
}

/** The role of the last administrator, which no group takes away; undefined for everybody else. */
async function lastRole(tx: Tx, { id, role, status }: UserRow): Promise<'administrator' | undefined> {
  if (role !== 'administrator' || status !== 'active') return undefined
  return (await hasAdministrator(tx, id)) ? undefined : 'administrator'
}

async function update(
  tx: Tx,
  needs: Needs,
  before: UserRow,
  after: Pick<UserRow, 'role' | 'status' | 'oidc_subject'>,
): Promise<UserRow> {
  const changed = (['role', 'status', 'oidc_subject'] as const).filter((key) => before[key] !== after[key])
  if (changed.length === 0) return before
  const row = await tx
    .updateTable('users')
    .set(after)
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  // Whoever comes in this way has no use for an invitation that somebody else may hold.
  if (before.status === 'invited') await voidLinks(tx, before.id)
  const only = (from: UserRow) => Object.fromEntries(changed.map((key) => [key, from[key]]))
  const target = { kind: 'user', name: before.email }
  await recordAudit(tx, needs, {
    actor: provider,
    action: 'user.change',
    target,
    before: only(before),
    after: only(row),
  })
  return row
}

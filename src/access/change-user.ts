import type { Db, Tx } from '../db/database.ts'
import type { Role } from '../db/tables/people.ts'
import type { Clock } from '../lib/clock.ts'
import { hasAdministrator, LastAdministratorError, lockAdministrators } from './administrators.ts'
import { recordAudit } from './audit.ts'
import { voidLinks } from './one-time-links.ts'
import type { Actor } from './person.ts'
import { endSessionsOf } from './sessions.ts'
import { UserNotFoundError, type UserRow } from './users.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

export type UserChange = {
  readonly name?: string
  readonly role?: Role
  /** A disabled user's sessions end at once, and their keys open nothing until they are enabled. */
  readonly status?: 'active' | 'disabled'
}

/** Changes a user, from their next request on. Throws UserNotFoundError and LastAdministratorError. */
export async function changeUser(needs: Needs, actor: Actor, id: string, change: UserChange): Promise<UserRow> {
  return needs.db.transaction().execute(async (tx) => {
    await lockAdministrators(tx)
    const before = await lockUser(tx, id)
    const after = {
      name: change.name ?? before.name,
      role: change.role ?? before.role,
      status: statusAfter(before, change),
    }
    if (isAdministrating(before) && !isAdministrating(after)) await requireAnother(tx, before)
    const changed = (['name', 'role', 'status'] as const).filter((key) => before[key] !== after[key])
    if (changed.length === 0) return before

    const row = await tx.updateTable('users').set(after).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
    if (after.status === 'disabled') {
      await endSessionsOf({ db: tx }, id)
      await voidLinks(tx, id)
    }
    const only = (from: Pick<UserRow, 'name' | 'role' | 'status'>) =>
      Object.fromEntries(changed.map((key) => [key, from[key]]))
    const target = { kind: 'user', name: before.email }
    await recordAudit(tx, needs, { actor, action: 'user.change', target, before: only(before), after: only(after) })
    return row
  })
}

/** Removes a user with their sessions, keys and links. Throws UserNotFoundError and LastAdministratorError. */
export async function removeUser(needs: Needs, actor: Actor, id: string): Promise<void> {
  await needs.db.transaction().execute(async (tx) => {
    await lockAdministrators(tx)
    const user = await lockUser(tx, id)
    if (isAdministrating(user)) await requireAnother(tx, user)
    await tx.deleteFrom('users').where('id', '=', id).execute()
    const { name, role, status } = user
    const target = { kind: 'user', name: user.email }
    await recordAudit(tx, needs, { actor, action: 'user.remove', target, before: { name, role, status } })
  })
}

async function lockUser(tx: Tx, id: string): Promise<UserRow> {
  const row = await tx.selectFrom('users').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new UserNotFoundError(id)
  return row
}

/** Whoever never came in is invited again when they are enabled; nobody is made active who cannot sign in. */
function statusAfter(user: UserRow, { status }: UserChange): UserRow['status'] {
  if (status === undefined || status === 'disabled') return status ?? user.status
  return user.password_hash === null && user.oidc_subject === null ? neverCame(user) : 'active'
}

function neverCame({ status }: UserRow): UserRow['status'] {
  return status === 'active' ? 'active' : 'invited'
}

function isAdministrating({ role, status }: Pick<UserRow, 'role' | 'status'>): boolean {
  return role === 'administrator' && status === 'active'
}

async function requireAnother(tx: Tx, { id, name }: UserRow): Promise<void> {
  if (!(await hasAdministrator(tx, id))) throw new LastAdministratorError(name)
}

import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { newId } from '../lib/ids.ts'
import type { Person } from './person.ts'
import { newToken, tokenHash } from './tokens.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

/** A session ends when it was not used for this long, and when it is this old. */
export const sessionLife = { idleMs: 12 * 3_600_000, absoluteMs: 7 * 24 * 3_600_000 }

/** When a session was used last is noted this often. */
const noteUseEveryMs = 60_000

/** Begins a session for whoever has just proved who they are; answers what the browser's cookie is to hold. */
export async function beginSession(
  { db, clock }: Needs,
  userId: string,
  from: { readonly way: 'password' | 'oidc'; readonly address?: string; readonly agent?: string },
): Promise<string> {
  const token = newToken('pbs_')
  const now = clock.now()
  await forgetExpired(db, now)
  await db
    .insertInto('sessions')
    .values({
      token_hash: tokenHash(token),
      id: newId(now),
      user_id: userId,
      way: from.way,
      created_at: now,
      seen_at: now,
      authenticated_at: now,
      address: from.address ?? null,
      agent: from.agent?.slice(0, 200) ?? null,
    })
    .execute()
  await db.updateTable('users').set({ last_sign_in_at: now }).where('id', '=', userId).execute()
  return token
}

export type SessionPerson = Omit<Person, 'address'> & { readonly authenticatedAt: Date }

/**
 * Who asks with a session's token, or undefined when it has ended, or its user may not sign in any more. To look whether it has
 * is no use of it: a page that is left open does not keep it from ending.
 */
export async function personOfSession(
  { db, clock }: Needs,
  token: string,
  why: 'use' | 'look' = 'use',
): Promise<SessionPerson | undefined> {
  const found = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.created_at', 'sessions.seen_at', 'sessions.authenticated_at'])
    .select(['users.id', 'users.email', 'users.name', 'users.role'])
    .where('sessions.token_hash', '=', tokenHash(token))
    .where('users.status', '=', 'active')
    .executeTakeFirst()
  if (!found) return undefined
  const now = clock.now()
  const idleMs = now.getTime() - found.seen_at.getTime()
  if (idleMs >= sessionLife.idleMs || now.getTime() - found.created_at.getTime() >= sessionLife.absoluteMs) {
    await endSession({ db }, token)
    return undefined
  }
  if (why === 'use' && idleMs >= noteUseEveryMs) {
    await db.updateTable('sessions').set({ seen_at: now }).where('token_hash', '=', tokenHash(token)).execute()
  }
  const { id, email, name, role, authenticated_at } = found
  return { id, email, name, role, via: 'console', authenticatedAt: authenticated_at }
}

export async function endSession({ db }: Pick<Needs, 'db'>, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_hash', '=', tokenHash(token)).execute()
}

/**
 * Gives a session a new token once its user has proved again who they are, so that what somebody may have seen of the former
 * opens nothing. Undefined when it has ended.
 */
export async function renewSession({ db, clock }: Needs, token: string): Promise<string | undefined> {
  const renewed = newToken('pbs_')
  const now = clock.now()
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    .set({ token_hash: tokenHash(renewed), authenticated_at: now, seen_at: now })
    .where('token_hash', '=', tokenHash(token))
    .executeTakeFirst()
  return numUpdatedRows === 0n ? undefined : renewed
}

async function forgetExpired(db: Db, now: Date): Promise<void> {
  const before = (ms: number) => new Date(now.getTime() - ms)
  const { idleMs, absoluteMs } = sessionLife
  await db
    .deleteFrom('sessions')
    .where((is) => is.or([is('seen_at', '<=', before(idleMs)), is('created_at', '<=', before(absoluteMs))]))
    .execute()
}

/** Signs a user out everywhere. */
export async function endSessionsOf({ db }: Pick<Needs, 'db'>, userId: string): Promise<void> {
  await db.deleteFrom('sessions').where('user_id', '=', userId).execute()
}

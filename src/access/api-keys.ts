import type { Db } from '../db/database.ts'
import type { Role } from '../db/tables/people.ts'
import type { Clock } from '../lib/clock.ts'
import { newId } from '../lib/ids.ts'
import { said } from '../lib/said.ts'
import { ForbiddenError, isAtLeast, type Person } from './person.ts'
import { newToken, tokenHash } from './tokens.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

/** A key as it is shown: never the key itself. */
export type ApiKey = {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly prefix: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

const prefix = 'pbk_'
const shownLetters = prefix.length + 6

/**
 * Makes a key for its owner's programs, with a role no higher than theirs. The key is in the answer and nowhere else: only
 * its hash is stored. People make theirs with `issueApiKey`, which is recorded. Throws ForbiddenError.
 */
export async function makeApiKey(
  { db, clock }: Needs,
  owner: Pick<Person, 'id' | 'role'>,
  { name, role }: { readonly name: string; readonly role: Role },
): Promise<ApiKey & { readonly key: string }> {
  if (!isAtLeast(owner.role, role)) throw new ForbiddenError(said`A key cannot have a higher role than its owner.`)
  const key = newToken(prefix)
  const now = clock.now()
  const made = { id: newId(now), name, role, prefix: key.slice(0, shownLetters) }
  await db
    .insertInto('api_keys')
    .values({ ...made, user_id: owner.id, key_hash: tokenHash(key), created_at: now })
    .execute()
  return { ...made, createdAt: now, lastUsedAt: null, key }
}

/** A key's last use is noted this often, not at every request. */
const noteUseEveryMs = 60_000

/**
 * Who asks with a key, or undefined when it opens nothing (any more). The lesser of the key's and its owner's role counts,
 * so that a change of the owner's acts at the next request.
 */
export async function personOfKey({ db, clock }: Needs, key: string): Promise<Omit<Person, 'address'> | undefined> {
  if (!key.startsWith(prefix)) return undefined
  const found = await db
    .selectFrom('api_keys')
    .innerJoin('users', 'users.id', 'api_keys.user_id')
    .select(['api_keys.id as key_id', 'api_keys.role as key_role', 'api_keys.last_used_at'])
    .select(['users.id', 'users.email', 'users.name', 'users.role'])
    .where('api_keys.key_hash', '=', tokenHash(key))
    .where('api_keys.revoked_at', 'is', null)
    .where('users.status', '=', 'active')
    .executeTakeFirst()
  if (!found) return undefined
  const now = clock.now()
  if (now.getTime() - (found.last_used_at?.getTime() ?? 0) >= noteUseEveryMs) {
    await db.updateTable('api_keys').set({ last_used_at: now }).where('id', '=', found.key_id).execute()
  }
  const { id, email, name, role, key_role } = found
  return { id, email, name, role: isAtLeast(role, key_role) ? key_role : role, via: 'API' }
}

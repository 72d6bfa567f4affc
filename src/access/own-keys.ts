import type { Db } from '../db/database.ts'
import type { Role } from '../db/tables/people.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'
import { type ApiKey, makeApiKey } from './api-keys.ts'
import { recordAudit } from './audit.ts'
import { ForbiddenError, isAtLeast, type Person } from './person.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

export class KeyNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(id: string) {
    super(said`There is no API key ${id} of yours that is still in use.`)
  }
}

/** A key with whose it is. */
export type OwnedKey = ApiKey & {
  readonly owner: { readonly id: string; readonly name: string; readonly email: string }
}

/**
 * Makes a key for a person's programs, with a role no higher than the one they ask with: a key makes none that may do more.
 * The key is in the answer and nowhere else. Throws ForbiddenError.
 */
export async function issueApiKey(
  needs: Needs,
  person: Person,
  told: { readonly name: string; readonly role: Role },
): Promise<ApiKey & { readonly key: string }> {
  return needs.db.transaction().execute(async (tx) => {
    const made = await makeApiKey({ db: tx, clock: needs.clock }, person, told)
    const { name, role, prefix } = made
    const target = { kind: 'api key', name: prefix }
    await recordAudit(tx, needs, { actor: person, action: 'api_key.make', target, after: { name, role } })
    return made
  })
}

/** The keys in use: a person's own or, for administrators, everybody's. Throws ForbiddenError. */
export async function listKeys({ db }: Pick<Needs, 'db'>, person: Person, whose: 'own' | 'all'): Promise<OwnedKey[]> {
  if (whose === 'all' && person.role !== 'administrator') throw new ForbiddenError(said`You see your own API keys.`)
  const rows = await db
    .selectFrom('api_keys')
    .innerJoin('users', 'users.id', 'api_keys.user_id')
    .selectAll('api_keys')
    .select(['users.email as owner_email', 'users.name as owner_name'])
    .where('revoked_at', 'is', null)
    .$if(whose === 'own', (query) => query.where('user_id', '=', person.id))
    .orderBy('api_keys.created_at')
    .orderBy('api_keys.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    role: row.role,
    prefix: row.prefix,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    owner: { id: row.user_id, name: row.owner_name, email: row.owner_email },
  }))
}

/**
 * Revokes a key at once: one's own, or anybody's by an administrator. A key revokes none that may do more than itself.
 * Throws KeyNotFoundError and ForbiddenError.
 */
export async function revokeApiKey(needs: Needs, person: Person, id: string): Promise<void> {
  await needs.db.transaction().execute(async (tx) => {
    const row = await tx
      .updateTable('api_keys')
      .set({ revoked_at: needs.clock.now() })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .$if(person.role !== 'administrator', (query) => query.where('user_id', '=', person.id))
      .returningAll()
      .executeTakeFirst()
    if (!row) throw new KeyNotFoundError(id)
    const { name, role, prefix, user_id: owner } = row
    if (person.via !== 'console' && !isAtLeast(person.role, role)) {
      throw new ForbiddenError(said`This key has the role ${person.role} and cannot revoke one of the role ${role}.`)
    }
    const target = { kind: 'api key', name: prefix }
    await recordAudit(tx, needs, { actor: person, action: 'api_key.revoke', target, before: { name, role, owner } })
  })
}

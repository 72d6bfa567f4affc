import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { fold } from '../lib/fold.ts'
import { type User, userOf } from './users.ts'

/** What a list of users can be sorted by. */
export const userSorts = ['name', 'email', 'role', 'status', 'createdAt', 'lastSignInAt'] as const
export type UserSort = (typeof userSorts)[number]

export type UserQuery = {
  /** A part of a name or an e-mail address. */
  readonly search?: string
  readonly role?: User['role']
  readonly status?: User['status']
  readonly sort: UserSort
  readonly descending: boolean
  readonly limit: number
  /** How many to leave out before: users are few and change seldom. */
  readonly offset: number
}

/** Roles in their own order; who never signed in comes before everybody who did. */
const columns: Readonly<Record<UserSort, ReturnType<typeof sql>>> = {
  name: sql`lower(name)`,
  email: sql`email`,
  role: sql`case role when 'viewer' then 1 when 'contributor' then 2 else 3 end`,
  status: sql`status`,
  createdAt: sql`created_at`,
  lastSignInAt: sql`coalesce(last_sign_in_at, 'epoch')`,
}

/** The users that match, and how many there are. */
export async function listUsers(db: Db, asked: UserQuery): Promise<{ users: User[]; count: number }> {
  const { search, role, status } = asked
  let matching = db.selectFrom('users')
  if (role) matching = matching.where('role', '=', role)
  if (status) matching = matching.where('status', '=', status)
  if (search) {
    const part = fold(search)
    matching = matching.where(sql<boolean>`(position(${part} in email) > 0 or position(${part} in lower(name)) > 0)`)
  }
  const rows = await matching
    .selectAll()
    .orderBy(columns[asked.sort], asked.descending ? 'desc' : 'asc')
    .orderBy('id')
    .limit(asked.limit)
    .offset(asked.offset)
    .execute()
  const counted = await matching.select((of) => of.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  return { users: rows.map(userOf), count: Number(counted.count) }
}

import type { Selectable } from 'kysely'
import type { Db } from '../db/database.ts'
import type { UsersTable } from '../db/tables/people.ts'
import { AppError } from '../lib/app-error.ts'
import { fold } from '../lib/fold.ts'
import { said } from '../lib/said.ts'

export type UserRow = Selectable<UsersTable>

/** A user as administrators see them. */
export type User = Pick<UserRow, 'id' | 'email' | 'name' | 'role' | 'status' | 'language'> & {
  readonly createdAt: Date
  readonly lastSignInAt: Date | null
  readonly hasPassword: boolean
  /** Whether they have signed in with an OpenID provider. */
  readonly isLinked: boolean
}

export class UserNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(who: string) {
    super(said`There is no user ${who}. Who there is: postbud users list, or Permissions in the console.`)
  }
}

/** A user as people see them, without what lets them in. */
export function userOf(row: UserRow): User {
  const { id, email, name, role, status, language } = row
  return {
    id,
    email,
    name,
    role,
    status,
    language,
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at,
    hasPassword: row.password_hash !== null,
    isLinked: row.oidc_subject !== null,
  }
}

/** The user with this id. Throws UserNotFoundError. */
export async function findUser(db: Db, id: string): Promise<UserRow> {
  const row = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new UserNotFoundError(id)
  return row
}

/** The user with this e-mail address, however it is written; undefined when there is none. */
export async function findByEmail(db: Db, email: string): Promise<UserRow | undefined> {
  return db.selectFrom('users').selectAll().where('email', '=', fold(email)).executeTakeFirst()
}

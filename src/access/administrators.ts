import { sql } from 'kysely'
import type { Db, Tx } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

/** Raised when what is asked for would leave nobody who may administrate. */
export class LastAdministratorError extends AppError {
  override readonly code = 'last_administrator'
  override readonly recovery = 'never'
  constructor(name: string) {
    super(said`${name} is the last administrator who can sign in. Make somebody else an administrator first.`)
  }
}

/** Lets one transaction at a time change who the people are: two who demote each other at once would both find the other. */
export async function lockAdministrators(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('administrators', 0))`.execute(tx)
}

/** Whether anybody who can sign in is an administrator, besides whoever is told. */
export async function hasAdministrator(db: Db, besides = ''): Promise<boolean> {
  const found = await db
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'administrator')
    .where('status', '=', 'active')
    .where('id', '<>', besides)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

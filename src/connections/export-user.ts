import type { Db } from '../db/database.ts'
import type { StoredExportUser } from '../db/tables/connections.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

/** Why a connection's export user may not act any more. */
export type ExportUserProblem = 'removed' | 'disabled' | 'not_administrator'

const words: Readonly<Record<ExportUserProblem, string>> = {
  removed: said`is no user any more`,
  disabled: said`may not sign in any more`,
  not_administrator: said`is no administrator any more`,
}

/** Raised when the user on whose authority a connection's runs act may not act any more. */
export class ExportUserInvalidError extends AppError {
  override readonly code = 'export_user_invalid'
  override readonly recovery = 'after-reconnect'
  constructor(name: string, who: string, problem: ExportUserProblem) {
    super(
      said`The export user of the connection "${name}", ${who}, ${words[problem]}. An administrator has to become its export user before anything is delivered.`,
    )
  }
}

/** Lets a run go on whose connection has an export user that is active and an administrator. Throws ExportUserInvalidError. */
export async function requireExportUser(db: Db, name: string): Promise<void> {
  const row = await db.selectFrom('connection_states').select('export_user').where('name', '=', name).executeTakeFirst()
  const exportUser = row?.export_user
  if (!exportUser) return
  const problem = await problemOf(db, exportUser)
  if (problem) throw new ExportUserInvalidError(name, exportUser.who, problem)
}

/** The connections that ask for a new export user, by name, with why. */
export async function invalidExportUsers(db: Db): Promise<Map<string, ExportUserProblem>> {
  const rows = await db.selectFrom('connection_states').select(['name', 'export_user']).orderBy('name').execute()
  const found = new Map<string, ExportUserProblem>()
  for (const { name, export_user } of rows) {
    const problem = export_user && (await problemOf(db, export_user))
    if (problem) found.set(name, problem)
  }
  return found
}

/** Somebody at the terminal of the machine is no user, and needs none of their rights. */
async function problemOf(db: Db, { userId }: StoredExportUser): Promise<ExportUserProblem | undefined> {
  if (userId === undefined || userId === null) return undefined
  const user = await db.selectFrom('users').select(['status', 'role']).where('id', '=', userId).executeTakeFirst()
  if (!user) return 'removed'
  if (user.status !== 'active') return 'disabled'
  return user.role === 'administrator' ? undefined : 'not_administrator'
}

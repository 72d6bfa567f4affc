import { isDeepStrictEqual } from 'node:util'
import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { saveAppliedFile } from '../definitions/applied-file.ts'
import { readDefinitions, type StoredDefinition } from '../definitions/load-definitions.ts'
import { saveDefinitions } from '../definitions/save-definitions.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { type Change, planChanges } from './plan-changes.ts'
import { consequencesOf, forgetRemoved, InUseError, usersOfRemoved } from './removals.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

/** What applying a file would do, and what it was planned against. */
export type ApplyPlan = {
  readonly definitions: Definitions
  readonly changes: readonly Change[]
  /** What the changes do beside the definitions, in sentences: tokens that go with a connection. */
  readonly consequences: readonly string[]
  readonly base: readonly StoredDefinition[]
}

/** Raised when somebody else applied a file between showing the changes and the yes to them. */
export class DefinitionsMovedError extends AppError {
  override readonly code = 'definitions_moved'
  override readonly recovery = 'later'
  constructor() {
    super(
      'Somebody else applied a configuration in the meantime, and nothing of yours was written. Run "postbud apply" again to see the changes anew.',
    )
  }
}

/** What would be created, changed and removed. Nothing is written. Throws InUseError with everything that needs what would go. */
export async function planApply({ db }: Pick<Needs, 'db'>, definitions: Definitions): Promise<ApplyPlan> {
  const base = await readDefinitions(db)
  const changes = planChanges(base, definitions)
  const users = await usersOfRemoved(db, base, changes)
  if (users.length > 0) throw new InUseError(users)
  return { definitions, base, changes, consequences: await consequencesOf(db, changes) }
}

/**
 * Writes what was planned in one transaction, together with the file's hash. Throws DefinitionsMovedError when what is stored
 * is no longer what the changes were planned against, and InUseError when a run has begun since.
 */
export async function applyPlan(
  { db, clock }: Needs,
  plan: ApplyPlan,
  file: { readonly path: string; readonly text: string },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (!isDeepStrictEqual(await readDefinitions(tx), plan.base)) throw new DefinitionsMovedError()
    const users = await usersOfRemoved(tx, plan.base, plan.changes)
    if (users.length > 0) throw new InUseError(users)
    await forgetRemoved(tx, plan.changes)
    await saveDefinitions(tx, plan.definitions)
    await saveAppliedFile(tx, file.path, file.text, clock.now())
  })
}

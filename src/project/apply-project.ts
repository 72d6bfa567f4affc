import type { Actor } from '../access/person.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { saveAppliedFile } from '../definitions/applied-file.ts'
import { type DefinitionRow, readDefinitions } from '../definitions/load-definitions.ts'
import type { Clock } from '../lib/clock.ts'
import { type Change, planChanges } from './plan-changes.ts'
import { type ConsequenceNeeds, consequencesOf, InUseError, usersOfRemoved } from './removals.ts'
import { withUnmanaged } from './with-unmanaged.ts'
import { writeChanges } from './write-changes.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

/** What applying a file would do, and what it was planned against. */
export type ApplyPlan = {
  /** What the file declares. */
  readonly declared: Definitions
  /** All that is configured afterwards: the file's definitions, and beside them those that no file manages. */
  readonly definitions: Definitions
  readonly changes: readonly Change[]
  /** What the changes do beside the definitions, in sentences: tokens that go with a connection. */
  readonly consequences: readonly string[]
  readonly base: readonly DefinitionRow[]
}

/** What would be created, changed and removed. Nothing is written. Throws InUseError with everything that needs what would go. */
export async function planApply(needs: ConsequenceNeeds, declared: Definitions): Promise<ApplyPlan> {
  const { db } = needs
  const base = await readDefinitions(db)
  const definitions = withUnmanaged(base, declared)
  const changes = planChanges(base, definitions)
  const users = await usersOfRemoved(db, base, changes)
  if (users.length > 0) throw new InUseError(users)
  return { declared, definitions, base, changes, consequences: await consequencesOf(needs, changes, definitions) }
}

/**
 * Writes what was planned in one transaction, together with the file's hash and who did it. Throws DefinitionsMovedError when
 * what is stored is no longer what the changes were planned against, and InUseError when a run has begun since.
 */
export async function applyPlan(
  { db, clock }: Needs,
  actor: Actor,
  { base, definitions, declared }: ApplyPlan,
  file: { readonly path: string; readonly text: string },
): Promise<void> {
  const managed = { by: file.path, definitions: declared }
  await db.transaction().execute(async (tx) => {
    await writeChanges(tx, { clock }, actor, { base, definitions, managed })
    await saveAppliedFile(tx, file.path, file.text, clock.now())
  })
}

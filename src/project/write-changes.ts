import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { recordAudit } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import { forgetUnusedSecrets } from '../connections/client-secret.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Tx } from '../db/database.ts'
import { type DefinitionRow, readDefinitions } from '../definitions/load-definitions.ts'
import { listDefinitions, saveDefinitions } from '../definitions/save-definitions.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'
import { forTheRecord } from './for-the-record.ts'
import { type Change, planChanges } from './plan-changes.ts'
import { forgetRemoved, InUseError, usersOfRemoved } from './removals.ts'

/** Raised when somebody else changed the configuration between showing the changes and the yes to them. */
export class DefinitionsMovedError extends AppError {
  override readonly code = 'definitions_moved'
  override readonly recovery = 'later'
  constructor() {
    super(
      said`Somebody else changed the configuration in the meantime, and nothing of yours was written. Run "postbud apply" again to see the changes anew.`,
    )
  }
}

export type PlannedChanges = {
  /** What was stored when the changes were judged. */
  readonly base: readonly DefinitionRow[]
  /** All that is to be stored. */
  readonly definitions: Definitions
  /** What a file declares of it, which it manages from now on. */
  readonly managed?: { readonly by: string; readonly definitions: Definitions }
}

/**
 * Writes changes that were judged, and who made them. Throws DefinitionsMovedError when what is stored is no longer what they
 * were judged against, and InUseError when a run has begun since that needs what would go.
 */
export async function writeChanges(
  tx: Tx,
  needs: { readonly clock: Clock },
  actor: Actor,
  { base, definitions, managed }: PlannedChanges,
): Promise<readonly Change[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended('definitions', 0))`.execute(tx)
  if (!isDeepStrictEqual(await readDefinitions(tx), base)) throw new DefinitionsMovedError()
  const changes = planChanges(base, definitions)
  const users = await usersOfRemoved(tx, base, changes)
  if (users.length > 0) throw new InUseError(users)
  await forgetRemoved(tx, changes)
  await saveDefinitions(tx, definitions, managed)
  await forgetUnusedSecrets(tx)
  const wanted = listDefinitions(definitions)
  for (const change of changes) await recordAudit(tx, needs, { actor, ...forTheRecord(change, base, wanted) })
  return changes
}

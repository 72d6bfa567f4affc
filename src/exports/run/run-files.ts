import { join } from 'node:path'
import type { DataDirectory } from '../../lib/data-directory.ts'

/** The plan of a run: `profile_key, email, standing, reason, notes, content, batch, also`; everybody but the unchanged. */
export function planFile(directory: DataDirectory, runId: string): string {
  return join(directory.run(runId), 'plan.parquet')
}

/** Who leaves by the plan: `email, profile_key, why, stays`. */
export function leaversFile(directory: DataDirectory, runId: string): string {
  return join(directory.run(runId), 'leavers.parquet')
}

/**
 * The leavers as they go: `email, profile_key, why, stays, later, planned, gone, contact_id, batch`. Written when their removals
 * are. `later`: left to a later run; `planned` is what kept them by the plan.
 */
export function leavingFile(directory: DataDirectory, runId: string): string {
  return join(directory.run(runId), 'leaving.parquet')
}

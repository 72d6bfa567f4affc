import { type Actor, systemActor } from '../access/person.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { resolveExport } from '../definitions/resolve-definitions.ts'
import { findExport } from '../exports/run/run-export.ts'
import type { RunSubject, Trigger } from '../exports/run/run-needs.ts'
import { findOpenRun, type RunRow, updateRun } from '../exports/run/run-store.ts'
import { isAbout, OpenRunError, recordStart, startRun } from '../exports/run/start-run.ts'
import type { Clock } from '../lib/clock.ts'
import type { Variables } from '../lib/variables.ts'

type Needs = { readonly db: Db; readonly clock: Clock; readonly variables: Variables }

/** What is to be run, what set it off, and on whose behalf. */
export type Asked = {
  readonly exportName: string
  readonly trigger: Trigger
  readonly actor: Actor
  /** What is asked for when it is not the export itself. */
  readonly about?: RunSubject
}

/**
 * Puts a run of an export in the queue for the workers, or answers the one that has not ended: two clicks make one run. Throws
 * ExportNotFoundError, OpenRunError where something else is asked for than what is under way, and what is wrong with the
 * export as it is written.
 */
export async function queueRun(needs: Needs, asked: Asked, written?: Definitions): Promise<RunRow> {
  const { db, clock } = needs
  const { exportName, about, trigger, actor } = asked
  const definition = findExport(written ?? (await loadDefinitions(db)), exportName)
  for (;;) {
    const open = await findOpenRun(db, exportName)
    if (open && about && !isAbout(open, about)) throw new OpenRunError(open)
    if (open) return await hasten(db, open)
    resolveExport(exportName, definition, needs.variables)
    const run = await db.transaction().execute(async (tx) => {
      const given = { exportName, trigger, startedBy: actor.name, status: 'Queued', ...(about && { about }) } as const
      const started = await startRun({ db: tx, clock }, definition, given)
      if (started && actor !== systemActor) await recordStart(tx, needs, actor, started)
      return started
    })
    if (run) return run
  }
}

/** Whoever asks for a run that waits for its next attempt wants that attempt now. */
async function hasten(db: Db, run: RunRow): Promise<RunRow> {
  if (run.next_attempt_at === null) return run
  await updateRun(db, run.id, { next_attempt_at: null })
  return { ...run, next_attempt_at: null }
}

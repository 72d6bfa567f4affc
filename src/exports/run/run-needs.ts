import type { Actor } from '../../access/person.ts'
import type { WaitEvent } from '../../constant-contact/session.ts'
import type { ExportDefinition } from '../../contract/definitions.ts'
import type { ControlDatabase, Db } from '../../db/database.ts'
import { resolveExport } from '../../definitions/resolve-definitions.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import type { Tracing } from '../../lib/tracing.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import type { Tell } from './run-events.ts'
import { type RunRow, type Stage, updateRun } from './run-store.ts'

export type RunNeeds = {
  readonly db: Db
  readonly database: ControlDatabase
  readonly engine: Engine
  readonly directory: DataDirectory
  readonly clock: Clock
  readonly tracing: Pick<Tracing, 'start'>
  readonly config: { readonly adoptionWaitMs: number; readonly giveUpMs: number; readonly file: string }
  readonly variables: Readonly<Record<string, string | undefined>>
  /** Opens the account of a connection; throws `not_connected` or `reconnect_needed` when nobody may act for it. */
  readonly openAccount: (connection: string, notify?: (event: WaitEvent) => void) => Promise<DeliveryAccount>
}

/** What set a run off. */
export type Trigger = 'manual' | 'run all' | 'CLI' | 'API' | 'own schedule' | 'system refresh'

export type RunRequest = {
  readonly exportName: string
  readonly trigger: Trigger
  readonly startedBy: string
  /** For the record of who began it; left out where that is recorded already, or nobody did. */
  readonly actor?: Actor
  /** What is asked for when it is not the export itself. A run left unfinished is carried on as what it is. */
  readonly about?: RunSubject
  /**
   * A worker has other things to do: it leaves a run that another process is at work on, puts off one whose list is busy, and
   * what it is made to stop is queued for the next. A person (unless told) waits for the one and the other.
   */
  readonly carrier?: 'person' | 'worker'
  readonly signal: AbortSignal
  readonly tell: Tell
}

/**
 * Only these people, for a test; what failed in a run, for a retry; whom a run added, to be taken
 * off again; a repair; whom the export put on a list (by id) where it does not deliver any more; whom it put on a list and who is
 * to be erased.
 */
export type RunSubject =
  | { readonly kind: 'test'; readonly only: readonly string[] }
  | { readonly kind: 'retry'; readonly subject: string; readonly reason?: string }
  | { readonly kind: 'undo'; readonly subject: string }
  | { readonly kind: 'repair' }
  | { readonly kind: 'cleanup'; readonly list: string }
  | { readonly kind: 'erasure'; readonly list: string; readonly only: readonly string[] }

/** The export as it was when the run began, with today's values of the variables that it refers to. */
export function exportOf({ variables }: RunNeeds, run: RunRow): ExportDefinition {
  return resolveExport(run.export_name, run.definition as ExportDefinition, variables)
}

/** Writes down and tells that a run goes into its next stage, unless it was asked to stop. */
export async function enterStage(
  { db }: Pick<RunNeeds, 'db'>,
  { id }: RunRow,
  { signal, tell }: RunRequest,
  stage: Stage,
): Promise<void> {
  signal.throwIfAborted()
  await updateRun(db, id, {
    stage,
    status: stage === 'refreshing' ? 'Refreshing' : 'Processing',
    reason: null,
    message: null,
    waits_for: null,
    waits_until: null,
  })
  tell({ type: 'stage', stage })
}

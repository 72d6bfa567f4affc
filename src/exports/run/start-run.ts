import { recordAudit } from '../../access/audit.ts'
import type { Actor } from '../../access/person.ts'
import type { ExportDefinition } from '../../contract/definitions.ts'
import type { Db, Tx } from '../../db/database.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Clock } from '../../lib/clock.ts'
import { newId } from '../../lib/ids.ts'
import { said } from '../../lib/said.ts'
import type { RunRequest, RunSubject } from './run-needs.ts'
import { type RunRow, requireRun, type Status } from './run-store.ts'

/** Raised when a test, a retry, an undo or a repair is asked for while another run of the export has not ended. */
export class OpenRunError extends AppError {
  override readonly code = 'run_unfinished'
  override readonly recovery = 'never'
  constructor({ id, export_name, kind, stage }: RunRow) {
    const what = kind === 'test' ? said`The test of other people, run ${id}` : said`Run ${id}`
    const how =
      stage === 'approval'
        ? said`waits for approval, so nothing was done. Decide on it first: postbud approve ${id}, or postbud reject ${id}`
        : said`has not ended, so nothing was done. Where no server carries it on, do so first: postbud run ${export_name}`
    super(said`${what} of export "${export_name}" ${how}`)
  }
}

/** What is written down of a run when it is asked for. */
export type NewRun = Pick<RunRequest, 'exportName' | 'trigger' | 'startedBy' | 'about'> & {
  readonly status: Extract<Status, 'Queued' | 'Refreshing'>
  /** A new one unless told. */
  readonly id?: string
}

/** Begins a run of an export; answers undefined when another of it has not ended, also when that was begun at this very moment. */
export async function startRun(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  definition: ExportDefinition,
  { exportName, trigger, startedBy, about, status, id = newId(clock.now()) }: NewRun,
): Promise<RunRow | undefined> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('runs')
    .values({
      id,
      export_name: exportName,
      trigger,
      started_by: startedBy,
      stage: 'refreshing',
      status,
      definition: JSON.stringify(definition),
      members: '{}',
      only_emails: about && 'only' in about ? JSON.stringify(about.only) : null,
      kind: about?.kind ?? 'export',
      subject: subjectOf(about),
      subject_reason: about?.kind === 'retry' ? (about.reason ?? null) : null,
      figures: '{}',
      created_at: clock.now(),
    } as never)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows ? await requireRun(db, id) : undefined
}

/** Records on whose behalf a run was begun, in the transaction that begins it. */
export async function recordStart(tx: Tx, needs: { readonly clock: Clock }, actor: Actor, run: RunRow): Promise<void> {
  const { id, kind, trigger, subject } = run
  const after = { run: id, kind, trigger, ...(subject !== null && { subject }) }
  const target = { kind: 'export', name: run.export_name }
  await recordAudit(tx, needs, { actor, action: 'run.start', target, after })
}

function subjectOf(about: RunSubject | undefined): string | null {
  if (about && 'list' in about) return about.list
  return about && 'subject' in about ? about.subject : null
}

/** Whether a run is about this, or is the export itself where nothing in particular is asked for. */
export function isAbout(run: RunRow, about: RunSubject): boolean {
  if (run.kind !== about.kind) return false
  switch (about.kind) {
    case 'test':
      return new Set(run.only_emails).symmetricDifference(new Set(about.only)).size === 0
    case 'retry':
      return run.subject === about.subject && run.subject_reason === (about.reason ?? null)
    case 'undo':
      return run.subject === about.subject
    case 'cleanup':
      return run.subject === about.list
    case 'erasure':
      return run.subject === about.list && new Set(run.only_emails).symmetricDifference(new Set(about.only)).size === 0
    case 'repair':
      return true
  }
}

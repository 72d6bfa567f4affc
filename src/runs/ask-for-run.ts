import type { Person } from '../access/person.ts'
import { exportPermission, requireExportEditor } from '../access/rights.ts'
import type { Definitions, ExportDefinition } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { formerLists } from '../exports/list/known-of-list.ts'
import { findRunLike } from '../exports/receipts/read-receipts.ts'
import { NotRepeatableError, requireRetriable, requireUndoable } from '../exports/run/rerun.ts'
import { findExport } from '../exports/run/run-export.ts'
import type { RunNeeds, RunSubject, Trigger } from '../exports/run/run-needs.ts'
import type { RunRow } from '../exports/run/run-store.ts'
import { AppError } from '../lib/app-error.ts'
import { fold } from '../lib/fold.ts'
import { said } from '../lib/said.ts'
import { isScheduled } from '../schedules/timetable.ts'
import { queueRun } from './queue-run.ts'

/** What somebody asks of an export: a run, or something in particular. */
export type Wish =
  | { readonly kind: 'export' | 'repair' }
  | { readonly kind: 'test'; readonly only: readonly string[] }
  | { readonly kind: 'retry'; readonly run: string; readonly reason?: string | undefined }
  | { readonly kind: 'undo'; readonly run: string }
  | { readonly kind: 'cleanup'; readonly list?: string | undefined }

/** Raised when something is asked of an export that is about another one's run. */
class OtherExportError extends AppError {
  override readonly code = 'usage'
  override readonly recovery = 'never'
  constructor(run: RunRow, exportName: string) {
    super(said`Run ${run.id} is of the export "${run.export_name}" and not of "${exportName}".`)
  }
}

/**
 * Puts a run in the queue for somebody who may edit the export, or answers the one that has not ended. Throws ForbiddenError,
 * NotRepeatableError, OpenRunError and what `queueRun` throws.
 */
export async function askForRun(
  needs: RunNeeds,
  person: Person,
  definitions: Definitions,
  exportName: string,
  wish: Wish,
): Promise<RunRow> {
  requireExportEditor(person, findExport(definitions, exportName), definitions.connections)
  const about = await subjectOf(needs, exportName, wish)
  const asked = { exportName, trigger: triggerOf(person), actor: person, ...(about && { about }) }
  return await queueRun(needs, asked, definitions)
}

/** Runs every export that runs by itself, has a connection, and that somebody may edit (feature map, X9 and Q22). */
export async function askForAll(needs: RunNeeds, person: Person, definitions: Definitions): Promise<RunRow[]> {
  const { exports, connections } = definitions
  const wanted = Object.entries(exports).filter(
    ([, each]) => runsByItself(each) && exportPermission(person, each, connections) === 'edit',
  )
  const runs: RunRow[] = []
  for (const [exportName] of wanted) {
    runs.push(await queueRun(needs, { exportName, trigger: 'run all', actor: person }, definitions))
  }
  return runs
}

/** What sets a run off when a person asks for it: a program of theirs, or they themselves. */
export function triggerOf({ via }: Pick<Person, 'via'>): Trigger {
  return via === 'API' ? 'API' : 'manual'
}

/** Throws ForbiddenError unless somebody may edit the export of a run; one that was removed is judged as it was. */
export function requireRunEditor(person: Person, definitions: Definitions, run: RunRow): void {
  requireExportEditor(person, exportBehind(definitions, run), definitions.connections)
}

export function exportBehind({ exports }: Pick<Definitions, 'exports'>, run: RunRow): ExportDefinition {
  return exports[run.export_name] ?? (run.definition as ExportDefinition)
}

function runsByItself({ connection, schedule }: ExportDefinition): boolean {
  return connection !== undefined && isScheduled(schedule)
}

async function subjectOf(needs: RunNeeds, exportName: string, wish: Wish): Promise<RunSubject | undefined> {
  switch (wish.kind) {
    case 'export':
      return undefined
    case 'repair':
      return { kind: 'repair' }
    case 'test':
      return { kind: 'test', only: wish.only.map(fold) }
    case 'retry': {
      const subject = await runOf(needs.db, exportName, wish.run)
      await requireRetriable(needs, subject, wish.reason)
      return { kind: 'retry', subject: subject.id, ...(wish.reason !== undefined && { reason: wish.reason }) }
    }
    case 'undo':
      return await undoOf(needs, exportName, wish.run)
    case 'cleanup': {
      const list = wish.list ?? (await formerLists(needs.db, exportName))[0]?.list_id
      if (list !== undefined) return { kind: 'cleanup', list }
      throw new NotRepeatableError(said`Export "${exportName}" keeps nobody on a list where it does not deliver.`)
    }
    default:
      return wish satisfies never
  }
}

/** The undoing of a run of the export. Throws NotRepeatableError and OtherExportError. */
export async function undoOf(
  needs: RunNeeds,
  exportName: string,
  run: string,
): Promise<Extract<RunSubject, { readonly kind: 'undo' }>> {
  const subject = await runOf(needs.db, exportName, run)
  await requireUndoable(needs, subject)
  return { kind: 'undo', subject: subject.id }
}

async function runOf(db: Db, exportName: string, id: string): Promise<RunRow> {
  const run = await findRunLike(db, id)
  if (run.export_name !== exportName) throw new OtherExportError(run, exportName)
  return run
}

import type { Definitions } from '../contract/definitions.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { runExport } from '../exports/run/run-export.ts'
import type { RunNeeds } from '../exports/run/run-needs.ts'
import { findOpenRun, type RunRow } from '../exports/run/run-store.ts'
import { isAbout, OpenRunError } from '../exports/run/start-run.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import type { ErasureRow } from './erasure-store.ts'
import type { KnownOnList } from './erasure-subject.ts'

/** Raised when an erasure has to wait for something before it can go on. */
export class ErasureWaitsError extends AppError {
  override readonly code: string
  override readonly recovery = 'later'
  constructor(code: string, sentence: string) {
    super(sentence)
    this.code = code
  }
}

/**
 * Takes somebody off a list on which an export of ours put them, by a run like any other: only whom we added, not whom another
 * export or others keep there. Answers how that ended. A run that did it and whose end was not noted is not done again. Throws
 * ErasureWaitsError while that cannot be.
 */
export async function removeFromList(
  needs: RunNeeds,
  written: Definitions,
  erasure: ErasureRow,
  emails: readonly string[],
  { listId, exportName }: KnownOnList,
  signal: AbortSignal,
): Promise<{ readonly outcome: string; readonly reason: string }> {
  if (exportName === null) return { outcome: 'kept', reason: 'before_us' }
  if (!Object.hasOwn(written.exports, exportName)) return { outcome: 'not_sent', reason: 'export_removed' }
  const about = { kind: 'erasure', list: listId, only: emails } as const
  const done = await runThatDidIt(needs, erasure, exportName, listId)
  if (done) return await outcomeOf(needs, done, emails)
  const open = await findOpenRun(needs.db, exportName)
  if (open && !isAbout(open, about)) throw new ErasureWaitsError('run_unfinished', new OpenRunError(open).message)
  const run = await runExport(needs, written, {
    exportName,
    about,
    trigger: 'manual',
    startedBy: erasure.asked_by,
    carrier: 'worker',
    signal,
    tell: () => undefined,
  })
  if (run.finished_at && run.removals_file) return await outcomeOf(needs, run, emails)
  if (run.finished_at && run.reason === 'connection_missing')
    return { outcome: 'not_sent', reason: 'connection_missing' }
  if (!run.finished_at) {
    const sentence = said`Run ${run.id}, which takes the person off the list ${listId}, has not ended. ${run.message ?? ''}`
    throw new ErasureWaitsError('run_unfinished', sentence.trim())
  }
  const why = run.message ?? said`Run ${run.id} has not ended.`
  throw new ErasureWaitsError(
    'removal_unfinished',
    said`Taking the person off the list ${listId} did not succeed yet: ${why}`,
  )
}

async function runThatDidIt(
  { db }: RunNeeds,
  { asked_at }: ErasureRow,
  exportName: string,
  listId: string,
): Promise<RunRow | undefined> {
  return await db
    .selectFrom('runs')
    .selectAll()
    .where('export_name', '=', exportName)
    .where('kind', '=', 'erasure')
    .where('subject', '=', listId)
    .where('created_at', '>=', asked_at)
    .where('finished_at', 'is not', null)
    .where('removals_file', 'is not', null)
    .where('status', 'in', ['Successful', 'Completed with warnings'])
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
}

async function outcomeOf({ engine, directory }: RunNeeds, run: RunRow, emails: readonly string[]) {
  await using session = await engine.session()
  const [receipt] = await session.rows<{ outcome: string; reason: string }>(
    `select outcome, reason from ${readSnapshot([directory.absolute(run.removals_file ?? '')])}
     where list_contains($1::varchar[], email) order by outcome limit 1`,
    [emails],
  )
  return receipt ?? { outcome: 'removed', reason: 'already_gone' }
}

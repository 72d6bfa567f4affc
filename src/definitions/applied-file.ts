import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Db } from '../db/database.ts'

/** Which file was applied last, and when. */
export type AppliedFile = { readonly path: string; readonly contentHash: string; readonly appliedAt: Date }

/** Notes down that the file at `path` (absolute), whose content is `text`, is what is configured from now on. */
export async function saveAppliedFile(db: Db, path: string, text: string, now: Date): Promise<void> {
  const row = { path, content_hash: hashOf(text), applied_at: now }
  await db
    .insertInto('applied_file')
    .values(row)
    .onConflict((conflict) => conflict.column('only_row').doUpdateSet(row))
    .execute()
}

/** The file that was applied last, or undefined when none was. */
export async function loadAppliedFile(db: Db): Promise<AppliedFile | undefined> {
  const row = await db.selectFrom('applied_file').selectAll().executeTakeFirst()
  return row && { path: row.path, contentHash: row.content_hash, appliedAt: row.applied_at }
}

/**
 * Whether the configuration file on disk says something else than what was applied, so that a command can suggest
 * `postbud apply`. A file that is not there says nothing: what was applied counts.
 */
export async function differsFromApplied(db: Db, path: string): Promise<boolean> {
  const applied = await loadAppliedFile(db)
  const text = await readFile(path, 'utf8').catch(() => undefined)
  return text !== undefined && applied !== undefined && hashOf(text) !== applied.contentHash
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

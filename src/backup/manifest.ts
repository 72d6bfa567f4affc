import { z } from 'zod'
import { AppError } from '../lib/app-error.ts'

/**
 * What stands first in a backup: each of its files with size and SHA-256, so that what is restored is what was saved. Paths are
 * those below the data directory.
 */
export const manifestSchema = z.object({
  form: z.literal('postbud-backup-1'),
  postbud: z.string(),
  /** The newest migration of the database in it; null where there is none, as in backups made by early versions of one on a server. */
  migration: z.int().nullable(),
  madeAt: z.iso.datetime(),
  /** Folders that are there even where they are empty; PostgreSQL misses them. */
  folders: z.array(z.string()),
  files: z.array(
    z.object({ path: z.string(), bytes: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
})

export type Manifest = z.infer<typeof manifestSchema>

export const manifestName = 'manifest.json'

/** Raised for a file that is no backup, or one that is damaged, cut off, or made to harm. */
export class BackupUnusableError extends AppError {
  override readonly code = 'backup_unusable'
  override readonly recovery = 'never'
  constructor(what: string, options?: ErrorOptions) {
    super(`This is no backup that can be restored: ${what}. Nothing was changed.`, options)
  }
}

/** The folders and files of a data directory that a backup holds; what else lies there is of this machine or this moment. */
export const savedFolders = ['accounts', 'lists', 'members', 'runs', 'tables', 'uploads', 'erasures'] as const
/** The embedded database, and the tables of one on a server. */
export const databaseFolder = 'db'
export const tablesFolder = 'database'
export const savedFiles = ['erasure.key', 'paused.json', 'secret.key', 'secret.key.next'] as const

/**
 * Whether a path in a backup leads to where a file of a data directory may lie: below one of its folders, by plain names alone.
 * A path that is not so is not made harmless; the backup is refused.
 */
export function isSavedPath(path: string): boolean {
  const steps = path.split('/')
  if (steps.length === 1) return savedFiles.some((name) => name === path)
  const [top, ...rest] = steps
  const known = top === databaseFolder || top === tablesFolder || savedFolders.some((name) => name === top)
  // Names that no file system reads as something else: not empty, no way up, no drive, no stream, nothing invisible.
  return known && rest.every((step) => /^[^\\/:*?"<>|\p{Cc}]{1,255}$/u.test(step) && step !== '.' && step !== '..')
}

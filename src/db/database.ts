import type { Kysely, Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/** A handle that reads and writes the control database: the database itself or a transaction on it. */
export type Db = Kysely<Schema>
export type Tx = Transaction<Schema>

/** The open control database. Closing waits for statements under way. */
export type ControlDatabase = AsyncDisposable & {
  readonly db: Db
  /** `embedded` is PGlite in the data directory, `server` a PostgreSQL server shared by several processes. */
  readonly kind: 'embedded' | 'server'
  /**
   * Saves the database into a folder, and does `meanwhile` in the moment that is saved, in which nobody writes to it: the embedded one as a
   * process that was killed would leave it, one on a server as rows (see save-tables.ts).
   */
  copyTo(folder: string, meanwhile: () => Promise<void>): Promise<void>
  /** How many other processes of Postbud are connected to it; none to the embedded one, which has one owner. */
  othersAtWork(): Promise<number>
  /**
   * Takes the lock called `name` for this holder, or answers undefined when somebody has it. It ends with `release`, with
   * the process, or with the connection that holds it: a killed holder never leaves it behind.
   */
  tryLock(name: string): Promise<Lock | undefined>
  /** Whether somebody, in this process or another, has the lock called `name` right now. */
  isLocked(name: string): Promise<boolean>
}

export type Lock = AsyncDisposable & {
  /** Aborted when the connection that held it broke, so that somebody else may have it by now. */
  readonly lost: AbortSignal
}

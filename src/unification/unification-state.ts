import { join } from 'node:path'
import { sql, type Updateable } from 'kysely'
import { type Column, profileTable, type Table } from '../contract/catalogue.ts'
import { customerId, unifiedId } from '../contract/unification.ts'
import type { UnificationFigures } from '../contract/unification-figures.ts'
import type { Db } from '../db/database.ts'
import type { StoredMatching, UnificationStatesTable } from '../db/tables/unification.ts'
import type { DataDirectory } from '../lib/data-directory.ts'

/** The newest good profiles of several sources. */
export type UnifiedSnapshot = {
  readonly version: string
  readonly definitionHash: string
  readonly columns: readonly Column[]
  readonly rows: number
  /** The version of each table that was read. */
  readonly inputs: Readonly<Record<string, string>>
  readonly figures: UnificationFigures
  readonly refreshedAt: Date
  readonly durationMs: number
  readonly checkedAt: Date
}

/** What matching alone found since the profiles were made: its tables and figures, of people who are in no profile yet. */
export type MatchingSnapshot = Omit<StoredMatching, 'matchedAt'> & { readonly matchedAt: Date }

export type UnificationState = {
  readonly snapshot?: UnifiedSnapshot
  /** Newer than the profiles, which end it when they are made anew. */
  readonly matching?: MatchingSnapshot
  readonly error?: { readonly code: string; readonly message: string; readonly at: Date }
}

const row = 'profiles'

/** Where the unified profiles stand; undefined where nobody has tried yet. */
export async function unificationState(db: Db): Promise<UnificationState | undefined> {
  const found = await db.selectFrom('unification_states').selectAll().where('name', '=', row).executeTakeFirst()
  if (!found) return undefined
  const { version, columns, statistics, refreshed_at, matching, error_code, error_at } = found
  return {
    ...(version !== null &&
      columns !== null &&
      statistics !== null &&
      refreshed_at !== null && {
        snapshot: {
          version,
          columns,
          definitionHash: found.definition_hash ?? '',
          rows: found.rows ?? 0,
          inputs: found.inputs ?? {},
          figures: statistics,
          refreshedAt: refreshed_at,
          durationMs: found.duration_ms ?? 0,
          checkedAt: found.checked_at ?? refreshed_at,
        },
      }),
    ...(matching !== null && { matching: { ...matching, matchedAt: new Date(matching.matchedAt) } }),
    ...(error_code !== null &&
      error_at !== null && { error: { code: error_code, message: found.error_message ?? '', at: error_at } }),
  }
}

/**
 * Moves the pointer to new profiles; whatever failed before is forgotten. Answers false, and moves nothing, where it is no longer at
 * `before`, from which the new ones have their ids: whoever lost the lock to another process does not undo what that one did.
 */
export async function saveUnified(
  db: Db,
  snapshot: UnifiedSnapshot,
  before: UnifiedSnapshot | undefined,
): Promise<boolean> {
  const values = {
    version: snapshot.version,
    definition_hash: snapshot.definitionHash,
    columns: JSON.stringify(snapshot.columns),
    rows: snapshot.rows,
    inputs: JSON.stringify(snapshot.inputs),
    statistics: JSON.stringify(snapshot.figures),
    refreshed_at: snapshot.refreshedAt,
    duration_ms: snapshot.durationMs,
    checked_at: snapshot.checkedAt,
    matching: null,
    error_code: null,
    error_message: null,
    error_at: null,
  }
  return await moveFrom(db, values, before)
}

/** Puts what matching alone found beside the profiles, on the same terms. */
export async function saveMatching(
  db: Db,
  matching: MatchingSnapshot,
  before: UnifiedSnapshot | undefined,
): Promise<boolean> {
  return await moveFrom(db, { matching: JSON.stringify(matching) }, before)
}

/** Forgets what matching alone found, where it is that version. */
export async function forgetMatching(db: Db, version: string): Promise<void> {
  await db
    .updateTable('unification_states')
    .set({ matching: null })
    .where('name', '=', row)
    .where(sql`matching->>'version'`, '=', version)
    .execute()
}

async function moveFrom(
  db: Db,
  values: Omit<Updateable<UnificationStatesTable>, 'name'>,
  before: UnifiedSnapshot | undefined,
): Promise<boolean> {
  const [moved] = await db
    .insertInto('unification_states')
    .values({ name: row, ...values })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet(values)
        .where('unification_states.version', before ? '=' : 'is', before?.version ?? null),
    )
    .returning('name')
    .execute()
  return moved !== undefined
}

/** Notes that nothing has changed that the profiles are made from. */
export async function saveStillUnified(db: Db, at: Date): Promise<void> {
  await db
    .updateTable('unification_states')
    .set({ checked_at: at, error_code: null, error_message: null, error_at: null })
    .where('name', '=', row)
    .execute()
}

/** Notes that an attempt failed; the last good profiles stay. */
export async function saveUnificationError(
  db: Db,
  error: { readonly code: string; readonly message: string; readonly at: Date },
): Promise<void> {
  const values = { error_code: error.code, error_message: error.message, error_at: error.at }
  await db
    .insertInto('unification_states')
    .values({ name: row, ...values })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute()
}

/** The files of one unification. */
export type UnifiedFiles = {
  /** The Customer table. */
  readonly customers: string
  /**
   * `rid, label, source, key, CustomerId, winner, email, content, taken`: whose each row of the sources is; CustomerId is null for rows that
   * are nobody's. `content` hashes what the row is compared as, `taken` tells how many rules had been asked of it between tables when it had found somebody.
   */
  readonly links: string
  /** `CustomerId, r0 …`: of which row (`rid`) each field's value is. */
  readonly origins: string
  /** `a, b, kind, t, u, rule, score`: what was made one with what (`rid`), and by which rule. */
  readonly pairs: string
  /** What searches found and which rows were equal to those, for the next unification: see `layOutKept`. */
  readonly keptPairs: string
  readonly keptEqual: string
  /** JSON: what each stage was made from, by which stages are told that need not be done again. */
  readonly stages: string
  /** `former, id`: who is meant by an id that nobody has any more. */
  readonly successors: string
  /** The rows of people who have several in a source, and the pairs of rows of two tables that were made one: see `outputTables`. */
  readonly duplicates: (source: string) => string
  readonly matchPairs: string
  /** A source's rows with whose they are. */
  readonly table: (source: string) => string
}

export function unifiedFiles(folder: string): UnifiedFiles {
  return {
    customers: join(folder, 'rows.parquet'),
    links: join(folder, 'links.parquet'),
    origins: join(folder, 'origins.parquet'),
    pairs: join(folder, 'pairs.parquet'),
    keptPairs: join(folder, 'kept-pairs.parquet'),
    keptEqual: join(folder, 'kept-equal.parquet'),
    stages: join(folder, 'stages.json'),
    successors: join(folder, 'successors.parquet'),
    duplicates: (source) => join(folder, `duplicates-${source}.parquet`),
    matchPairs: join(folder, 'match-pairs.parquet'),
    table: (source) => join(folder, `table-${source}.parquet`),
  }
}

/** The folder of a version of the unified profiles, among those of the sources' tables, none of which may be called so. */
export function unifiedFolder(directory: DataDirectory, version: string): string {
  return directory.table(profileTable, version)
}

/** The Customer table as rules and mappings read it. */
export function customerTableOf(directory: DataDirectory, { version, columns, rows }: UnifiedSnapshot): Table {
  const { customers } = unifiedFiles(unifiedFolder(directory, version))
  return { name: profileTable, key: customerId, columns, files: [customers], version, rows }
}

/** A unified source's table with the column that says whose each row is. */
export function linkedTable(directory: DataDirectory, { version }: UnifiedSnapshot, source: Table): Table {
  return {
    ...withUnifiedId(source),
    files: [unifiedFiles(unifiedFolder(directory, version)).table(source.name)],
    version: `${version}/${source.version}`,
  }
}

/** A source's table with the column that unification adds to it. */
export function withUnifiedId(source: Table): Table {
  return { ...source, columns: [...source.columns, { name: unifiedId, type: 'string', engineType: 'VARCHAR' }] }
}

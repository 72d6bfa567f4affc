import { type Catalogue, profileTable, type Table } from '../contract/catalogue.ts'
import type { Definitions, FileSource, UnifiedProfiles } from '../contract/definitions.ts'
import { clusterColumn, customerId, previousCustomerId, unifiedId } from '../contract/unification.ts'
import type { Db } from '../db/database.ts'
import { isUnified, sourcesOfPeople } from '../definitions/profile-sources.ts'
import type { Engine, EngineSession } from '../engine/engine.ts'
import { quoteText } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { catalogueOf as catalogueWith, NotRefreshedError, openCatalogue } from '../refresh/open-catalogue.ts'
import { readTables } from '../refresh/refresh-profiles.ts'
import { findSourceFiles } from '../sources/source-files.ts'
import { tableOf } from '../sources/source-state.ts'
import { alternateColumn, keyColumn } from '../unification/merge-people.ts'
import { outputShapes } from '../unification/output-tables.ts'
import { planUnification } from '../unification/plan-unification.ts'
import { columnsOf } from '../unification/refresh-unification.ts'
import { withUnifiedId } from '../unification/unification-state.ts'

type Needs = { readonly db?: Db; readonly directory?: DataDirectory; readonly engine: Engine }

/** What is known of the tables behind a file's sources. */
export type KnownTables = {
  /** Column names by source: as they were last read, or as the head of the file has them. */
  readonly columns: ReadonlyMap<string, readonly string[]>
  /** Tables with types, for the sources that were read as they are defined now. */
  readonly read: ReadonlySet<string>
  readonly catalogue?: Catalogue
  /** Files that are not there, in sentences, by source. */
  readonly missing: ReadonlyMap<string, string>
}

/**
 * Finds out which columns the sources have without reading their rows; their files lie relative to `folder`. Where a source was read before and its definition is the
 * same, that is what counts; otherwise the head of its first file is looked at. Databases are not asked.
 */
export async function knownTables(
  { db, directory, engine }: Needs,
  { written, resolved }: { readonly written: Definitions; readonly resolved: Definitions },
  folder: string,
): Promise<KnownTables> {
  const columns = new Map<string, readonly string[]>()
  const missing = new Map<string, string>()
  const read = new Set<string>()
  await using session = await engine.session()
  for (const [name, source] of Object.entries(resolved.sources)) {
    const table = db && directory ? await lastRead(db, directory, written, name) : undefined
    if (table) {
      read.add(name)
      columns.set(
        name,
        table.columns.map((column) => column.name),
      )
    } else if ('file' in source) {
      const looked = await lookAtHead(session, name, source, folder)
      if (typeof looked === 'string') missing.set(name, looked)
      else if (looked) columns.set(name, looked)
    }
  }
  if (isUnified(resolved.profiles)) columns.set(profileTable, unifiedColumns(resolved, resolved.profiles))
  for (const source of isUnified(resolved.profiles) ? sourcesOfPeople(resolved.profiles) : []) {
    const own = columns.get(source)
    if (own) columns.set(source, [...own, unifiedId])
  }
  for (const { name, columns: own } of outputShapesOf(resolved)) {
    columns.set(
      name,
      own.map((column) => column.name),
    )
  }
  const catalogue = db && directory && (await catalogueOf(db, directory, resolved))
  return { columns, read, missing, ...(catalogue && { catalogue }) }
}

/** The tables that unification writes beside the Customer table; none where nothing is unified. */
function outputShapesOf({ sources, profiles }: Definitions) {
  if (!isUnified(profiles)) return []
  return outputShapes(sourcesOfPeople(profiles).map((name) => ({ name, key: sources[name]?.key ?? '' })))
}

/** The Customer table's columns, as unification will make them. */
function unifiedColumns({ sources }: Definitions, { tables, fields, clusters = [] }: UnifiedProfiles): string[] {
  const keyed = tables.map(({ source }) => ({ name: source, key: sources[source]?.key ?? '' }))
  return [
    customerId,
    previousCustomerId,
    ...fields.filter(({ exclude }) => exclude !== true).map(({ name }) => name),
    ...clusters.map(clusterColumn),
    ...keyed.flatMap((table) => [keyColumn(table), alternateColumn(table)]),
  ]
}

/** The table as it was last read, if the source is still defined as it was then. */
async function lastRead(
  db: Db,
  directory: DataDirectory,
  definitions: Definitions,
  name: string,
): Promise<Table | undefined> {
  const stored = await db
    .selectFrom('definitions')
    .select('body')
    .where('kind', '=', 'source')
    .where('name', '=', name)
    .executeTakeFirst()
  const same = stored && sameSource(stored.body, definitions.sources[name])
  return same ? tableOf(db, directory, name) : undefined
}

function sameSource(stored: object, wanted: object | undefined): boolean {
  if (!wanted) return false
  const read = (body: object) => JSON.stringify(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1)))
  return read(stored) === read(wanted)
}

async function catalogueOf(db: Db, directory: DataDirectory, definitions: Definitions): Promise<Catalogue | undefined> {
  try {
    return isUnified(definitions.profiles)
      ? await coming({ db, directory }, definitions, definitions.profiles)
      : await openCatalogue({ db, directory }, definitions)
  } catch (thrown) {
    // Mistakes in the profiles' mapping are told by the check of column names, with their place.
    if (thrown instanceof NotRefreshedError || (thrown instanceof Error && 'code' in thrown)) return undefined
    throw thrown
  }
}

/** The catalogue as it will be when the profiles are unified as they are defined now; undefined while a source was not read. */
async function coming(
  needs: { readonly db: Db; readonly directory: DataDirectory },
  definitions: Definitions,
  profiles: UnifiedProfiles,
): Promise<Catalogue | undefined> {
  const tables = await readTables(needs, Object.keys(definitions.sources))
  const plan = planUnification(profiles, tables, definitions.environment.timeZone)
  const profile = { name: profileTable, key: customerId, columns: columnsOf(plan), files: [], version: '', rows: 0 }
  const people = new Set(sourcesOfPeople(profiles))
  const related = [...tables.values()].map((table) => (people.has(table.name) ? withUnifiedId(table) : table))
  const outputs = outputShapesOf(definitions).map((shape) => ({ ...shape, files: [], version: '', rows: 0 }))
  return catalogueWith(definitions, profile, [...related, ...outputs])
}

/**
 * The column names in the head of the first file of a source that has one; a sentence when there is no file; undefined when
 * it tells nothing.
 */
async function lookAtHead(
  session: EngineSession,
  name: string,
  source: FileSource,
  folder: string,
): Promise<string[] | string | undefined> {
  let path: string | undefined
  try {
    // An empty file has no head; the refresh makes a table without rows of it.
    path = (await findSourceFiles(name, source, folder)).find(({ size }) => size > 0)?.path
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
  const reader = path && readerOf(path, source)
  if (!reader) return undefined
  try {
    const rows = await session.rows<{ column_name: string }>(`describe select * from ${reader}`)
    return rows.map((row) => row.column_name)
  } catch {
    // The refresh reads such a file with more care, or tells what is wrong with it.
    return undefined
  }
}

/** A file as a table expression whose columns are found quickly, all texts where the format has no types. */
export function readerOf(path: string, source: Omit<FileSource, 'key'>): string | undefined {
  const format = source.format ?? /\.(csv|tsv|txt|parquet|json|ndjson|jsonl)(\.gz)?$/i.exec(path)?.[1]?.toLowerCase()
  switch (format) {
    case 'parquet':
      return readSnapshot([path])
    case 'csv':
    case 'tsv':
    case 'txt': {
      const delimiter = source.delimiter ? `, delim = ${quoteText(source.delimiter)}` : ''
      const quote = source.quote ? `, quote = ${quoteText(source.quote)}` : ''
      return `read_csv(${quoteText(path)}, header = true, all_varchar = true, null_padding = true, ignore_errors = true, sample_size = 100${delimiter}${quote})`
    }
    default:
      return undefined
  }
}

/** The source or the Customer table that a table's name means. */
export function sourceBehind(definitions: Definitions, table: string): string {
  return table === profileTable ? (definitions.profiles.from ?? profileTable) : table
}

import type { Table } from '../contract/catalogue.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { isUnified, sourcesOfPeople } from '../definitions/profile-sources.ts'
import type { EngineSession } from '../engine/engine.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { tableOf } from '../sources/source-state.ts'
import { duplicatesTable, matchPairsTable, outputTables } from '../unification/output-tables.ts'
import {
  customerTableOf,
  linkedTable,
  type UnifiedFiles,
  unificationState,
  unifiedFiles,
  unifiedFolder,
} from '../unification/unification-state.ts'

/** The Customer table as it was last made; undefined before that. */
export async function profileTableOf(
  { db, directory }: { readonly db: Db; readonly directory: DataDirectory },
  { profiles }: Pick<Definitions, 'profiles'>,
): Promise<Table | undefined> {
  if (!isUnified(profiles)) return await tableOf(db, directory, profiles.from)
  const snapshot = (await unificationState(db))?.snapshot
  return snapshot && customerTableOf(directory, snapshot)
}

/** A source's table; where its rows are people's, with the column that says whose, as far as they were unified. */
export async function linkedTableOf(
  needs: { readonly db: Db; readonly directory: DataDirectory },
  { profiles }: Pick<Definitions, 'profiles'>,
  name: string,
): Promise<Table | undefined> {
  const table = await tableOf(needs.db, needs.directory, name)
  if (!table || !isUnified(profiles) || !sourcesOfPeople(profiles).includes(name)) return table
  const snapshot = (await unificationState(needs.db))?.snapshot
  return snapshot?.inputs[name] === undefined ? table : linkedTable(needs.directory, snapshot, table)
}

/** The names of the tables that unification writes beside the Customer table; none where nothing is unified. */
export function outputTableNames({ profiles }: Pick<Definitions, 'profiles'>): string[] {
  return isUnified(profiles) ? [...sourcesOfPeople(profiles).map(duplicatesTable), matchPairsTable] : []
}

/** Those tables, as they were last written: with the profiles, or since then by matching alone. */
export async function outputTablesOf(
  { db, directory }: { readonly db: Db; readonly directory: DataDirectory },
  { profiles, sources }: Pick<Definitions, 'profiles' | 'sources'>,
): Promise<Table[]> {
  const { matching, snapshot } = (isUnified(profiles) && (await unificationState(db))) || {}
  const newest = matching ?? snapshot
  if (!newest) return []
  return outputTables(
    directory,
    newest,
    sourcesOfPeople(profiles).map((name) => ({ name, key: sources[name]?.key ?? '' })),
  )
}

/** The files of the last unification; undefined where profiles are not unified, or were not yet. */
export async function unifiedFilesOf(
  { db, directory }: { readonly db: Db; readonly directory: DataDirectory },
  { profiles }: Pick<Definitions, 'profiles'>,
): Promise<UnifiedFiles | undefined> {
  const snapshot = isUnified(profiles) ? (await unificationState(db))?.snapshot : undefined
  return snapshot && unifiedFiles(unifiedFolder(directory, snapshot.version))
}

/** The keys that people had before they were made one with these: what was told of them is theirs. None where nothing is unified. */
export async function formerKeysOf(
  needs: { readonly db: Db; readonly directory: DataDirectory },
  definitions: Pick<Definitions, 'profiles'>,
  session: EngineSession,
  keys: readonly string[],
): Promise<string[]> {
  const unified = await unifiedFilesOf(needs, definitions)
  if (!unified) return []
  const rows = await session.rows<{ former: string }>(
    `select former from ${readSnapshot([unified.successors])} where list_contains($1::varchar[], id) order by 1`,
    [keys],
  )
  return rows.map(({ former }) => former)
}

import { type Catalogue, profileTable, type Relationship, type Table } from '../contract/catalogue.ts'
import type { ColumnRef } from '../contract/column.ts'
import type { Definitions, UnifiedProfiles } from '../contract/definitions.ts'
import { customerId, unifiedId } from '../contract/unification.ts'
import type { Db } from '../db/database.ts'
import { isUnified, sourcesOfPeople } from '../definitions/profile-sources.ts'
import { AppError } from '../lib/app-error.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { said } from '../lib/said.ts'
import { customerTable } from '../profiles/customer-table.ts'
import { tableOf } from '../sources/source-state.ts'
import { customerTableOf, linkedTable, unificationState } from '../unification/unification-state.ts'
import { outputTableNames, outputTablesOf } from './profile-table.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }

/** Raised when something needs the profiles and their source was never read. */
export class NotRefreshedError extends AppError {
  override readonly code = 'source_not_refreshed'
  override readonly recovery = 'never'
  constructor(source: string) {
    super(
      said`Source "${source}", where the profiles come from, has not been read yet. Run: postbud sources refresh ${source}`,
    )
  }
}

/** Raised when something needs the profiles and they were never unified. */
export class NotUnifiedError extends AppError {
  override readonly code = 'profiles_not_unified'
  override readonly recovery = 'never'
  constructor() {
    super(said`The sources have not been unified into profiles yet. Run: postbud profiles refresh`)
  }
}

/**
 * Every table that rules and mappings may name, as the sources' newest good snapshots have them. A source that was never
 * read is left out, and so are relationships that lead to one. Throws NotRefreshedError when that is the profiles' own, and
 * NotUnifiedError where profiles of several sources were not unified yet.
 */
export async function openCatalogue({ db, directory }: Needs, definitions: Definitions): Promise<Catalogue> {
  const tables: Table[] = []
  for (const name of Object.keys(definitions.sources)) {
    const table = await tableOf(db, directory, name)
    if (table) tables.push(table)
  }
  const { profiles } = definitions
  if (isUnified(profiles)) return await unifiedCatalogue({ db, directory }, definitions, profiles, tables)
  const behind = tables.find(({ name }) => name === profiles.from)
  if (!behind) throw new NotRefreshedError(profiles.from)
  const profile = customerTable(profiles, behind)
  const related = tables.filter((table) => table !== behind)
  const known = new Set([profileTable, ...related.map(({ name }) => name)])
  return {
    profile,
    tables: [profile, ...related],
    relationships: relationshipsOf(definitions).filter(({ from, to }) => known.has(from.table) && known.has(to.table)),
    profileAliases: [profiles.from],
    timeZone: definitions.environment.timeZone,
  }
}

/** The sources that are unified are tables of their own, whose rows belong to the profiles. */
async function unifiedCatalogue(
  { db, directory }: Needs,
  definitions: Definitions,
  profiles: UnifiedProfiles,
  sources: readonly Table[],
): Promise<Catalogue> {
  const unified = (await unificationState(db))?.snapshot
  if (!unified) throw new NotUnifiedError()
  const profile = customerTableOf(directory, unified)
  const people = new Set(sourcesOfPeople(profiles).filter((name) => unified.inputs[name] !== undefined))
  const related = sources.map((table) => (people.has(table.name) ? linkedTable(directory, unified, table) : table))
  const outputs = await outputTablesOf({ db, directory }, definitions)
  return catalogueOf(definitions, profile, [...related, ...outputs])
}

/** The catalogue of unified profiles: beside what is declared, each unified source is related to the profiles. */
export function catalogueOf(definitions: Definitions, profile: Table, related: readonly Table[]): Catalogue {
  const known = new Set([profileTable, ...related.map(({ name }) => name)])
  return {
    profile,
    tables: [profile, ...related],
    relationships: relationshipsOf(definitions).filter(({ from, to }) => known.has(from.table) && known.has(to.table)),
    profileAliases: [],
    timeZone: definitions.environment.timeZone,
  }
}

/** What a relationship is called that leads from a unified source to the profiles. */
export function unifiedRelationship(source: string): string {
  return `unified-${source}`
}

/**
 * The declared relationships, in which the source behind the profiles is called `profile`; and those by which the rows of unified
 * sources, and of the tables that unification writes, belong to people.
 */
export function relationshipsOf(definitions: Definitions): Relationship[] {
  const { profiles } = definitions
  const unified = isUnified(profiles) ? sourcesOfPeople(profiles) : []
  const outputs = outputTableNames(definitions)
  return [
    ...declaredRelationships(definitions),
    ...[...unified, ...outputs].map((source) => ({
      name: unifiedRelationship(source),
      from: { table: source, column: unifiedId },
      to: { table: profileTable, column: customerId },
    })),
  ]
}

/** The declared ones alone. */
export function declaredRelationships(definitions: Definitions): Relationship[] {
  return Object.entries(definitions.relationships).map(([name, { from, to }]) => ({
    name,
    from: endOf(definitions, from),
    to: endOf(definitions, to),
  }))
}

function endOf(definitions: Definitions, ref: ColumnRef): Relationship['from'] {
  const [table, column] = typeof ref === 'string' ? splitAtDot(ref) : ref
  return { table: table === definitions.profiles.from ? profileTable : table, column }
}

function splitAtDot(ref: string): readonly [string, string] {
  const dot = ref.indexOf('.')
  return dot < 0 ? [profileTable, ref] : [ref.slice(0, dot), ref.slice(dot + 1)]
}

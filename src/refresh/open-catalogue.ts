import { type Catalogue, profileTable, type Relationship, type Table } from '../contract/catalogue.ts'
import type { ColumnRef } from '../contract/column.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { customerTable } from '../profiles/customer-table.ts'
import { tableOf } from '../sources/source-state.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }

/** Raised when something needs the profiles and their source was never read. */
export class NotRefreshedError extends AppError {
  override readonly code = 'source_not_refreshed'
  override readonly recovery = 'never'
  constructor(source: string) {
    super(
      `Source "${source}", where the profiles come from, has not been read yet. Run: postbud sources refresh ${source}`,
    )
  }
}

/**
 * Every table that rules and mappings may name, as the sources' newest good snapshots have them. A source that was never
 * read is left out, and so are relationships that lead to one. Throws NotRefreshedError when that is the profiles' own.
 */
export async function openCatalogue({ db, directory }: Needs, definitions: Definitions): Promise<Catalogue> {
  const tables: Table[] = []
  for (const name of Object.keys(definitions.sources)) {
    const table = await tableOf(db, directory, name)
    if (table) tables.push(table)
  }
  const behind = tables.find(({ name }) => name === definitions.profiles.from)
  if (!behind) throw new NotRefreshedError(definitions.profiles.from)
  const profile = customerTable(definitions.profiles, behind)
  const related = tables.filter((table) => table !== behind)
  const known = new Set([profileTable, ...related.map(({ name }) => name)])
  return {
    profile,
    tables: [profile, ...related],
    relationships: relationshipsOf(definitions).filter(({ from, to }) => known.has(from.table) && known.has(to.table)),
    profileAliases: [definitions.profiles.from],
    timeZone: definitions.environment.timeZone,
  }
}

/** The declared relationships; the source behind the profiles is called `profile` in them. */
export function relationshipsOf(definitions: Definitions): Relationship[] {
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

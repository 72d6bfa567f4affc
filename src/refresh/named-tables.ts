import { profileTable, type Table } from '../contract/catalogue.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { linkedTableOf, outputTableNames, outputTablesOf, profileTableOf } from './profile-table.ts'

/** `unification`: how profiles were made of sources. */
export const tableKinds = ['source', 'profile', 'unification'] as const

/** Raised when there is no table by that name. */
export class TableNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(name: string, known: readonly string[]) {
    super(said`There is no table "${name}".${didYouMean(name, known)} Tables: ${known.join(', ') || said`none`}.`)
  }
}

/** Raised when the rows of a table are asked for that has none yet. */
export class TableUnreadError extends AppError {
  override readonly code = 'table_unread'
  override readonly recovery = 'later'
  constructor(name: string) {
    super(said`Table "${name}" is not there yet; the next refresh makes it.`)
  }
}

/** The tables that rules can name. The table of the source that the profiles come from is the Customer table. */
export function tableNames(definitions: Definitions): string[] {
  const { sources, profiles } = definitions
  return [
    profileTable,
    ...Object.keys(sources).filter((name) => name !== profiles.from),
    ...outputTableNames(definitions),
  ]
}

/** Throws TableNotFoundError for a name that no table has. */
export function requireTableName(definitions: Definitions, name: string): void {
  const known = tableNames(definitions)
  if (!known.includes(name)) throw new TableNotFoundError(name, known)
}

/** The table of that name as it was last read or made; undefined before that. */
export async function tableNamed(
  needs: { readonly db: Db; readonly directory: DataDirectory },
  definitions: Definitions,
  name: string,
): Promise<Table | undefined> {
  if (name === profileTable) return await profileTableOf(needs, definitions)
  if (!outputTableNames(definitions).includes(name)) return await linkedTableOf(needs, definitions, name)
  return (await outputTablesOf(needs, definitions)).find((table) => table.name === name)
}

export function kindOfTable(definitions: Definitions, name: string): (typeof tableKinds)[number] {
  if (name === profileTable) return 'profile'
  return outputTableNames(definitions).includes(name) ? 'unification' : 'source'
}

import { profileTable, type Table } from '../contract/catalogue.ts'
import type { SingleProfiles } from '../contract/definitions.ts'
import { AppError } from '../lib/app-error.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'

/** Raised when the profiles' mapping names a column that their source does not have. */
export class ProfileColumnMissingError extends AppError {
  override readonly code = 'profile_column_missing'
  override readonly recovery = 'never'
  constructor(role: string, column: string, source: string, known: readonly string[]) {
    super(
      said`profiles.${role} names the column "${column}", which source "${source}" does not have.${didYouMean(column, known)} Columns there: ${known.join(', ')}.`,
    )
  }
}

/** The Customer table: with profiles from one source it is that source's rows. Throws when a mapped column is not there. */
export function customerTable(definition: SingleProfiles, source: Table): Table {
  const known = source.columns.map(({ name }) => name)
  for (const role of ['email', 'firstName', 'lastName', 'updatedAt', 'profileImage'] as const) {
    const column = definition[role]
    if (column !== undefined && !known.includes(column)) {
      throw new ProfileColumnMissingError(role, column, definition.from, known)
    }
  }
  return { ...source, name: profileTable }
}

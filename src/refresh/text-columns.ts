import { profileTable } from '../contract/catalogue.ts'
import type { Definitions } from '../contract/definitions.ts'
import { isUnified } from '../definitions/profile-sources.ts'
import { listTextColumns, unifiedTextColumns } from '../unification/text-columns.ts'
import { declaredRelationships } from './open-catalogue.ts'

/**
 * The columns of a source that stay text whatever they look like: its key, those by which tables are related, and what unified
 * fields of text are read from: a telephone number that was read as a number has lost its zeros.
 */
export function textColumnsOf(definitions: Definitions, source: string): string[] {
  const table = source === definitions.profiles.from ? profileTable : source
  const ends = declaredRelationships(definitions).flatMap(({ from, to }) => [from, to])
  const related = ends.filter((end) => end.table === table).map((end) => end.column)
  const key = definitions.sources[source]?.key
  const unified = isUnified(definitions.profiles) ? unifiedTextColumns(definitions.profiles, source) : []
  return [...new Set([...(key === undefined ? [] : [key]), ...related, ...unified])]
}

/** Those that do so where they are there; whoever reads the list tells when one is missing, and what it is for. */
export function listTextColumnsOf({ profiles }: Pick<Definitions, 'profiles'>, source: string): string[] {
  return isUnified(profiles) ? listTextColumns(profiles, source) : []
}

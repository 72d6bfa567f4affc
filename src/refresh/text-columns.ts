import { profileTable } from '../contract/catalogue.ts'
import type { Definitions } from '../contract/definitions.ts'
import { relationshipsOf } from './open-catalogue.ts'

/** The columns of a source that stay text whatever they look like: its key, and those by which tables are related. */
export function textColumnsOf(definitions: Definitions, source: string): string[] {
  const table = source === definitions.profiles.from ? profileTable : source
  const ends = relationshipsOf(definitions).flatMap(({ from, to }) => [from, to])
  const related = ends.filter((end) => end.table === table).map((end) => end.column)
  const key = definitions.sources[source]?.key
  return [...new Set([...(key === undefined ? [] : [key]), ...related])]
}

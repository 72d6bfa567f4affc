import { profileTable } from '../contract/catalogue.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { PersonColumns } from '../erased/person-rows.ts'
import { relationshipsOf } from './open-catalogue.ts'

/**
 * How somebody's rows are told in a source: in the one behind the profiles by the profile's key and e-mail; in others by the column
 * that leads to a row of theirs, over a relationship whose other end is that table's key (or the profile's e-mail). A
 * relationship by anything else leads to what several people share, and that is not theirs.
 */
export function personColumnsOf(definitions: Definitions, source: string): PersonColumns {
  const key = definitions.sources[source]?.key ?? ''
  const { from, email } = definitions.profiles
  if (source === from) {
    return {
      key,
      owned: [
        { column: key, kind: 'key' },
        { column: email, kind: 'email' },
      ],
    }
  }
  const owned = relationshipsOf(definitions).flatMap(({ from: one, to: other }) =>
    [
      [one, other],
      [other, one],
    ].flatMap(([here, there]) => {
      if (!here || !there || here.table !== source) return []
      const kind = kindOf(definitions, there)
      return kind === undefined ? [] : [{ column: here.column, kind }]
    }),
  )
  return { key, owned }
}

/** What the values of a column that rows of another table hang on are hashed as; undefined where rows share them. */
function kindOf(
  { sources, profiles }: Definitions,
  { table, column }: { readonly table: string; readonly column: string },
): string | undefined {
  if (table === profileTable) {
    if (column === sources[profiles.from]?.key) return 'key'
    return column === profiles.email ? 'email' : undefined
  }
  return column === sources[table]?.key ? `${table}.${column}` : undefined
}

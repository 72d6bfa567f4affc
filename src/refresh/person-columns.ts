import { profileTable } from '../contract/catalogue.ts'
import type { Definitions } from '../contract/definitions.ts'
import { customerId, unifiedId } from '../contract/unification.ts'
import { isUnified } from '../definitions/profile-sources.ts'
import type { PersonColumns } from '../erased/person-rows.ts'
import { namesIn } from '../unification/plan-unification.ts'
import { relationshipsOf } from './open-catalogue.ts'

/**
 * How somebody's rows are told in a source: in the one behind the profiles by the profile's key and e-mail; in unified ones by
 * their own keys, which are found by way of the profile, and e-mails; in others by the column
 * that leads to a row of theirs, over a relationship whose other end is that table's key (or the profile's e-mail). A
 * relationship by anything else leads to what several people share, and that is not theirs.
 */
export function personColumnsOf(definitions: Definitions, source: string): PersonColumns {
  const key = definitions.sources[source]?.key ?? ''
  const { profiles } = definitions
  const { from, email } = profiles
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
  const field = isUnified(profiles) ? profiles.fields.find(({ name }) => name === email) : undefined
  const addresses = namesIn(field?.from[source] ?? []).map((column) => ({ column, kind: 'email' as const }))
  const isPerson = isUnified(profiles) && profiles.tables.some((table) => table.source === source)
  return { key, owned: [...(isPerson ? [{ column: key, kind: `${source}.${key}` }] : []), ...addresses, ...owned] }
}

/** How somebody's rows are told in the files of unified profiles: the Customer table, and what it was made from. */
export function unifiedPersonColumns({ profiles }: Definitions): PersonColumns {
  return {
    key: customerId,
    owned: [
      { column: customerId, kind: 'key' },
      { column: unifiedId, kind: 'key' },
      { column: 'former', kind: 'key' },
      { column: 'email', kind: 'email' },
      { column: profiles.email, kind: 'email' },
    ],
  }
}

/** What the values of a column that rows of another table hang on are hashed as; undefined where rows share them. */
function kindOf(
  { sources, profiles }: Definitions,
  { table, column }: { readonly table: string; readonly column: string },
): string | undefined {
  if (table === profileTable) {
    if (column === (isUnified(profiles) ? customerId : sources[profiles.from]?.key)) return 'key'
    return column === profiles.email ? 'email' : undefined
  }
  return column === sources[table]?.key ? `${table}.${column}` : undefined
}

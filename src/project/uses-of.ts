import { profileTable } from '../contract/catalogue.ts'
import type { Definitions } from '../contract/definitions.ts'
import { sourcesOfProfiles } from '../definitions/profile-sources.ts'
import { listColumnUses } from './column-uses.ts'
import { countedTables } from './counted-tables.ts'

/** A thing of the configuration that needs another: `{ section: 'exports', name: 'news' }`. */
export type User = { readonly section: keyof Definitions; readonly name: string }

/** What needs a table, by its source's name or as `profile`: beside those that name its columns, those that count its rows. */
export function usersOfTable(definitions: Definitions, table: string): User[] {
  const { from } = definitions.profiles
  const behind = from === undefined ? [] : [from]
  const names = new Set(table === from || table === profileTable ? [...behind, profileTable] : [table])
  const uses = [...listColumnUses(definitions), ...countedTables(definitions)]
  const users = uses.filter((use) => names.has(use.table) && use.path[0] !== 'sources').map(({ path }) => userAt(path))
  const mapped: User[] = sourcesOfProfiles(definitions.profiles).includes(table)
    ? [{ section: 'profiles', name: 'profiles' }]
    : []
  return distinct([...mapped, ...users])
}

/** The segments and exports that name a segment. */
export function usersOfSegment({ segments, exports }: Definitions, name: string): User[] {
  return [
    ...Object.entries(segments)
      .filter(([, { rules }]) => namesSegment(rules, name))
      .map(([segment]): User => ({ section: 'segments', name: segment })),
    ...Object.entries(exports)
      .filter(([, definition]) => definition.segments.includes(name))
      .map(([exportName]): User => ({ section: 'exports', name: exportName })),
  ]
}

function namesSegment(node: unknown, name: string): boolean {
  if (typeof node !== 'object' || node === null) return false
  return Object.entries(node).some(([key, value]) =>
    key === 'segment' && typeof value === 'string' ? value === name : namesSegment(value, name),
  )
}

function userAt([section, name]: readonly PropertyKey[]): User {
  const isNamed = section !== 'environment' && section !== 'profiles'
  return { section: section as keyof Definitions, name: String(isNamed ? name : section) }
}

function distinct(users: readonly User[]): User[] {
  return [...new Map(users.map((user) => [`${user.section} ${user.name}`, user])).values()]
}

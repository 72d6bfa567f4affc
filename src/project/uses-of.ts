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

/** The segments and exports that name a segment, by its name. Each rule is walked once, however many segments there are. */
export function usersOfSegments({ segments, exports }: Definitions): ReadonlyMap<string, readonly User[]> {
  const users = new Map<string, User[]>()
  const note = (named: Iterable<string>, user: User) => {
    for (const name of new Set(named)) {
      const of = users.get(name)
      if (of) of.push(user)
      else users.set(name, [user])
    }
  }
  for (const [name, { rules }] of Object.entries(segments)) note(segmentsNamedIn(rules), { section: 'segments', name })
  for (const [name, { segments: named }] of Object.entries(exports)) note(named, { section: 'exports', name })
  return users
}

function* segmentsNamedIn(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return
  for (const [key, value] of Object.entries(node)) {
    if (key === 'segment' && typeof value === 'string') yield value
    else yield* segmentsNamedIn(value)
  }
}

function userAt([section, name]: readonly PropertyKey[]): User {
  const isNamed = section !== 'environment' && section !== 'profiles'
  return { section: section as keyof Definitions, name: String(isNamed ? name : section) }
}

function distinct(users: readonly User[]): User[] {
  return [...new Map(users.map((user) => [`${user.section} ${user.name}`, user])).values()]
}

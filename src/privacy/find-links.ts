import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import type { Engine } from '../engine/engine.ts'
import { foldSql } from '../engine/fold.ts'
import { quoteName } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { PersonValue } from '../erased/person-rows.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { personColumnsOf } from '../refresh/person-columns.ts'
import { linkedTableOf } from '../refresh/profile-table.ts'
import type { PersonIdentity } from './find-person.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory }

/**
 * The keys of somebody's rows in the tables beside the profiles, over all relationships: the orders that hang on the profile, the lines that
 * hang on those. By them rows of further tables are told.
 */
export async function findLinks(
  { db, engine, directory }: Needs,
  definitions: Definitions,
  { emails, keys }: PersonIdentity,
): Promise<PersonValue[]> {
  const known = new Map<string, Set<string>>([
    ['email', new Set(emails)],
    ['key', new Set(keys)],
  ])
  await using session = await engine.session()
  const sources = Object.keys(definitions.sources).filter((name) => name !== definitions.profiles.from)
  // Each round follows the relationships one step further, until there is nothing new.
  for (let grown = true; grown; ) {
    grown = false
    for (const name of sources) {
      const { key, owned } = personColumnsOf(definitions, name)
      const table = await linkedTableOf({ db, directory }, definitions, name)
      if (!table || owned.length === 0) continue
      const there = owned.filter(({ column }) => table.columns.some((each) => each.name === column))
      const conditions = there.map(({ column, kind }, at) => {
        const value = `${quoteName(column)}::varchar`
        return `list_contains($${at + 1}::varchar[], ${kind === 'email' ? foldSql(value) : value})`
      })
      if (conditions.length === 0) continue
      const rows = await session.rows<{ value: string }>(
        `select distinct ${quoteName(key)}::varchar as value from ${readSnapshot(table.files)} where ${conditions.join(' or ')}`,
        there.map(({ kind }) => [...(known.get(kind) ?? [])]),
      )
      const kind = `${name}.${key}`
      const held = known.get(kind) ?? new Set<string>()
      const before = held.size
      for (const { value } of rows) held.add(value)
      known.set(kind, held)
      grown ||= held.size > before
    }
  }
  return [...known]
    .filter(([kind]) => kind !== 'email' && kind !== 'key')
    .flatMap(([kind, values]) => [...values].map((value) => ({ kind, value })))
}

import { type Catalogue, profileTable, type Table } from '../contract/catalogue.ts'
import type { Cell, EngineSession } from '../engine/engine.ts'
import { quoteName } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'

/** The rows of one table that belong to a person. */
export type RelatedRows = {
  readonly table: Table
  /** The relationships that lead there from the profile. */
  readonly path: readonly string[]
  readonly total: number
  /** The first of them: the newest where the table has a date. */
  readonly rows: readonly Readonly<Record<string, Cell>>[]
}

type Way = {
  readonly table: Table
  readonly path: readonly string[]
  /** Which of the table's rows are the person's, with the key as $1. */
  readonly theirs: string
}

/** Tables further away than this say little of a person. */
const longestPath = 3
const mostWays = 20

/**
 * What hangs on a profile over the relationships: rows that lead to it (orders), rows that lead to those (lines of orders),
 * and what the profile itself leads to (its shop), each table with the first `limit` rows.
 */
export async function relatedRows(
  session: EngineSession,
  catalogue: Catalogue,
  key: string,
  { limit, signal }: { readonly limit: number; readonly signal?: AbortSignal },
): Promise<RelatedRows[]> {
  const options = signal ? { signal } : {}
  const found: RelatedRows[] = []
  for (const { table, path, theirs } of waysFrom(catalogue)) {
    const from = `from ${readSnapshot(table.files)} where ${theirs}`
    const [count] = await session.rows<{ rows: number }>(`select count(*) as rows ${from}`, [key], options)
    const total = count?.rows ?? 0
    const newest = table.columns.find(({ type }) => type === 'date')
    const order = [...(newest ? [`${quoteName(newest.name)} desc nulls last`] : []), quoteName(table.key)].join(', ')
    const rows =
      total === 0
        ? []
        : await session.rows(`select * ${from} order by ${order} limit ${Math.trunc(limit)}`, [key], options)
    found.push({ table, path, total, rows })
  }
  return found
}

function waysFrom(catalogue: Catalogue): Way[] {
  const { profile, relationships } = catalogue
  const tableNamed = (name: string) => catalogue.tables.find((table) => table.name === name)
  const start: Way = { table: profile, path: [], theirs: `${quoteName(profile.key)}::varchar = $1` }
  const ways: Way[] = []
  let edge = [start]
  for (let step = 0; step < longestPath && ways.length < mostWays; step += 1) {
    const next: Way[] = []
    for (const here of edge) {
      for (const { name, from, to } of relationships) {
        if (here.path.includes(name)) continue
        const hops = [
          ...(to.table === here.table.name ? [{ at: to, there: from }] : []),
          ...(here === start && from.table === here.table.name ? [{ at: from, there: to }] : []),
        ]
        for (const { at, there } of hops) {
          const table = tableNamed(there.table)
          if (!table || there.table === profileTable || !has(here.table, at.column) || !has(table, there.column))
            continue
          const values = `select ${quoteName(at.column)}::varchar from ${readSnapshot(here.table.files)} where ${here.theirs}`
          next.push({
            table,
            path: [...here.path, name],
            theirs: `coalesce(${quoteName(there.column)}::varchar in (${values}), false)`,
          })
        }
      }
    }
    ways.push(...next)
    edge = next
  }
  return ways.slice(0, mostWays)
}

function has(table: Table, column: string): boolean {
  return table.columns.some(({ name }) => name === column)
}

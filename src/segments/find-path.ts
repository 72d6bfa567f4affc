import { type Catalogue, profileTable, type Relationship } from '../contract/catalogue.ts'
import { tableNamed } from './resolve-column.ts'

/** One step from a table to the next: the columns that must agree. */
export type Hop = {
  readonly relationship: string
  readonly from: { readonly table: string; readonly column: string }
  readonly to: { readonly table: string; readonly column: string }
}

/** A path may take this many steps (feature map, G6). */
export const longestPath = 20

/** More ways than this help nobody to choose, and tables that are all tied to each other have very many. */
const mostPaths = 6

/** Where this many steps have not settled it, the tables named lie on no path that anybody would mean. */
const mostSteps = 5_000

/**
 * Every way from the Customer table over relationships, never through one table twice, that passes all of `tables` and ends
 * at one of them. A rule wants exactly one; none means a table cannot be reached, several that somebody must choose
 * (no more than six are looked for).
 */
export function findPaths(catalogue: Catalogue, tables: readonly string[]): Hop[][] {
  const found: Hop[][] = []
  let steps = 0
  const walk = (at: string, hops: readonly Hop[]) => {
    steps += 1
    if (found.length === mostPaths || steps > mostSteps) return
    const passed = hops.map((hop) => hop.to.table)
    const ahead = tables.filter((table) => !passed.includes(table))
    if (ahead.length === 0) {
      found.push([...hops])
      return
    }
    const near = reachable(catalogue, at, passed, longestPath - hops.length)
    if (!ahead.every((table) => near.has(table))) return
    for (const hop of hopsFrom(catalogue, at)) {
      if (hop.to.table !== profileTable && !passed.includes(hop.to.table)) walk(hop.to.table, [...hops, hop])
    }
  }
  walk(profileTable, [])
  return found
}

/** The tables that can still be come to from `at` in so many steps without passing one again. */
function reachable(catalogue: Catalogue, at: string, passed: readonly string[], steps: number): ReadonlySet<string> {
  const seen = new Set([at])
  let edge = [at]
  for (let step = 0; step < steps && edge.length > 0; step += 1) {
    const next = edge.flatMap((table) => hopsFrom(catalogue, table).map(({ to }) => to.table))
    edge = [...new Set(next)].filter((table) => table !== profileTable && !passed.includes(table) && !seen.has(table))
    for (const table of edge) seen.add(table)
  }
  return seen
}

/** The hops of a path that somebody wrote, or the name of the first relationship that does not continue it. */
export function followPath(catalogue: Catalogue, names: readonly string[]): Hop[] | { broken: string } {
  const hops: Hop[] = []
  let at = profileTable
  for (const name of names) {
    const hop = hopsFrom(catalogue, at).find((candidate) => candidate.relationship === name)
    const passed = [profileTable, ...hops.map(({ to }) => to.table)]
    if (!hop || hops.length === longestPath || passed.includes(hop.to.table)) return { broken: name }
    hops.push(hop)
    at = hop.to.table
  }
  return hops
}

function hopsFrom(catalogue: Catalogue, table: string): Hop[] {
  return catalogue.relationships.flatMap((relationship: Relationship) => {
    const { name } = relationship
    const from = { ...relationship.from, table: tableNamed(catalogue, relationship.from.table) }
    const to = { ...relationship.to, table: tableNamed(catalogue, relationship.to.table) }
    const hops: Hop[] = []
    if (from.table === table) hops.push({ relationship: name, from, to })
    if (to.table === table) hops.push({ relationship: name, from: to, to: from })
    return hops
  })
}

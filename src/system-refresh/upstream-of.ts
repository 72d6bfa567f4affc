import { profileTable } from '../contract/catalogue.ts'
import type { Definitions } from '../contract/definitions.ts'
import { isUnified, sourcesOfPeople, sourcesOfProfiles } from '../definitions/profile-sources.ts'
import { listColumnUses } from '../project/column-uses.ts'

/** What a segment is computed from: the names of its sources, and of the segments that it names. */
export type Upstream = { readonly sources: ReadonlySet<string>; readonly segments: ReadonlySet<string> }

/**
 * What a segment hangs on, itself and by way of the segments that it names. A table that its rules look at brings along those
 * that its rows belong to, since the way to the profile may lead through them.
 */
export function upstreamOf(definitions: Definitions, segment: string): Upstream {
  const segments = operandsOf(definitions, segment)
  const inRules = new Set([segment, ...segments])
  const tables = new Set([profileTable])
  for (const { path, table } of listColumnUses(definitions)) {
    if (path[0] === 'segments' && inRules.has(String(path[1]))) tables.add(table)
  }
  for (const name of inRules) {
    for (const table of namedUnder(definitions.segments[name]?.rules, 'count')) tables.add(table)
  }
  const ends = listColumnUses(definitions).filter(({ path }) => path[0] === 'relationships')
  // A set that grows while it is gone through is gone through to its end.
  for (const table of tables) {
    for (const { path } of ends.filter((end) => end.path[2] === 'from' && end.table === table)) {
      const to = ends.find((end) => end.path[1] === path[1] && end.path[2] === 'to')
      if (to) tables.add(to.table)
    }
  }
  // A segment always looks at the profiles, and so at whatever those are made from.
  const { profiles } = definitions
  const people = new Set(isUnified(profiles) ? sourcesOfPeople(profiles) : [])
  const sources = [...tables].flatMap((table) =>
    table === profileTable || people.has(table) ? sourcesOfProfiles(profiles) : [table],
  )
  return { sources: new Set(sources), segments }
}

/** The names of segments so that each stands after those that it names. */
export function inOrderOfNeed(definitions: Definitions, names: readonly string[]): string[] {
  const needs = new Map(names.map((name) => [name, operandsOf(definitions, name).size]))
  return [...names].sort((a, b) => (needs.get(a) ?? 0) - (needs.get(b) ?? 0))
}

/** The segments that a segment names, and those name, and so on. */
function operandsOf({ segments }: Definitions, name: string): Set<string> {
  const found = new Set<string>()
  const follow = (each: string) => {
    for (const operand of namedUnder(segments[each]?.rules, 'segment')) {
      if (found.has(operand)) continue
      found.add(operand)
      follow(operand)
    }
  }
  follow(name)
  return found
}

/** The texts that stand under a key anywhere within a value. */
function namedUnder(value: unknown, key: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([here, each]) =>
    here === key && typeof each === 'string' ? [each] : namedUnder(each, key),
  )
}

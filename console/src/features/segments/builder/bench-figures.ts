import type { Explanation } from '../segment-looks.ts'
import type { Id } from './draft.ts'
import { partAt, type Written } from './write-draft.ts'

type Count = { readonly alone: number; readonly cumulative: number }

/** How many people each rule and each of its conditions holds for. */
export function countsOf(places: Written['places'], counted: Explanation | undefined): ReadonlyMap<Id, Count> {
  const counts = new Map<Id, Count>()
  for (const [at, { alone, cumulative, conditions }] of (counted?.rules ?? []).entries()) {
    for (const condition of conditions) {
      const part = places.get(condition.path)
      // A rule of one condition has its figure once, in its head.
      if (part !== undefined && conditions.length > 1) counts.set(part, condition)
    }
    const rule = places.get(`rules[${at}]`)
    if (rule !== undefined) counts.set(rule, { alone, cumulative })
  }
  return counts
}

type Issue = { readonly path: string; readonly message: string }

/** What is wrong with each part; what is about none of them is left to be told above all. */
export function issuesOf(places: Written['places'], issues: readonly Issue[]): ReadonlyMap<Id, readonly string[]> {
  const found = new Map<Id, string[]>()
  for (const { path, message } of issues) {
    const part = partAt(places, path)
    if (part === undefined) continue
    const known = found.get(part) ?? []
    if (!known.includes(message)) found.set(part, [...known, message])
  }
  return found
}

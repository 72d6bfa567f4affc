import type { Engine } from '../engine/engine.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'

/** How many people are in exactly these segments of those that were compared, and in none of the others. */
export type Overlap = { readonly in: readonly string[]; readonly people: number }

type Compared = { readonly name: string; readonly files: readonly string[] }

/**
 * How the members of segments overlap, each combination that is possible once, those of fewest segments first. Sums over the
 * combinations that hold a segment are that segment's members.
 */
export async function overlapSegments(
  engine: Engine,
  segments: readonly Compared[],
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Overlap[]> {
  const memberships = segments.map(
    ({ files }, at) => `select profile_key, ${2 ** at} as bit from ${readSnapshot(files)}`,
  )
  const text = `select "in", count(*) as people
    from (select sum(bit)::integer as "in" from (${memberships.join(' union all ')}) group by profile_key) group by "in"`
  await using session = await engine.session()
  const rows = await session.rows<{ in: number; people: number }>(text, [], signal ? { signal } : {})
  const people = new Map(rows.map((row) => [row.in, row.people]))
  const combinations = Array.from({ length: 2 ** segments.length - 1 }, (_, at) => at + 1)
  return combinations
    .map((bits) => ({
      in: segments.filter((_, at) => (bits & (2 ** at)) !== 0).map(({ name }) => name),
      people: people.get(bits) ?? 0,
    }))
    .sort((a, b) => a.in.length - b.in.length)
}

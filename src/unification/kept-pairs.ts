import type { EngineSession } from '../engine/engine.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { Earlier, Found, Sides } from './find-pairs.ts'
import type { LastStages, Search } from './reuse-stages.ts'

type Options = { readonly signal?: AbortSignal }

/**
 * Begins what is kept of today's searches for the next unification. `kept_pair` (`search, a, b, score`) has the rows that stand for entities which
 * are alike: the least `rid` of each; `kept_equal` (`search, side, rid, stands`) has the rows that are equal to such a one; `taken`
 * (`rid, place`) says how many rules had been asked of a row between tables when it had found somebody, so that it is known which rows
 * a rule was asked of.
 *
 * All of it is numbers of rows, which tell nothing of anybody.
 */
export async function layOutKept(session: EngineSession): Promise<void> {
  await session.run(
    `create or replace temp table kept_pair (search integer, a integer, b integer, score double);
     create or replace temp table kept_equal (search integer, side varchar, rid integer, stands integer);
     create or replace temp table taken (rid integer, place integer)`,
  )
}

/** Keeps what a search has left in `alike` and the entities. */
export async function keepFound(
  session: EngineSession,
  { at }: Search,
  sides: readonly ['a'] | readonly ['a', 'b'],
  { alike, several }: Pick<Found, 'alike' | 'several'>,
  options: Options,
): Promise<void> {
  // Which of two of one table is the left one hangs on how the engine numbered them.
  const rids = sides.length === 1 ? 'least(a.rid, b.rid), greatest(a.rid, b.rid)' : 'a.rid, b.rid'
  const pairs = `insert into kept_pair select ${at}, ${rids}, score from alike join ent_a a on a.e = ea join ent_${sides.at(-1)} b on b.e = eb`
  const equal = sides.map(
    (side) =>
      `insert into kept_equal
       select ${at}, '${side}', member, rid from (select rid, unnest(rids) as member from ent_${side} where len(rids) > 1) where member <> rid`,
  )
  const kept = [...(alike > 0 ? [pairs] : []), ...(several > 0 ? equal : [])]
  if (kept.length > 0) await session.run(kept.join('; '), [], options)
}

/** Notes which rows of a table have found somebody above by now; `first` is the table's first row. */
export async function noteTaken(
  session: EngineSession,
  { sql, first, place }: { readonly sql: string; readonly first: number; readonly place: number },
  options: Options,
): Promise<void> {
  await session.run(
    `insert into taken select rid, ${place} from label where ${sql} and label < ${first} and rid not in (select rid from taken)`,
    [],
    options,
  )
}

/** The same of a table all of whose rows, and all above, are as they were. */
export async function noteTakenAgain(session: EngineSession, t: number, options: Options): Promise<void> {
  await session.run(`insert into taken select rid, taken from moved where t = ${t} and taken is not null`, [], options)
}

/** Keeps once more what was kept of a search, where all rows that it was asked of are as they were. */
export async function keepAgain(
  session: EngineSession,
  { files }: LastStages,
  { at, last }: Search,
  options: Options,
): Promise<void> {
  if (last === undefined) return
  await session.run(
    `insert into kept_pair
     select ${at}, x.rid, y.rid, p.score from ${readSnapshot([files.keptPairs])} p
     join moved x on x.former = p.a join moved y on y.former = p.b where p.search = ${last.at};
     insert into kept_equal
     select ${at}, e.side, x.rid, y.rid from ${readSnapshot([files.keptEqual])} e
     join moved x on x.former = e.rid join moved y on y.former = e.stands where e.search = ${last.at}`,
    [],
    options,
  )
}

/** The rows that are searched, and what was found among those of them that were searched before and are as they were then. */
export function searchedBefore(
  { files }: LastStages,
  { last, place }: Search,
): { readonly from: NonNullable<Sides['from']>; readonly earlier: Earlier } | undefined {
  if (last === undefined) return undefined
  const equal = (side: string) =>
    `(select rid, stands from ${readSnapshot([files.keptEqual])} where search = ${last.at} and side = '${side}')`
  // `taken` is of last time, when there may have been other rules before this one.
  const asked = place === undefined ? 'true' : `(n.taken is null or n.taken > ${last.place})`
  return {
    from: `(
      select n.*, coalesce(a.stands, n.former) as known_a, case when ${asked} then coalesce(b.stands, n.former) end as known_b
      from norm n left join ${equal('a')} a on a.rid = n.former left join ${equal('b')} b on b.rid = n.former)`,
    earlier: {
      pairs: `select a, b, score from ${readSnapshot([files.keptPairs])} where search = ${last.at}`,
      known: ['known_a', 'known_b'],
    },
  }
}

import type { EngineSession } from '../engine/engine.ts'
import { editsAllowedSql } from './edit-distance.ts'
import type { PlannedCondition } from './plan-unification.ts'
import { longSignatures, shortSignatures } from './signatures.ts'

type Options = { readonly signal?: AbortSignal }

export type BlockLimits = {
  /** As many pairs are compared at most. */
  readonly limit: number
  /** Large blocks are parted where they hold more pairs than this together. */
  readonly partAbove: number
  /** Blocks with no more pairs than this are not parted. */
  readonly smallBlock: number
}

/** What a search had to leave out: blocks of rows alike in everything that could part them, and how many pairs those hold. */
export type LeftOut = { readonly blocks: number; readonly pairs: number }

/** What holds the rows of either side (`e, k, l0, m0 …`, the left one `whole` too): `k` is the block that each is in. */
export type Blocks = { readonly a: string; readonly b: string }

/** Fills `block_a`, `block_b` and `block_size` (`k, pairs`), which `partBlocks` goes on from. */
export async function layOutBlocks(session: EngineSession, { a, b }: Blocks, options: Options): Promise<void> {
  await session.run(
    `create or replace temp table block_a as from ${a};
     create or replace temp table block_b as from ${b};
     create or replace temp table block_size as ${blockSizes({ a: 'block_a', b: 'block_b' })}`,
    [],
    options,
  )
}

/** How many pairs blocks hold: all together, those that may have to be parted, and the largest. */
export type BlockSize = { readonly pairs: number; readonly heavy: number; readonly largest: number }

/** How many pairs each block holds that has rows on both sides. */
export function blockSizes({ a, b }: Blocks): string {
  return `
    select k, a.n::double * b.n as pairs from (select k, count(*) as n from ${a} group by k) a
    join (select k, count(*) as n from ${b} group by k) b using (k)`
}

/** The `BlockSize` of what `blockSizes` tells. */
export function totalSizes(sizes: string, smallBlock: number): string {
  return `
    select coalesce(sum(pairs), 0)::double as pairs, coalesce(sum(pairs) filter (pairs > ${smallBlock}), 0)::double as heavy,
      coalesce(max(pairs), 0)::double as largest
    from ${sizes}`
}

/**
 * Parts blocks that hold too many pairs by what fuzzy conditions leave equal, one condition after another. What is still too much in
 * the end is left out, the largest blocks first; answers what that was.
 */
export async function partBlocks(
  session: EngineSession,
  fuzzy: readonly PlannedCondition[],
  right: string,
  unparted: BlockSize,
  { limit, partAbove, smallBlock }: BlockLimits,
  options: Options,
): Promise<{ readonly compared: number; readonly leftOut?: LeftOut }> {
  let size = unparted
  const seen = fuzzy.map((_, at) => `l${at}, m${at}`).join(', ')
  for (const [round, at] of (await inOrderOfUse(session, fuzzy)).entries()) {
    if (size.heavy <= partAbove) break
    const percent = fuzzy[at]?.percent ?? 100
    for (const side of ['a', 'b'] as const) {
      await session.run(
        `create or replace temp table heavy_${side} as
         select b.e, b.k, ent.f${at} as v from block_${side} b join ${side === 'a' ? 'ent_a' : right} ent on ent.e = b.e
         where b.k in (select k from block_size where pairs > ${smallBlock})`,
        [],
        options,
      )
    }
    for (const side of ['a', 'b'] as const) {
      const entities = side === 'a' ? 'ent_a' : right
      const finer = signatures(side, percent, right === 'ent_a' && round === 0).map(
        (each) =>
          `union all by name select e, s.k, ${side === 'a' ? 'false as whole,' : ''} ${seen} from (${each}) s join ${entities} using (e)`,
      )
      await session.run(
        `create or replace temp table block_${side} as
         select * from block_${side} where k in (select k from block_size where pairs <= ${smallBlock})
         ${finer.join(' ')}`,
        [],
        options,
      )
    }
    const [measured] = await session.rows<BlockSize>(
      `drop table heavy_a; drop table heavy_b;
       create or replace temp table block_size as ${blockSizes({ a: 'block_a', b: 'block_b' })};
       ${totalSizes('block_size', smallBlock)}`,
      [],
      options,
    )
    size = measured ?? size
  }
  const leftOut = size.pairs > limit ? await leaveOutLargest(session, limit, options) : undefined
  return { compared: size.pairs - (leftOut?.pairs ?? 0), ...(leftOut && { leftOut }) }
}

/**
 * Either side may hold the longer text of a pair. Within one table each row stands on both sides, so one of the two ways finds
 * every pair (`oneWay`); that settles which row stands on which side, so that a second condition needs both again.
 */
function signatures(side: 'a' | 'b', percent: number, oneWay: boolean): string[] {
  const longer = { a: longSignatures('heavy_a', percent, 1), b: longSignatures('heavy_b', percent, 2) }
  if (side === 'a') {
    return [longer.a, ...(oneWay ? [] : [meeting(shortSignatures('heavy_a', percent, 2, 'longer'), longer.b)])]
  }
  return [meeting(shortSignatures('heavy_b', percent, 1, 'as long, too'), longer.a), ...(oneWay ? [] : [longer.b])]
}

/** A text has many pieces that a longer one could have, most of which none has: those are never written down. */
function meeting(short: string, long: string): string {
  return `select distinct e, k from (${short}) semi join (select k from (${long})) using (k)`
}

/** The fuzzy conditions, first the one whose texts leave the longest pieces untouched. */
async function inOrderOfUse(session: EngineSession, fuzzy: readonly PlannedCondition[]): Promise<number[]> {
  if (fuzzy.length < 2) return fuzzy.map((_, at) => at)
  const sizes = fuzzy.map(({ percent }, at) => `avg(l${at} / (${editsAllowedSql(`l${at}`, percent)} + 1)) as s${at}`)
  const [row] = await session.rows<Record<string, number | null>>(`select ${sizes.join(', ')} from ent_a`)
  return fuzzy.map((_, at) => at).sort((a, b) => (row?.[`s${b}`] ?? 0) - (row?.[`s${a}`] ?? 0) || a - b)
}

async function leaveOutLargest(session: EngineSession, limit: number, options: Options): Promise<LeftOut | undefined> {
  await session.run(
    `create or replace temp table too_large as
     select k, pairs from (select *, sum(pairs) over (order by pairs, k rows unbounded preceding) as so_far from block_size)
     where so_far > ${limit}`,
    [],
    options,
  )
  const [left] = await session.rows<{ blocks: number; pairs: number }>(
    'select count(*) as blocks, coalesce(sum(pairs), 0)::double as pairs from too_large',
  )
  if (!left || left.blocks === 0) return undefined
  for (const side of ['a', 'b']) {
    await session.run(`delete from block_${side} where k in (select k from too_large)`, [], options)
  }
  await session.run('delete from block_size where k in (select k from too_large); drop table too_large')
  return { blocks: left.blocks, pairs: left.pairs }
}

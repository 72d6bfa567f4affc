import type { EngineSession } from '../engine/engine.ts'
import { editsAllowedSql } from './edit-distance.ts'
import { letterMaskSql } from './letter-mask.ts'
import type { PlannedCondition, PlannedException, PlannedRule } from './plan-unification.ts'
import { longSignatures, shortSignatures } from './signatures.ts'

type Options = { readonly signal?: AbortSignal }

type Limits = Options & {
  /** As many pairs are compared at most. */
  readonly limit?: number
  /** Large blocks are parted where they hold more pairs than this together. */
  readonly partAbove?: number
  /** Blocks with no more pairs than this are not parted. */
  readonly smallBlock?: number
  readonly earlier?: Earlier | undefined
}

/** Which rows are compared: conditions over `from` (`rid, n0 …`; default `norm`). Without `right` the left ones among themselves. */
export type Sides = { readonly left: string; readonly right?: string; readonly from?: string }

/** What a search had to leave out: blocks of rows alike in everything that could part them, and how many pairs those hold. */
export type LeftOut = { readonly blocks: number; readonly pairs: number }

export type Found = {
  /** Pairs that were compared, to tell how well blocks part the rows. */
  readonly compared: number
  /** Whether any had to be: rows equal in all conditions of an exact rule are alike without. */
  readonly searched: boolean
  readonly leftOut?: LeftOut
}

/**
 * Entities that an earlier search of the same rule has compared, so that only pairs with another one need be: `known` are expressions over the
 * rows of either side of the number that such an entity has in `pairs` (`a, b, score`), which has those of that search that are alike; null for
 * rows that it did not see.
 */
export type Earlier = { readonly pairs: string; readonly known: readonly [left: string, right: string] }

/** Blocks with no more pairs than this are compared at once; larger ones are parted further first. */
const fewInBlock = 5_000
/** Where large blocks hold no more than this together, parting them costs more than comparing. */
const fewPairs = 1_000_000
/** As many pairs are compared in all for one rule between two tables; what is beyond is left out and told. */
export const mostPairs = 300_000_000

/**
 * Finds which rows a rule makes one: fills the session's table `alike` (`ea, eb, score`) over `ent_a` and `ent_b`, in which rows
 * that are equal in everything the rule looks at stand together (`e`, `rid` the least of them, `rids` all). Score is the mean over
 * the conditions. Where there are no `right` rows, `ent_b` is `ent_a`, and `alike` has each pair once.
 */
export async function findPairs(
  session: EngineSession,
  rule: PlannedRule,
  sides: Sides,
  { limit = mostPairs, partAbove = fewPairs, smallBlock = fewInBlock, earlier, ...options }: Limits = {},
): Promise<Found> {
  const shape = shapeOf(rule)
  const from = sides.from ?? 'norm'
  const [left, other] = earlier?.known ?? []
  await layOutEntities(session, { table: 'ent_a', from, rows: sides.left, known: left }, shape, options)
  const right = sides.right === undefined ? 'ent_a' : 'ent_b'
  if (sides.right !== undefined)
    await layOutEntities(session, { table: 'ent_b', from, rows: sides.right, known: other }, shape, options)
  const { exact, fuzzy } = shape
  if (fuzzy.length === 0 && rule.except.length === 0) {
    // Equal in all conditions is equal in everything: within one table nothing is left to compare.
    const none = sides.right === undefined ? 'where false' : ''
    const on = exact.map((_, at) => `a.x${at} = b.x${at}`).join(' and ')
    await session.run(
      `create or replace temp table alike as select a.e as ea, b.e as eb, 1.0::double as score from ent_a a join ${right} b on ${on} ${none}`,
      [],
      options,
    )
    return { compared: 0, searched: false }
  }
  const keys = exact.map((_, at) => `x${at}`).join(', ')
  const start = keys === '' ? '0::ubigint' : `hash(${keys})`
  const within = sides.right === undefined
  const seen = fuzzy.map((_, at) => `, l${at}, m${at}`).join('')
  await session.run(
    `create or replace temp table block_a as select e, ${start} as k, true as whole ${seen} from ent_a`,
    [],
    options,
  )
  await session.run(
    `create or replace temp table block_b as select e, ${start} as k ${seen} from ${right}`,
    [],
    options,
  )
  const leftOut = await partBlocks(session, shape, right, { limit, partAbove, smallBlock }, options)
  const [size] = await session.rows<{ pairs: number }>(
    'select coalesce(sum(pairs), 0)::double as pairs from block_size',
    [],
    options,
  )
  const once = within ? 'where ka.e < kb.e or (not ka.whole and ka.e <> kb.e)' : ''
  const near = [...fuzzy.entries()].map(([at, { percent }]) => couldBe(at, percent))
  const meet = (a: string, b: string) =>
    `select ka.e as ka, kb.e as kb from (${a}) ka join (${b}) kb on ka.k = kb.k ${near.map((each) => `and ${each}`).join(' ')} ${once}`
  // What is left out hangs on all pairs that there are, so that nothing of an earlier search is taken over then.
  const anew = !earlier || leftOut !== undefined
  const sought = anew
    ? meet('from block_a', 'from block_b')
    : `${meet(`from block_a where e in (${freshOf('ent_a')})`, 'from block_b')}
       union all ${meet(`from block_a where e not in (${freshOf('ent_a')})`, `from block_b where e in (${freshOf(right)})`)}`
  const found = `
    select a.e as ea, b.e as eb, ${scoreSql(shape)} as score
    from (${sought}) join ent_a a on a.e = ka join ${right} b on b.e = kb where ${matchSql(shape)}`
  const still = anew
    ? ''
    : `union all select a.e, b.e, p.score from (${earlier.pairs}) p join ent_a a on a.known = p.a join ${right} b on b.known = p.b`
  await session.run(
    `create or replace temp table alike as
     select ${within ? 'least(ea, eb) as ea, greatest(ea, eb) as eb' : 'ea, eb'}, max(score) as score from (${found} ${still}) group by all`,
    [],
    options,
  )
  await session.run('drop table block_a; drop table block_b; drop table block_size')
  return { compared: size?.pairs ?? 0, searched: true, ...(leftOut && { leftOut }) }
}

/** The entities that an earlier search did not see. */
function freshOf(table: string): string {
  return `select e from ${table} where known is null`
}

/** The columns of a rule's entities: `x0 …` exact, `f0 …` fuzzy, `o0 …` exceptions. */
type Shape = {
  readonly exact: readonly PlannedCondition[]
  readonly fuzzy: readonly PlannedCondition[]
  readonly except: readonly PlannedException[]
}

function shapeOf({ where, except }: PlannedRule): Shape {
  return {
    exact: where.filter(({ percent }) => percent === 100),
    fuzzy: where.filter(({ percent }) => percent < 100),
    except,
  }
}

async function layOutEntities(
  session: EngineSession,
  { table, from, rows, known }: Record<'table' | 'from' | 'rows', string> & { readonly known?: string | undefined },
  { exact, fuzzy, except }: Shape,
  options: Options,
): Promise<void> {
  const needed = [
    ...exact.map(({ comparison }, at) => `n${comparison.at} as x${at}`),
    ...fuzzy.map(({ comparison }, at) => `n${comparison.at} as f${at}`),
  ]
  const columns = [...needed, ...except.map(({ comparison }, at) => `n${comparison.at} as o${at}`)]
  const present = [...exact, ...fuzzy].map(({ comparison }) => `n${comparison.at} is not null`)
  await session.run(
    `create or replace temp table ${table} as
     select rid as e, * ${fuzzy.map((_, at) => `, length(f${at}) as l${at}, strlen(f${at}) = length(f${at}) as s${at}, ${letterMaskSql(`f${at}`)} as m${at}`).join('')} from (
       select ${columns.join(', ')}, min(rid) as rid, list(rid) as rids ${known ? `, min(${known}) as known` : ''} from ${from}
       where ${[rows, ...present].join(' and ')} group by all)`,
    [],
    options,
  )
}

/**
 * Parts blocks that hold too many pairs by what fuzzy conditions leave equal, one condition after another. What is still too much in
 * the end is left out, the largest blocks first; answers what that was.
 */
async function partBlocks(
  session: EngineSession,
  { fuzzy }: Shape,
  right: string,
  { limit, partAbove, smallBlock }: Required<Omit<Limits, 'signal' | 'earlier'>>,
  options: Options,
): Promise<LeftOut | undefined> {
  await measure(session, options)
  const seen = fuzzy.map((_, at) => `l${at}, m${at}`).join(', ')
  for (const [round, at] of (await inOrderOfUse(session, fuzzy)).entries()) {
    const [heavy] = await session.rows<{ pairs: number }>(
      `select coalesce(sum(pairs), 0)::double as pairs from block_size where pairs > ${smallBlock}`,
      [],
      options,
    )
    if ((heavy?.pairs ?? 0) <= partAbove) break
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
    await session.run('drop table heavy_a; drop table heavy_b')
    await measure(session, options)
  }
  return await leaveOutLargest(session, limit, options)
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

/** How many pairs each block holds that has rows on both sides. */
async function measure(session: EngineSession, options: Options): Promise<void> {
  await session.run(
    `create or replace temp table block_size as
     select k, a.n::double * b.n as pairs from (select k, count(*) as n from block_a group by k) a
     join (select k, count(*) as n from block_b group by k) b using (k)`,
    [],
    options,
  )
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

/** Whether two entities match: exact conditions again, since blocks are told by hashes. */
function matchSql({ exact, fuzzy, except }: Shape): string {
  return [
    ...exact.map((_, at) => `a.x${at} = b.x${at}`),
    ...fuzzy.map(({ percent }, at) => `${editsSql(at)} <= ${allowed(at, percent)}`),
    ...except.map((exception, at) => `not ${exceptionSql(exception, `a.o${at}`, `b.o${at}`)}`),
  ].join(' and ')
}

function allowed(at: number, percent: number, [a, b] = ['a', 'b']): string {
  return editsAllowedSql(`greatest(${a}.l${at}, ${b}.l${at})`, percent)
}

/** What two entities that match have in common, told by numbers alone: lengths that are near, and letters. */
function couldBe(at: number, percent: number): string {
  const most = allowed(at, percent, ['ka', 'kb'])
  return `abs(ka.l${at} - kb.l${at}) <= ${most} and bit_count(xor(ka.m${at}, kb.m${at})) <= 2 * ${most}`
}

/** The engine's own count where both are plain, which is told once a text and not once a pair. */
function editsSql(at: number): string {
  return `case when a.s${at} and b.s${at} then levenshtein(a.f${at}, b.f${at}) else edits(a.f${at}, b.f${at}) end`
}

/** Rows equal in everything are alike, unless the rule makes an exception of what is the same: SQL to add to a condition over entities. */
export function blocksItself({ except }: PlannedRule): string {
  return except.map(({ when }, at) => (when === 'same' ? `and o${at} is null` : '')).join(' ')
}

/** Whether an exception blocks two values; a missing value blocks nothing. */
export function exceptionSql({ percent, when }: PlannedException, a: string, b: string): string {
  const alike =
    percent === 100
      ? `${a} = ${b}`
      : `edits(${a}, ${b}) <= ${editsAllowedSql(`greatest(length(${a}), length(${b}))`, percent)}`
  return `coalesce(${when === 'same' ? alike : `not (${alike})`}, false)`
}

/** The mean of the conditions' scores; an exact one that holds is 1 (feature map, N9). */
function scoreSql({ exact, fuzzy }: Shape): string {
  const each = fuzzy.map((_, at) => `(1 - ${editsSql(at)} / greatest(a.l${at}, b.l${at}))`)
  return `(${[String(exact.length), ...each].join(' + ')}) / ${exact.length + fuzzy.length}.0`
}

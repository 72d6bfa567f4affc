import type { EngineSession } from '../engine/engine.ts'
import { editsAllowedSql } from './edit-distance.ts'
import {
  type BlockLimits,
  type BlockSize,
  blockSizes,
  type LeftOut,
  layOutBlocks,
  partBlocks,
  totalSizes,
} from './part-blocks.ts'
import type { PlannedCondition, PlannedException, PlannedRule } from './plan-unification.ts'

type Options = { readonly signal?: AbortSignal }

type Limits = Options & Partial<BlockLimits> & { readonly earlier?: Earlier | undefined }

/**
 * Which rows are compared: conditions over `from` (`rid, n0 …`, and `m0 …` of what is compared by likeness; default `norm`). Without
 * `right` the left ones among themselves.
 */
export type Sides = { readonly left: string; readonly right?: string; readonly from?: string }

export type Found = {
  /** Pairs that were compared, to tell how well blocks part the rows. */
  readonly compared: number
  /** Whether any had to be: rows equal in all conditions of an exact rule are alike without. */
  readonly searched: boolean
  /** How many pairs are in `alike`. */
  readonly alike: number
  /** How many entities of either side are several rows. */
  readonly several: number
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
  const { exact, fuzzy } = shape
  const from = sides.from ?? 'norm'
  const within = sides.right === undefined
  const right = within ? 'ent_a' : 'ent_b'
  const [left, other] = earlier?.known ?? []
  const laidOut = [
    entitiesSql({ table: 'ent_a', from, rows: sides.left, known: left }, shape),
    ...(within ? [] : [entitiesSql({ table: 'ent_b', from, rows: sides.right, known: other }, shape)]),
  ].join('; ')
  const several = [...new Set(['ent_a', right])].map((each) => `(select count(*) from ${each} where len(rids) > 1)`)
  if (fuzzy.length === 0 && rule.except.length === 0) {
    // Equal in all conditions is equal in everything: within one table nothing is left to compare.
    const none = within ? 'where false' : ''
    const on = exact.map((_, at) => `a.x${at} = b.x${at}`).join(' and ')
    const [counted] = await session.rows<{ alike: number; several: number }>(
      `${laidOut};
       create or replace temp table alike as select a.e as ea, b.e as eb, 1.0::double as score from ent_a a join ${right} b on ${on} ${none};
       select (select count(*) from alike) as alike, ${several.join(' + ')} as several`,
      [],
      options,
    )
    return { compared: 0, searched: false, alike: counted?.alike ?? 0, several: counted?.several ?? 0 }
  }
  const keys = exact.map((_, at) => `x${at}`).join(', ')
  const start = keys === '' ? '0::ubigint' : `hash(${keys})`
  const seen = fuzzy.map((_, at) => `, l${at}, m${at}`).join('')
  const unparted = {
    a: `(select e, ${start} as k, true as whole ${seen} from ent_a)`,
    b: `(select e, ${start} as k ${seen} from ${right})`,
  }
  const [told] = await session.rows<BlockSize & { several: number; plain: boolean }>(
    `${laidOut};
     create or replace temp table alike (ea integer, eb integer, score double);
     select *, ${several.join(' + ')} as several, ${plainSql(shape, right)} as plain
     from (${totalSizes(`(${blockSizes(unparted)})`, smallBlock)})`,
    [],
    options,
  )
  const { pairs = 0, heavy = 0, largest = 0, several: equal = 0, plain = false } = told ?? {}
  const nothing = { searched: true, alike: 0, several: equal }
  // Every entity of one table stands on both sides of its block, and makes a pair with itself there.
  if (largest <= (within ? 1 : 0)) return { ...nothing, compared: pairs }
  const parting = heavy > partAbove || pairs > limit
  if (parting) await layOutBlocks(session, unparted, options)
  const { compared, leftOut } = parting
    ? await partBlocks(session, fuzzy, right, { pairs, heavy, largest }, { limit, partAbove, smallBlock }, options)
    : { compared: pairs }
  const blocks = parting ? { a: 'block_a', b: 'block_b' } : unparted
  const once = within ? 'where ka.e < kb.e or (not ka.whole and ka.e <> kb.e)' : ''
  const near = [...fuzzy.entries()].map(([at, { percent }]) => couldBe(at, percent))
  const meet = (a: string, b: string) =>
    `select ka.e as ka, kb.e as kb from (${a}) ka join (${b}) kb on ka.k = kb.k ${near.map((each) => `and ${each}`).join(' ')} ${once}`
  // What is left out hangs on all pairs that there are, so that nothing of an earlier search is taken over then.
  const anew = !earlier || leftOut !== undefined
  const sought = anew
    ? meet(`from ${blocks.a}`, `from ${blocks.b}`)
    : `${meet(`from ${blocks.a} where e in (${freshOf('ent_a')})`, `from ${blocks.b}`)}
       union all ${meet(`from ${blocks.a} where e not in (${freshOf('ent_a')})`, `from ${blocks.b} where e in (${freshOf(right)})`)}`
  const found = `
    select a.e as ea, b.e as eb, ${scoreSql(shape, plain)} as score
    from (${sought}) join ent_a a on a.e = ka join ${right} b on b.e = kb where ${matchSql(shape, plain)}`
  const still = anew
    ? ''
    : `union all select a.e, b.e, p.score from (${earlier.pairs}) p join ent_a a on a.known = p.a join ${right} b on b.known = p.b`
  const [counted] = await session.rows<{ alike: number }>(
    `create or replace temp table alike as
     select ${within ? 'least(ea, eb) as ea, greatest(ea, eb) as eb' : 'ea, eb'}, max(score) as score from (${found} ${still}) group by all;
     ${parting ? 'drop table block_a; drop table block_b; drop table block_size;' : ''}
     select count(*) as alike from alike`,
    [],
    options,
  )
  return { ...nothing, compared, alike: counted?.alike ?? 0, ...(leftOut && { leftOut }) }
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

function entitiesSql(
  { table, from, rows, known }: Record<'table' | 'from' | 'rows', string> & { readonly known?: string | undefined },
  { exact, fuzzy, except }: Shape,
): string {
  const columns = [
    ...exact.map(({ comparison }, at) => `n${comparison.at} as x${at}`),
    ...fuzzy.map(({ comparison }, at) => `n${comparison.at} as f${at}, m${comparison.at} as m${at}`),
    ...except.map(({ comparison }, at) => `n${comparison.at} as o${at}`),
  ]
  const present = [...exact, ...fuzzy].map(({ comparison }) => `n${comparison.at} is not null`)
  return `
    create or replace temp table ${table} as
    select rid as e, * ${fuzzy.map((_, at) => `, length(f${at}) as l${at}, strlen(f${at}) = length(f${at}) as s${at}`).join('')} from (
      select ${columns.join(', ')}, min(rid) as rid, list(rid) as rids ${known ? `, min(${known}) as known` : ''} from ${from}
      where ${[rows, ...present].join(' and ')} group by all)`
}

/** Whether no text that is compared by likeness has a letter beyond ASCII: then a far smaller query tells who is alike. */
function plainSql({ fuzzy, except }: Shape, right: string): string {
  const plain = [
    ...fuzzy.map((_, at) => `bool_and(s${at})`),
    ...except.flatMap(({ percent }, at) => (percent < 100 ? [`bool_and(strlen(o${at}) = length(o${at}))`] : [])),
  ].map((each) => `coalesce(${each}, true)`)
  if (plain.length === 0) return 'true'
  return [...new Set(['ent_a', right])].map((each) => `(select ${plain.join(' and ')} from ${each})`).join(' and ')
}

/** Whether two entities match: exact conditions again, since blocks are told by hashes. */
function matchSql({ exact, fuzzy, except }: Shape, plain: boolean): string {
  return [
    ...exact.map((_, at) => `a.x${at} = b.x${at}`),
    ...fuzzy.map(({ percent }, at) => `${editsSql(at, plain)} <= ${allowed(at, percent)}`),
    ...except.map((exception, at) => `not ${exceptionSql(exception, `a.o${at}`, `b.o${at}`, plain)}`),
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
function editsSql(at: number, plain: boolean): string {
  if (plain) return `levenshtein(a.f${at}, b.f${at})`
  return `case when a.s${at} and b.s${at} then levenshtein(a.f${at}, b.f${at}) else edits(a.f${at}, b.f${at}) end`
}

/** Rows equal in everything are alike, unless the rule makes an exception of what is the same: SQL to add to a condition over entities. */
export function blocksItself({ except }: PlannedRule): string {
  return except.map(({ when }, at) => (when === 'same' ? `and o${at} is null` : '')).join(' ')
}

/** Whether an exception blocks two values; a missing value blocks nothing. */
function exceptionSql({ percent, when }: PlannedException, a: string, b: string, plain: boolean): string {
  const alike =
    percent === 100
      ? `${a} = ${b}`
      : `${plain ? 'levenshtein' : 'edits'}(${a}, ${b}) <= ${editsAllowedSql(`greatest(length(${a}), length(${b}))`, percent)}`
  return `coalesce(${when === 'same' ? alike : `not (${alike})`}, false)`
}

/** The mean of the conditions' scores; an exact one that holds is 1 (feature map, N9). */
function scoreSql({ exact, fuzzy }: Shape, plain: boolean): string {
  const each = fuzzy.map((_, at) => `(1 - ${editsSql(at, plain)} / greatest(a.l${at}, b.l${at}))`)
  return `(${[String(exact.length), ...each].join(' + ')}) / ${exact.length + fuzzy.length}.0`
}

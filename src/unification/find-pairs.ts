import type { EngineSession } from '../engine/engine.ts'
import { editsAllowedSql } from './edit-distance.ts'
import type { PlannedCondition, PlannedException, PlannedRule } from './plan-unification.ts'
import { longSignatures, shortSignatures } from './signatures.ts'

type Options = { readonly signal?: AbortSignal }

type Limits = Options & {
  /** As many pairs are compared at most. */
  readonly limit?: number
  /** Large blocks are parted where they hold more pairs than this together. */
  readonly partAbove?: number
}

/** Which rows are compared: conditions over `norm` (`rid`). Without `right` the left ones among themselves. */
export type Sides = { readonly left: string; readonly right?: string }

/** What a search had to leave out: blocks of rows alike in everything that could part them, and how many pairs those hold. */
export type LeftOut = { readonly blocks: number; readonly pairs: number }

export type Found = {
  /** Pairs that were compared, to tell how well blocks part the rows. */
  readonly compared: number
  readonly leftOut?: LeftOut
}

/** Blocks with no more pairs than this are compared at once; larger ones are parted further first. */
const smallBlock = 2_000
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
  { limit = mostPairs, partAbove = fewPairs, ...options }: Limits = {},
): Promise<Found> {
  const shape = shapeOf(rule)
  await layOutEntities(session, 'ent_a', shape, sides.left, options)
  const right = sides.right === undefined ? 'ent_a' : 'ent_b'
  if (sides.right !== undefined) await layOutEntities(session, 'ent_b', shape, sides.right, options)
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
    return { compared: 0 }
  }
  const keys = exact.map((_, at) => `x${at}`).join(', ')
  const start = keys === '' ? '0::ubigint' : `hash(${keys})`
  await session.run(`create or replace temp table block_a as select e, ${start} as k from ent_a`, [], options)
  await session.run(`create or replace temp table block_b as select e, ${start} as k from ${right}`, [], options)
  const leftOut = await partBlocks(session, shape, right, { limit, partAbove }, options)
  const [size] = await session.rows<{ pairs: number }>(
    'select coalesce(sum(pairs), 0)::double as pairs from block_size',
    [],
    options,
  )
  const within = sides.right === undefined
  await session.run(
    `create or replace temp table alike as
     select ${within ? 'least(ea, eb) as ea, greatest(ea, eb) as eb' : 'ea, eb'}, max(score) as score from (
       select a.e as ea, b.e as eb, ${scoreSql(shape)} as score
       from block_a ka join block_b kb using (k) join ent_a a on a.e = ka.e join ${right} b on b.e = kb.e
       where ${within ? 'a.e <> b.e and' : ''} ${matchSql(shape)}
     ) group by all`,
    [],
    options,
  )
  await session.run('drop table block_a; drop table block_b; drop table block_size')
  return { compared: size?.pairs ?? 0, ...(leftOut && { leftOut }) }
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
  table: string,
  { exact, fuzzy, except }: Shape,
  rows: string,
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
     select row_number() over () as e, * ${fuzzy.map((_, at) => `, length(f${at}) as l${at}`).join('')} from (
       select ${columns.join(', ')}, min(rid) as rid, list(rid) as rids from norm
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
  { limit, partAbove }: Required<Pick<Limits, 'limit' | 'partAbove'>>,
  options: Options,
): Promise<LeftOut | undefined> {
  await measure(session, options)
  for (const at of await inOrderOfUse(session, fuzzy)) {
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
      await session.run(
        `create or replace temp table block_${side} as
         select e, k from block_${side} where k in (select k from block_size where pairs <= ${smallBlock})
         ${signatures(side, percent, right === 'ent_a')
           .map((each) => `union all select * from (${each})`)
           .join(' ')}`,
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
 * every pair.
 */
function signatures(side: 'a' | 'b', percent: number, within: boolean): string[] {
  const table = `heavy_${side}`
  if (side === 'a') {
    return [longSignatures(table, percent, 1), ...(within ? [] : [shortSignatures(table, percent, 2, 'longer')])]
  }
  return [shortSignatures(table, percent, 1, 'as long, too'), ...(within ? [] : [longSignatures(table, percent, 2)])]
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

/** Whether two entities match: exact conditions again, since blocks are told by hashes; lengths first, since they cost nothing. */
function matchSql({ exact, fuzzy, except }: Shape): string {
  return [
    ...exact.map((_, at) => `a.x${at} = b.x${at}`),
    ...fuzzy.map(({ percent }, at) => `abs(a.l${at} - b.l${at}) <= ${allowed(at, percent)}`),
    ...fuzzy.map(({ percent }, at) => `edits(a.f${at}, b.f${at}) <= ${allowed(at, percent)}`),
    ...except.map((exception, at) => `not ${exceptionSql(exception, `a.o${at}`, `b.o${at}`)}`),
  ].join(' and ')
}

function allowed(at: number, percent: number): string {
  return editsAllowedSql(`greatest(a.l${at}, b.l${at})`, percent)
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
  const each = fuzzy.map((_, at) => `(1 - edits(a.f${at}, b.f${at}) / greatest(a.l${at}, b.l${at}))`)
  return `(${[String(exact.length), ...each].join(' + ')}) / ${exact.length + fuzzy.length}.0`
}

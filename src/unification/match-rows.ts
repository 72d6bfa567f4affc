import type { RuleFigures } from '../contract/unification-figures.ts'
import type { EngineSession } from '../engine/engine.ts'
import { findPairs } from './find-pairs.ts'
import type { PlannedRule, PlannedTable, UnificationPlan } from './plan-unification.ts'
import { between, type LastStages, lastFigures, layOutLast, type StageHashes, within } from './reuse-stages.ts'
import { unite } from './unite.ts'

type Options = {
  readonly signal?: AbortSignal
  readonly onStage?: (stage: string) => void
  /** What the last unification found, and what today's stages hang on: what holds still is taken over. */
  readonly last?: LastStages
  readonly hashes?: StageHashes
}

/**
 * Makes the rows of `cells` one that are one person, table by table: within the table first, then with those above. Adds to `pair`
 * what was made one by which rule; `u` is the table above, `t` itself within a table.
 */
export async function matchRows(
  session: EngineSession,
  plan: UnificationPlan,
  options: Options = {},
): Promise<RuleFigures[]> {
  const offsets = await session.rows<{ t: number; first: number; last: number }>(
    'select t, min(rid) as first, max(rid) as last from cells group by t',
  )
  const rowsOf = (t: number) => {
    const range = offsets.find((each) => each.t === t)
    return range ? { first: range.first, sql: `rid between ${range.first} and ${range.last}` } : undefined
  }
  const figures: RuleFigures[] = []
  const { last, hashes = {} } = options
  const holds = (stage: string) =>
    last !== undefined && hashes[stage] !== undefined && hashes[stage] === last.hashes[stage]
  if (last) await layOutLast(session, plan, last)
  for (const table of plan.tables) {
    const own = rowsOf(table.at)
    if (!own) continue
    const { name } = table.table
    if (last && holds(within(name))) {
      await takeOver(session, `t = ${table.at} and kind = 'within'`, options)
      figures.push(...lastFigures(last, 'within', table))
    } else {
      options.onStage?.(`within ${name}`)
      figures.push(...(await findDuplicates(session, table, own.sql, options)))
    }
    if (last && holds(between(name))) {
      await takeOver(session, `t = ${table.at} and kind = 'between'`, options)
      figures.push(...lastFigures(last, 'between', table))
      continue
    }
    for (const { table: above, rules } of table.against) {
      const other = rowsOf(above)
      if (!other) continue
      const against = plan.tables[above]?.table.name ?? ''
      for (const rule of rules) {
        options.signal?.throwIfAborted()
        options.onStage?.(`${table.table.name} with ${against}`)
        figures.push(await matchWith(session, { table, above, against, rule, own, other: other.sql }, options))
      }
    }
  }
  return figures
}

/** Makes one again what was made one. */
async function takeOver(session: EngineSession, which: string, options: Options): Promise<void> {
  await session.run(
    `create or replace temp table edges as select a, b, 0 as rank, coalesce(score, 1) as score from was where ${which}`,
  )
  await unite(session, 'edges', options)
  await session.run(`insert into pair select * from was where ${which}; drop table edges`)
}

/** Every rule on every row of a table; what is alike by any of them is one, and whatever is alike with that. */
async function findDuplicates(
  session: EngineSession,
  { at, table, own }: PlannedTable,
  rows: string,
  options: Options,
): Promise<RuleFigures[]> {
  if (own.length === 0) return []
  await session.run('create or replace temp table edges (a integer, b integer, rank integer, score double)')
  const found: RuleFigures[] = []
  for (const [rank, rule] of own.entries()) {
    const { leftOut } = await findPairs(session, rule, { left: rows }, options)
    await session.run(
      `insert into edges
       select a.rid, b.rid, ${rank}, score from alike join ent_a a on a.e = ea join ent_a b on b.e = eb
       union all select rid, other, ${rank}, 1 from (select rid, unnest(rids) as other from ent_a where len(rids) > 1 ${blocksItself(rule)}) where rid <> other`,
      [],
      options,
    )
    found.push({
      kind: 'within',
      table: table.name,
      rule: rule.name,
      found: 0,
      refused: 0,
      ...(leftOut && { leftOut }),
    })
  }
  const refused = await unite(session, 'edges', options)
  const names = own.map(({ name }) => name)
  await session.run(
    `insert into pair select a, b, 'within', ${at}, ${at}, list_extract($1::varchar[], r + 1), score from (
       select least(e.a, e.b) as a, greatest(e.a, e.b) as b, min(rank) as r, arg_min(score, rank) as score
       from edges e join label la on la.rid = e.a join label lb on lb.rid = e.b where la.label = lb.label group by all)`,
    [names],
    options,
  )
  const counted = await session.rows<{ rank: number; rows: number }>(
    `select rank, count(distinct rid) as rows from (
       select e.rank, unnest([e.a, e.b]) as rid from edges e
       join label la on la.rid = e.a join label lb on lb.rid = e.b where la.label = lb.label) group by rank`,
  )
  await session.run('drop table edges')
  return found.map((figures, at) => ({
    ...figures,
    found: counted.find(({ rank }) => rank === at)?.rows ?? 0,
    refused: at === 0 ? refused : 0,
  }))
}

/** Rows equal in everything are alike, unless the rule makes an exception of what is the same. */
function blocksItself({ except }: PlannedRule): string {
  return except.map(({ when }, at) => (when === 'same' ? `and o${at} is null` : '')).join(' ')
}

type Between = {
  readonly table: PlannedTable
  readonly above: number
  readonly against: string
  readonly rule: PlannedRule
  readonly own: { readonly first: number; readonly sql: string }
  readonly other: string
}

/**
 * Asks one rule of those of a table who have found nobody above yet. Each group of rows takes the row above that it is most alike
 * with, of several the first. Where a list keeps two apart who would both come to one, the better keeps the place, and the other
 * takes the next that it may.
 */
async function matchWith(session: EngineSession, step: Between, options: Options): Promise<RuleFigures> {
  const { table, above, against, rule, own, other } = step
  const free = `${own.sql} and rid in (select rid from label where label >= ${own.first})`
  const { leftOut } = await findPairs(session, rule, { left: other, right: free }, options)
  const [lists] = await session.rows<{ any: boolean }>('select count(*) > 0 as any from never')
  const all = lists?.any === true
  // The first row above stands for all that are equal to it, unless somebody has to be kept apart from it.
  await session.run(
    `create or replace temp table candidate as
     select unnest(${all ? 'a.rids' : '[a.rid]'}) as to_row, from_row, score
     from alike join ent_a a on a.e = ea join (select e, unnest(rids) as from_row from ent_b) b on b.e = eb`,
    [],
    options,
  )
  let found = 0
  let refused = 0
  for (;;) {
    if (all) await session.run(`create or replace temp table hostile as ${hostileLabels}`)
    await session.run(
      `create or replace temp table edges as
       select to_row as a, from_row as b, 0 as rank, score from (
         select c.*, row_number() over (partition by lb.label order by score desc, to_row, from_row) as place
         from candidate c join label lb on lb.rid = c.from_row join label la on la.rid = c.to_row
         ${all ? 'anti join hostile h on h.one = la.label and h.two = lb.label' : ''}
         where lb.label >= ${own.first}
       ) where place = 1`,
      [],
      options,
    )
    const left = await unite(session, 'edges', options)
    const kept = 'from edges e join label la on la.rid = e.a join label lb on lb.rid = e.b where la.label = lb.label'
    await session.run(
      `insert into pair select e.a, e.b, 'between', ${table.at}, ${above}, $1, e.score ${kept}`,
      [rule.name],
      options,
    )
    const [count] = await session.rows<{ found: number }>(`select count(*) as found ${kept}`)
    found += count?.found ?? 0
    refused += left
    if (left === 0) break
  }
  await session.run('drop table candidate; drop table edges')
  return {
    kind: 'between',
    table: table.table.name,
    against,
    rule: rule.name,
    found,
    refused,
    ...(leftOut && { leftOut }),
  }
}

/** Whom lists keep apart, by those who are with them already. */
const hostileLabels = `
  select lx.label as one, ly.label as two from never n join label lx on lx.rid = n.x join label ly on ly.rid = n.y
  union select ly.label, lx.label from never n join label lx on lx.rid = n.x join label ly on ly.rid = n.y`

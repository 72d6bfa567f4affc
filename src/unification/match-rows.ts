import type { RuleFigures } from '../contract/unification-figures.ts'
import type { EngineSession } from '../engine/engine.ts'
import { blocksItself, type Found, findPairs, type Sides } from './find-pairs.ts'
import { keepAgain, keepFound, layOutKept, noteTaken, noteTakenAgain, searchedBefore } from './kept-pairs.ts'
import type { PlannedTable, UnificationPlan } from './plan-unification.ts'
import {
  between,
  type LastStages,
  lastFigures,
  type Search,
  type StageHashes,
  searchesOf,
  type TableSearches,
  tellSearch,
  within,
} from './reuse-stages.ts'
import { unite } from './unite.ts'

type Options = {
  readonly signal?: AbortSignal
  readonly onStage?: (stage: string) => void
  /** What the last unification found, and what today's stages hang on: what holds still is taken over. */
  readonly last?: LastStages
  readonly hashes?: StageHashes
}

export type Matched = {
  readonly rules: readonly RuleFigures[]
  /** The searches that were done, by what they hang on: see `StagesDone`. */
  readonly searches: readonly string[]
}

/**
 * Makes the rows of `cells` one that are one person, table by table: within the table first, then with those above. Adds to `pair`
 * what was made one by which rule; `u` is the table above, `t` itself within a table. What is kept for the next time is in `kept_pair`,
 * `kept_equal` and `taken`.
 */
export async function matchRows(
  session: EngineSession,
  plan: UnificationPlan,
  options: Options = {},
): Promise<Matched> {
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
  const searches = searchesOf(plan, last)
  await layOutKept(session)
  const [lists] = await session.rows<{ any: boolean }>('select count(*) > 0 as any from never')
  const listed = lists?.any === true
  for (const [at, table] of plan.tables.entries()) {
    const rows = rowsOf(table.at)
    const { own, between: others } = searches[at] ?? { own: [], between: [] }
    if (!rows) continue
    const { name } = table.table
    if (last && holds(within(name))) {
      await takeOver(session, `t = ${table.at} and kind = 'within'`, options)
      for (const search of own) await keepAgain(session, last, search, options)
      figures.push(...lastFigures(last, 'within', table))
    } else {
      options.onStage?.(`within ${name}`)
      figures.push(...(await findDuplicates(session, table, { searches: own, rows: rows.sql }, options)))
    }
    if (last && holds(between(name))) {
      await takeOver(session, `t = ${table.at} and kind = 'between'`, options)
      for (const search of others) await keepAgain(session, last, search, options)
      await noteTakenAgain(session, table.at, options)
      figures.push(...lastFigures(last, 'between', table))
      continue
    }
    await noteTaken(session, { ...rows, place: 0 }, options)
    for (const search of others) {
      const above = plan.tables[search.above]
      const upper = rowsOf(search.above)
      if (!above || !upper) continue
      options.signal?.throwIfAborted()
      options.onStage?.(`${name} with ${above.table.name}`)
      const matched = await matchWith(session, { table, above, search, rows, upper: upper.sql, listed }, options)
      figures.push(matched)
      if (matched.found > 0) await noteTaken(session, { ...rows, place: search.place + 1 }, options)
    }
  }
  // What searches leave is as large as the tables, and what comes next needs the memory.
  const left = ['ent_a', 'ent_b', 'alike', 'moved', 'was']
  await session.run(left.map((table) => `drop table if exists ${table}`).join('; '))
  return { rules: figures, searches: wholeSearches(plan, searches, figures) }
}

/** What the searches hang on, but for those that could not look at everything, of which nothing may be taken over. */
function wholeSearches(
  { tables }: UnificationPlan,
  searches: readonly TableSearches[],
  figures: readonly RuleFigures[],
) {
  const partly = figures.filter(({ leftOut }) => leftOut)
  return searches.flatMap(({ own, between: others }, at) =>
    [...own, ...others].map((search) => {
      const { rule, above } = search
      const against = above === undefined ? undefined : tables[above]?.table.name
      const isThis = (each: RuleFigures) =>
        each.table === tables[at]?.table.name && each.rule === rule.name && each.against === against
      return partly.some(isThis) ? '' : tellSearch(search)
    }),
  )
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
  { at, table }: PlannedTable,
  { searches, rows }: { readonly searches: readonly Search[]; readonly rows: string },
  options: Options,
): Promise<RuleFigures[]> {
  if (searches.length === 0) return []
  await session.run('create or replace temp table edges (a integer, b integer, rank integer, score double)')
  const found: RuleFigures[] = []
  let any = false
  for (const [rank, search] of searches.entries()) {
    const { rule } = search
    const { alike, several, leftOut } = await searchFor(session, search, { left: rows }, options)
    const edges = [
      ...(alike > 0
        ? [`select a.rid, b.rid, ${rank}, score from alike join ent_a a on a.e = ea join ent_a b on b.e = eb`]
        : []),
      ...(several > 0
        ? [
            `select rid, other, ${rank}, 1 from (select rid, unnest(rids) as other from ent_a where len(rids) > 1 ${blocksItself(rule)}) where rid <> other`,
          ]
        : []),
    ]
    if (edges.length > 0) await session.run(`insert into edges ${edges.join(' union all ')}`, [], options)
    any ||= edges.length > 0
    found.push({
      kind: 'within',
      table: table.name,
      rule: rule.name,
      found: 0,
      refused: 0,
      ...(leftOut && { leftOut }),
    })
  }
  if (!any) {
    await session.run('drop table edges')
    return found
  }
  const refused = await unite(session, 'edges', options)
  const names = searches.map(({ rule }) => rule.name)
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

/** Finds the pairs of a rule: anew those of which a row is new or was changed, or was not asked about before. */
async function searchFor(
  session: EngineSession,
  search: Search,
  sides: Sides,
  { last, ...options }: Options,
): Promise<Found> {
  const before = last && searchedBefore(last, search)
  const from = before ? { ...sides, from: before.from } : sides
  const found = await findPairs(session, search.rule, from, { ...options, earlier: before?.earlier })
  if (found.searched) await keepFound(session, search, sides.right === undefined ? ['a'] : ['a', 'b'], found, options)
  return found
}

type Between = {
  readonly table: PlannedTable
  readonly above: PlannedTable
  readonly search: Search
  readonly rows: { readonly first: number; readonly sql: string }
  /** The rows of the table above. */
  readonly upper: string
  /** Whether lists keep any two apart. */
  readonly listed: boolean
}

/**
 * Asks one rule of those of a table who have found nobody above yet. Each group of rows takes the row above that it is most alike
 * with, of several the first. Where a list keeps two apart who would both come to one, the better keeps the place, and the other
 * takes the next that it may.
 */
async function matchWith(session: EngineSession, step: Between, options: Options): Promise<RuleFigures> {
  const { table, above, search, rows, upper, listed } = step
  const free = `${rows.sql} and rid in (select rid from label where label >= ${rows.first})`
  const { alike, leftOut } = await searchFor(session, search, { left: upper, right: free }, options)
  const told = {
    kind: 'between' as const,
    table: table.table.name,
    against: above.table.name,
    rule: search.rule.name,
    ...(leftOut && { leftOut }),
  }
  if (alike === 0) return { ...told, found: 0, refused: 0 }
  // The first row above stands for all that are equal to it, unless somebody has to be kept apart from it.
  await session.run(
    `create or replace temp table candidate as
     select unnest(${listed ? 'a.rids' : '[a.rid]'}) as to_row, from_row, score
     from alike join ent_a a on a.e = ea join (select e, unnest(rids) as from_row from ent_b) b on b.e = eb`,
    [],
    options,
  )
  let found = 0
  let refused = 0
  for (;;) {
    if (listed) await session.run(`create or replace temp table hostile as ${hostileLabels}`)
    await session.run(
      `create or replace temp table edges as
       select to_row as a, from_row as b, 0 as rank, score from (
         select c.*, row_number() over (partition by lb.label order by score desc, to_row, from_row) as place
         from candidate c join label lb on lb.rid = c.from_row join label la on la.rid = c.to_row
         ${listed ? 'anti join hostile h on h.one = la.label and h.two = lb.label' : ''}
         where lb.label >= ${rows.first}
       ) where place = 1`,
      [],
      options,
    )
    const left = await unite(session, 'edges', options)
    const kept = 'from edges e join label la on la.rid = e.a join label lb on lb.rid = e.b where la.label = lb.label'
    await session.run(
      `insert into pair select e.a, e.b, 'between', ${table.at}, ${above.at}, $1, e.score ${kept}`,
      [search.rule.name],
      options,
    )
    const [count] = await session.rows<{ found: number }>(`select count(*) as found ${kept}`)
    found += count?.found ?? 0
    refused += left
    if (left === 0) break
  }
  await session.run('drop table candidate; drop table edges')
  return { ...told, found, refused }
}

/** Whom lists keep apart, by those who are with them already. */
const hostileLabels = `
  select lx.label as one, ly.label as two from never n join label lx on lx.rid = n.x join label ly on ly.rid = n.y
  union select ly.label, lx.label from never n join label lx on lx.rid = n.x join label ly on ly.rid = n.y`

import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import type { RuleFigures } from '../contract/unification-figures.ts'
import type { EngineSession } from '../engine/engine.ts'
import { quoteText } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import {
  type PlannedComparison,
  type PlannedRule,
  type PlannedTable,
  tellComparison,
  type UnificationPlan,
} from './plan-unification.ts'
import type { UnifiedFiles } from './unification-state.ts'

type Options = { readonly signal?: AbortSignal }

/** Raise it when the same tables and rules would now give other people or figures, so that everything is unified once more. */
export const unifierVersion = 6

/** What each stage was made from, by its name: `within shop`, `from shop` (with all tables above). */
export type StageHashes = Readonly<Record<string, string>>

/** What was done, to tell what of it holds still. */
export type StagesDone = {
  readonly hashes: StageHashes
  /** What was asked of which tables, in order: see `Search`. Empty where not all that was asked could be looked at. */
  readonly searches: readonly string[]
}

/** What a search hangs on and between tables its place, as `searches` has it. */
export function tellSearch({ hash, place }: Pick<Search, 'hash' | 'place'>): string {
  return place === undefined ? hash : `${hash} ${place}`
}

/** What the last unification found that holds still, to be taken over instead of being found again. */
export type LastStages = StagesDone & {
  readonly files: UnifiedFiles
  readonly rules: readonly RuleFigures[]
}

export function within(source: string): string {
  return `within ${source}`
}

export function between(source: string): string {
  return `from ${source}`
}

/**
 * What each stage hangs on. What is alike within a table hangs on its rows and its rules alone; who finds whom above, on all
 * tables above as well. Lists that keep people apart make both hang on everything, and then nothing is taken over: answers no hashes.
 * `generation` counts erasures, which take rows out of tables whose version stays.
 */
export function stageHashes(plan: UnificationPlan, generation: number): StageHashes {
  if (plan.never.length > 0) return {}
  const hashes: Record<string, string> = {}
  let above = hashOf([unifierVersion, generation, plan.always.map(({ name, version }) => [name, version])])
  for (const table of plan.tables) {
    const rows = [
      unifierVersion,
      generation,
      table.table.name,
      table.table.version,
      plan.fields.map(({ sql }) => sql.get(table.table.name)),
    ]
    const own = hashOf([rows, table.own.map((rule) => [tellRule(rule), listVersions(rule)])])
    above = hashOf([
      ...[above, own, rows],
      table.against.map(({ rules }) => rules.map((rule) => [tellRule(rule), listVersions(rule)])),
    ])
    hashes[within(table.table.name)] = own
    hashes[between(table.table.name)] = above
  }
  return hashes
}

/** A rule that is asked of a table, or between two. */
export type Search = {
  /** Its number among all of them. */
  readonly at: number
  /** What it hangs on beside the rows: which two rows a rule makes one is told by what those two are compared as, and by no other row. */
  readonly hash: string
  /** The number and the place that it had last time; undefined where it was not asked, or not all of it could be looked at. */
  readonly last: { readonly at: number; readonly place: number } | undefined
  readonly rule: PlannedRule
  /** The table above, and how many rules were asked of the table before between tables; within a table neither. */
  readonly above?: number
  readonly place?: number
}

export type TableSearches = { readonly own: readonly Search[]; readonly between: readonly Required<Search>[] }

/** What is asked of each table, in order. */
export function searchesOf({ tables }: UnificationPlan, last: LastStages | undefined): TableSearches[] {
  let at = 0
  const before = new Map(
    last?.searches.map((told, number) => {
      const [hash = '', place] = told.split(' ')
      return [hash, { at: number, place: Number(place ?? 0) }]
    }),
  )
  const search = (rule: PlannedRule, names: readonly (string | undefined)[]) => {
    const hash = hashOf([unifierVersion, names, tellRule(rule)])
    return { at: at++, hash, rule, last: before.get(hash) }
  }
  return tables.map(({ table: { name }, own, against }) => ({
    own: own.map((rule) => search(rule, [name])),
    between: against
      .flatMap(({ table, rules }) => rules.map((rule) => ({ above: table, rule })))
      .map(({ above, rule }, place) => ({ ...search(rule, [name, tables[above]?.table.name]), above, place })),
  }))
}

function tellRule({ name, where, except }: PlannedRule): unknown {
  const tell = ({ comparison, percent }: { readonly comparison: PlannedComparison; readonly percent: number }) => [
    tellComparison(comparison),
    percent,
  ]
  return [name, where.map(tell), except.map((each) => [tell(each), each.when])]
}

/** The versions of the tables that lists of values are read from. */
function listVersions({ where, except }: PlannedRule): unknown {
  return [...where, ...except].map(({ comparison: { alias, bypass } }) =>
    [alias, bypass].map((list) => (list && 'table' in list ? list.table.version : null)),
  )
}

function hashOf(told: unknown): string {
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}

/** Fills `content` (`rid, content`) with hashes of what rows are compared as, by which those are told that have not changed. */
export async function layOutContent(
  session: EngineSession,
  { comparisons }: UnificationPlan,
  options: Options,
): Promise<void> {
  const meaning = quoteText(hashOf(comparisons.map(tellComparison)))
  // With their lengths, so that no two rows are written alike.
  const values = comparisons.map(({ at }) => `coalesce(strlen(n${at}) || ':' || n${at}, '-')`)
  await session.run(
    `create or replace temp table content as select rid, hash(concat(${[meaning, ...values].join(', ')})) as content from norm`,
    [],
    options,
  )
}

/**
 * Lays out what the last unification found, as rows of today: `moved` (`former, rid, t`: their numbers then and now), and `was` (`a, b, kind, t,
 * u, rule, score`: what was made one), which is whole for stages that hold still. Rows of `norm` that are as they were get the number that
 * they had (`former`), and when they had found somebody (`taken`).
 */
export async function layOutLast(
  session: EngineSession,
  { tables }: UnificationPlan,
  { files }: LastStages,
  options: Options,
): Promise<void> {
  const names = tables.map(({ at, table }) => `when ${quoteText(table.name)} then ${at}`).join(' ')
  await session.run(
    `create or replace temp table moved as
     select l.rid as former, c.rid, c.t, l.taken, l.content from (
       select rid, case source ${names} end as t, key, taken, content from ${readSnapshot([files.links])}) l
     join cells c on c.t = l.t and c.key = l.key`,
    [],
    options,
  )
  await session.run(
    `create or replace temp table norm as
     select n.*, m.former, m.taken from norm n left join (
       select m.rid, m.former, m.taken from moved m join content c on c.rid = m.rid and c.content = m.content) m on m.rid = n.rid`,
    [],
    options,
  )
  await session.run(
    `create or replace temp table was as
     select x.rid as a, y.rid as b, p.kind, greatest(x.t, y.t) as t, least(x.t, y.t) as u, p.rule, p.score
     from ${readSnapshot([files.pairs])} p join moved x on x.former = p.a join moved y on y.former = p.b where p.kind <> 'always'`,
    [],
    options,
  )
}

/** The figures that a table's rules had. */
export function lastFigures({ rules }: LastStages, kind: RuleFigures['kind'], { table }: PlannedTable): RuleFigures[] {
  return rules.filter((each) => each.kind === kind && each.table === table.name)
}

export async function writeStages(file: string, done: StagesDone): Promise<void> {
  await writeFile(file, JSON.stringify(done))
}

/** What was written; undefined where there is no such file, or one of an earlier release, and then nothing is taken over. */
export async function readStages(file: string): Promise<StagesDone | undefined> {
  try {
    const done: Partial<StagesDone> = JSON.parse(await readFile(file, 'utf8'))
    return done.searches && done.hashes && { searches: done.searches, hashes: done.hashes }
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw thrown
  }
}

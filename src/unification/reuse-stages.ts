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

/** Raise it when the same tables and rules would now give other people, so that everything is unified once more. */
export const unifierVersion = 2

/** What each stage was made from, by its name: `within shop`, `from shop` (with all tables above). */
export type StageHashes = Readonly<Record<string, string>>

/** What the last unification found that holds still, to be taken over instead of being found again. */
export type LastStages = {
  readonly hashes: StageHashes
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
    const own = hashOf([rows, table.own.map(tellRule)])
    above = hashOf([above, own, rows, table.against.map(({ rules }) => rules.map(tellRule))])
    hashes[within(table.table.name)] = own
    hashes[between(table.table.name)] = above
  }
  return hashes
}

function tellRule({ name, where, except }: PlannedRule): unknown {
  const tell = ({ comparison, percent }: { readonly comparison: PlannedComparison; readonly percent: number }) => [
    tellComparison(comparison),
    percent,
    [comparison.alias, comparison.bypass].map((list) => (list && 'table' in list ? list.table.version : null)),
  ]
  return [name, where.map(tell), except.map((each) => [tell(each), each.when])]
}

function hashOf(told: unknown): string {
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}

/**
 * Lays out what the last unification made one, as rows of today: `was` (`a, b, kind, t, u, rule, score`). Only for stages that hold still.
 */
export async function layOutLast(
  session: EngineSession,
  { tables }: UnificationPlan,
  { files }: LastStages,
): Promise<void> {
  const names = tables.map(({ at, table }) => `when ${quoteText(table.name)} then ${at}`).join(' ')
  await session.run(
    `create or replace temp table moved as
     select l.rid as former, c.rid, c.t from (select rid, case source ${names} end as t, key from ${readSnapshot([files.links])}) l
     join cells c on c.t = l.t and c.key = l.key`,
  )
  await session.run(
    `create or replace temp table was as
     select x.rid as a, y.rid as b, p.kind, greatest(x.t, y.t) as t, least(x.t, y.t) as u, p.rule, p.score
     from ${readSnapshot([files.pairs])} p join moved x on x.former = p.a join moved y on y.former = p.b where p.kind <> 'always'`,
  )
  await session.run('drop table moved')
}

/** The figures that a table's rules had. */
export function lastFigures({ rules }: LastStages, kind: RuleFigures['kind'], { table }: PlannedTable): RuleFigures[] {
  return rules.filter((each) => each.kind === kind && each.table === table.name)
}

export async function writeStages(file: string, hashes: StageHashes): Promise<void> {
  await writeFile(file, JSON.stringify(hashes))
}

/** What was written; nothing where there is no such file, and then nothing is taken over. */
export async function readStages(file: string): Promise<StageHashes> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw thrown
  }
}

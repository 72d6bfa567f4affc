import type { Column, Table } from '../contract/catalogue.ts'
import { unifiedId } from '../contract/unification.ts'
import type { EngineSession } from '../engine/engine.ts'
import { quoteName, quoteText } from '../engine/quote-name.ts'
import { writeSnapshot } from '../engine/write-snapshot.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import type { PlannedTable, UnificationPlan } from './plan-unification.ts'
import { type UnifiedFiles, type UnifiedSnapshot, unifiedFiles, unifiedFolder } from './unification-state.ts'

type Options = { readonly signal?: AbortSignal }
type Keyed = { readonly name: string; readonly key: string }
/** What a table is made of, before it is. */
type Shape = Pick<Table, 'name' | 'key' | 'columns'>

/** The table of pairs of rows of two tables that were made one. */
export const matchPairsTable = 'match-pairs'

/** The table of a source's rows of whose person it has several. */
export function duplicatesTable(source: string): string {
  return `deduplication-${source}`
}

/** The tables that a unification writes of how it came about, beside the Customer table (feature map, N17). */
export function outputShapes(sources: readonly Keyed[]): Shape[] {
  return [...sources.map(duplicatesShape), matchPairsShape]
}

/** These tables as they were last written, by the sources that were unified; none where an earlier release unified them. */
export function outputTables(
  directory: DataDirectory,
  snapshot: Pick<UnifiedSnapshot, 'version' | 'figures'>,
  sources: readonly Keyed[],
): Table[] {
  const files = unifiedFiles(unifiedFolder(directory, snapshot.version))
  const { figures, version } = snapshot
  const duplicates = sources.flatMap((source): Table[] => {
    const rows = figures.tables.find((table) => table.source === source.name)?.several
    return rows === undefined
      ? []
      : [{ ...duplicatesShape(source), files: [files.duplicates(source.name)], version, rows }]
  })
  const rows = figures.matchPairs
  return rows === undefined ? [] : [...duplicates, { ...matchPairsShape, files: [files.matchPairs], version, rows }]
}

const text = (name: string): Column => ({ name, type: 'string', engineType: 'VARCHAR' })
const score: Column = { name: 'Score', type: 'number', engineType: 'DOUBLE' }

function duplicatesShape({ name, key }: Keyed): Shape {
  const columns = [key, `${key}_Alternate`, 'GroupId', 'Rule', 'WinnerId'].map(text)
  return { name: duplicatesTable(name), key, columns: [...columns, score, text(unifiedId)] }
}

const matchPairsShape: Shape = {
  name: matchPairsTable,
  key: 'PairId',
  columns: [...['PairId', 'Table1', 'Key1', 'Table2', 'Key2', 'Rule'].map(text), score, text(unifiedId)],
}

/**
 * Writes these tables of people who are laid out in the session; rows that are nobody's are in none. Every row of a person who has several
 * in a table is told with the winner, the group (its least key) and the rule by which it was made one with another of
 * them; without a rule where it came to the person by way of another table, or by a list.
 */
export async function writeOutputTables(
  session: EngineSession,
  plan: UnificationPlan,
  files: UnifiedFiles,
  options: Options = {},
): Promise<void> {
  for (const { at, table } of plan.tables) {
    await writeSnapshot(session, files.duplicates(table.name), { text: duplicatesSql(at, table), params: [] }, options)
  }
  await writeSnapshot(session, files.matchPairs, { text: matchPairsSql(plan.tables), params: [] }, options)
}

function duplicatesSql(at: number, { key }: Keyed): string {
  const alternates = `string_agg(m.key, ';' order by m.rid) filter (m.rid <> w.rid)`
  return `
    select m.key as ${quoteName(key)}, case when m.rid = g.winner then g.others end as ${quoteName(`${key}_Alternate`)},
      g.least as GroupId, r.rule as Rule, g.winner_key as WinnerId, r.score as Score, i.id as ${quoteName(unifiedId)}
    from mine m join (
      select m.label, any_value(w.rid) as winner, any_value(m.key) filter (m.rid = w.rid) as winner_key, arg_min(m.key, m.rid) as least, min(m.rid) as first, ${alternates} as others
      from mine m join winner w on w.label = m.label and w.t = m.t where m.t = ${at} group by m.label having count(*) > 1
    ) g on g.label = m.label join identity i on i.label = m.label
    left join (
      select rid, max(score) as score, min(rule) as rule from (
        select rid, rule, score, rank() over (partition by rid order by score desc) as place from (
          select a as rid, rule, score from pair where kind = 'within' and t = ${at}
          union all select b, rule, score from pair where kind = 'within' and t = ${at}))
      where place = 1 group by rid
    ) r on r.rid = m.rid
    where m.t = ${at} order by g.first, m.rid`
}

function matchPairsSql(tables: readonly PlannedTable[]): string {
  const name = (alias: string) =>
    `case ${alias}.t ${tables.map(({ at, table }) => `when ${at} then ${quoteText(table.name)}`).join(' ')} end`
  return `
    select (row_number() over (order by x.rid, y.rid))::varchar as PairId, ${name('x')} as Table1, x.key as Key1, ${name('y')} as Table2, y.key as Key2,
      p.rule as Rule, p.score as Score, i.id as ${quoteName(unifiedId)}
    from pair p join mine x on x.rid = p.a join mine y on y.rid = p.b join identity i on i.label = x.label where x.t <> y.t`
}

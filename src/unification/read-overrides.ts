import type { Table } from '../contract/catalogue.ts'
import type { EngineSession } from '../engine/engine.ts'
import { quoteName, quoteText } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { said } from '../lib/said.ts'
import type { UnificationPlan } from './plan-unification.ts'
import { UnificationError } from './unification-error.ts'
import { unite } from './unite.ts'

/** The columns of a list of pairs (feature map, N11); names of tables are the sources' names, as they are written. */
export const overrideColumns = ['Table1', 'Table1Key', 'Table2', 'Table2Key'] as const

const toldPairs = 10

/**
 * Reads the lists of pairs that are always or never one person into `always` and `never` (`x, y`, rows), and makes the former one.
 * Pairs of rows that are not there wait for them. Throws UnificationError for a list without its columns, for a table that is not
 * unified, and for pairs that the two kinds of lists contradict each other about, which it names.
 */
export async function readOverrides(session: EngineSession, plan: UnificationPlan): Promise<void> {
  await layOutPairs(session, 'always', plan.always, plan)
  await layOutPairs(session, 'never', plan.never, plan)
  await session.run('create or replace temp table never_kept as select * from never')
  await session.run('delete from never')
  await session.run(
    'create or replace temp table forced as select x as a, y as b, 0 as rank, 1.0::double as score from always',
  )
  await unite(session, 'forced')
  await session.run(
    "insert into pair select x, y, 'always', cy.t, cx.t, null, null from always join cells cx on cx.rid = x join cells cy on cy.rid = y",
  )
  await session.run('insert into never select * from never_kept; drop table never_kept; drop table forced')
  const contradicted = await session.rows<{ one: string; other: string }>(
    `select ${shownRow('cx', plan)} as one, ${shownRow('cy', plan)} as other
     from never n join label lx on lx.rid = n.x join label ly on ly.rid = n.y
     join cells cx on cx.rid = n.x join cells cy on cy.rid = n.y
     where lx.label = ly.label order by n.x, n.y`,
  )
  if (contradicted.length === 0) return
  const pairs = contradicted.slice(0, toldPairs).map(({ one, other }) => `${one} and ${other}`)
  const more = contradicted.length > toldPairs ? said` and ${contradicted.length - toldPairs} more` : ''
  throw new UnificationError(
    'unification_contradiction',
    said`The lists of pairs contradict each other: ${pairs.join('; ')}${more} are always one person by one list (or by way of other pairs of it) and never by another. Take them out of one of the lists.`,
  )
}

function shownRow(alias: string, { tables }: UnificationPlan): string {
  const name = tables.map(({ at, table }) => `when ${at} then ${quoteText(table.name)}`).join(' ')
  return `case ${alias}.t ${name} end || ' ' || ${alias}.key`
}

async function layOutPairs(
  session: EngineSession,
  name: 'always' | 'never',
  lists: readonly Table[],
  { tables }: UnificationPlan,
): Promise<void> {
  await session.run(`create or replace temp table ${name} (x integer, y integer)`)
  const place = (column: string) =>
    `case ${column} ${tables.map(({ at, table }) => `when ${quoteText(table.name)} then ${at}`).join(' ')} end`
  for (const list of lists) {
    const missing = overrideColumns.filter((column) => !list.columns.some((each) => each.name === column))
    if (missing.length > 0) {
      throw new UnificationError(
        'unification_lists',
        said`Source "${list.name}" is a list of pairs and lacks ${missing.map((column) => `"${column}"`).join(', ')}; it needs the columns ${overrideColumns.join(', ')}.`,
      )
    }
    const [t1, k1, t2, k2] = overrideColumns.map((column) => `trim(${quoteName(column)}::varchar)`) as [
      string,
      string,
      string,
      string,
    ]
    const from = readSnapshot(list.files)
    const [stranger] = await session.rows<{ name: string }>(
      `select name from (select ${t1} as name from ${from} union all select ${t2} from ${from}) where name is null or ${place('name')} is null order by 1 limit 1`,
    )
    if (stranger) {
      throw new UnificationError(
        'unification_lists',
        said`Source "${list.name}" has a pair of the table "${stranger.name ?? ''}", which is not unified. The tables are: ${tables.map(({ table }) => table.name).join(', ')}.`,
      )
    }
    await session.run(
      `insert into ${name} select distinct least(a.rid, b.rid), greatest(a.rid, b.rid)
       from (select ${place(t1)} as t1, ${k1} as k1, ${place(t2)} as t2, ${k2} as k2 from ${from}) p
       join cells a on a.t = p.t1 and a.key = p.k1 join cells b on b.t = p.t2 and b.key = p.k2 where a.rid <> b.rid`,
    )
  }
}

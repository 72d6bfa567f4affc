import type { EngineSession } from '../engine/engine.ts'
import type { UnificationPlan } from './plan-unification.ts'

type Options = { readonly signal?: AbortSignal }

/** A value that more rows have than this says nothing of who belongs together. */
const mostOfOneValue = 50

/**
 * Leaves of the rows that are laid out some of the first table, so many, and with them those of all tables that share something rare with them,
 * so that a sample has what a whole unification would bring together; and a few of each other table. The same rows at every call.
 * Answers whether anything was left out.
 */
export async function sampleRows(
  session: EngineSession,
  { comparisons, tables }: UnificationPlan,
  rows: number,
  options: Options = {},
): Promise<boolean> {
  const [all] = await session.rows<{ n: number }>('select count(*) as n from cells')
  if ((all?.n ?? 0) <= rows * tables.length) return false
  await session.run(
    `create or replace temp table chosen as select rid from cells where t = 0 order by hash(key), key limit ${rows}`,
    [],
    options,
  )
  for (const { at } of comparisons) {
    await session.run(
      `insert into chosen select rid from norm semi join (
         select n${at} from norm where n${at} in (select n${at} from norm semi join chosen using (rid))
         group by n${at} having count(*) <= ${mostOfOneValue}) shared using (n${at})`,
      [],
      options,
    )
  }
  for (const { at } of tables.slice(1)) {
    await session.run(
      `insert into chosen select rid from cells where t = ${at} order by hash(key), key limit ${Math.ceil(rows / 10)}`,
      [],
      options,
    )
  }
  await session.run(
    'create or replace temp table cells as select * from cells semi join chosen using (rid)',
    [],
    options,
  )
  await session.run('create or replace temp table norm as select * from norm semi join chosen using (rid)', [], options)
  await session.run('drop table chosen')
  return true
}

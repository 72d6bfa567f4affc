import type { EngineSession } from '../engine/engine.ts'
import type { SettledColumn } from './settle-columns.ts'
import { blankSql, filledSql } from './split-rows.ts'
import type { Staged } from './staged.ts'

/** Values of a column that do not fit its type; their rows would be corrupt. */
export type Misfits = {
  readonly column: string
  readonly rows: number
  /** Some of the values, cut off when long. */
  readonly examples: readonly string[]
}

/** Rows whose key would make them corrupt: it is blank, or a row before them has it. */
export type KeyFacts = { readonly blank: number; readonly repeated: number }

type Options = { readonly signal?: AbortSignal }

const shownExamples = 3

/** The columns some of whose values do not fit the type that was settled for them. */
export async function findMisfits(
  session: EngineSession,
  staged: Staged,
  columns: readonly SettledColumn[],
  options: Options,
): Promise<Misfits[]> {
  const failing = columns.filter(({ mayFail }) => mayFail)
  if (failing.length === 0) return []
  const misfit = ({ sql, staged: value }: SettledColumn) => `${filledSql(value)} and (${sql}) is null`
  const [counts = {}] = await session.rows<Record<string, number>>(
    `select ${failing.map((column, at) => `count(case when ${misfit(column)} then 1 end) as n${at}`).join(', ')} from ${staged.relation}`,
    [],
    options,
  )
  const found: Misfits[] = []
  for (const [at, column] of failing.entries()) {
    const rows = counts[`n${at}`] ?? 0
    if (rows === 0) continue
    const examples = await session.rows<{ value: string }>(
      `select left(${column.staged}::varchar, 80) as value from ${staged.relation} where ${misfit(column)}
       group by value order by count(*) desc, value limit ${shownExamples}`,
      [],
      options,
    )
    found.push({ column: column.column.name, rows, examples: examples.map(({ value }) => value) })
  }
  return found
}

/** How good a key a column is. */
export async function keyFacts(
  session: EngineSession,
  staged: Staged,
  { sql }: SettledColumn,
  options: Options,
): Promise<KeyFacts> {
  const [facts] = await session.rows<{ rows: number; filled: number; different: number }>(
    `select count(*) as rows, count(case when not blank then 1 end) as filled,
       count(distinct case when not blank then hash(k) end) as different
     from (select ${sql} as k, ${blankSql(sql)} as blank from ${staged.relation})`,
    [],
    options,
  )
  const { rows = 0, filled = 0, different = 0 } = facts ?? {}
  return { blank: rows - filled, repeated: filled - different }
}

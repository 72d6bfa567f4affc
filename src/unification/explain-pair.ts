import type { Column } from '../contract/catalogue.ts'
import type { EngineSession } from '../engine/engine.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { said } from '../lib/said.ts'
import { teachEdits } from './edit-distance.ts'
import { layOutRows, type RowName } from './lay-out-rows.ts'
import type { PlannedCondition, PlannedException, PlannedRule, UnificationPlan } from './plan-unification.ts'
import { readOverrides } from './read-overrides.ts'
import { UnificationError } from './unification-error.ts'
import type { UnifiedFiles } from './unification-state.ts'
import { layOutLabels } from './unite.ts'

/** How one condition went between two rows: the values, what they were compared as, and how alike those are (0 to 1). */
export type JudgedCondition = Pick<Column, 'type'> & {
  readonly field: string
  readonly values: readonly [string | null, string | null]
  readonly compared: readonly [string | null, string | null]
  readonly score: number | null
  /** What it takes, 0 to 1. */
  readonly needed: number
  readonly holds: boolean
}

export type JudgedRule = {
  readonly rule: string
  readonly where: readonly JudgedCondition[]
  /** Exceptions that block the rule between the two. */
  readonly blockedBy: readonly JudgedCondition[]
  readonly holds: boolean
}

/** One step of why two rows are one person: these two were made one, by a rule, or because a list says always. */
export type Step = {
  readonly from: RowName
  readonly to: RowName
  readonly by: 'rule' | 'always'
  readonly rule: string | null
  readonly score: number | null
}

export type PairExplanation = {
  readonly rows: readonly [RowName, RowName]
  /** Whose the rows are; null for rows that are nobody's profile. */
  readonly people: readonly [string | null, string | null]
  readonly samePerson: boolean
  /** The way from one row to the other over what was made one; empty where they are two people. */
  readonly steps: readonly Step[]
  /** Every rule that could be asked of the two, in order, as their values are now. */
  readonly rules: readonly JudgedRule[]
  /** A list that says so of these very rows. */
  readonly listed: 'always' | 'never' | null
}

/**
 * Why two rows are one person, or why not: the way by which they became one in the last unification, and how each rule judges the two by
 * their values as they were last read. Throws UnificationError for a row that is not there.
 */
export async function explainPair(
  session: EngineSession,
  plan: UnificationPlan,
  files: UnifiedFiles,
  [a, b]: readonly [RowName, RowName],
): Promise<PairExplanation> {
  await teachEdits(session)
  await layOutRows(session, plan, { only: [a, b] })
  const found = await session.rows<{ rid: number; t: number; key: string }>('select rid, t, key from cells')
  const rowOf = ({ source, key }: RowName) => {
    const table = plan.tables.find((each) => each.table.name === source)
    const row = found.find((each) => each.t === table?.at && each.key === key)
    if (!table || !row) {
      throw new UnificationError(
        'unification_row',
        said`There is no row "${key}" in table "${source}". Tables: ${plan.tables.map((each) => each.table.name).join(', ')}.`,
      )
    }
    return { table, row }
  }
  const [one, other] = [rowOf(a), rowOf(b)].sort((x, y) => x.row.rid - y.row.rid) as [
    ReturnType<typeof rowOf>,
    ReturnType<typeof rowOf>,
  ]
  const rules =
    one.table.at === other.table.at
      ? one.table.own
      : (other.table.against.find(({ table }) => table === one.table.at)?.rules ?? [])
  const [idA, idB] = [await personOf(session, files, a), await personOf(session, files, b)]
  const samePerson = idA !== undefined && idA.label === idB?.label
  return {
    rows: [a, b],
    people: [idA?.id ?? null, idB?.id ?? null],
    samePerson,
    steps: samePerson ? await wayBetween(session, files, idA.label, [a, b]) : [],
    rules: await judgeRules(session, rules, [one.row.rid, other.row.rid]),
    listed: await listedAs(session, plan),
  }
}

type Whose = { readonly id: string | null; readonly label: number }

/** Rows that are one have one label, also where they are nobody's profile. */
async function personOf(
  session: EngineSession,
  { links }: UnifiedFiles,
  { source, key }: RowName,
): Promise<Whose | undefined> {
  const [found] = await session.rows<Whose>(
    `select "CustomerId" as id, label from ${readSnapshot([links])} where source = $1 and key = $2`,
    [source, key],
  )
  return found
}

/** The shortest way between two rows over what was made one. */
async function wayBetween(
  session: EngineSession,
  { links, pairs }: UnifiedFiles,
  label: number,
  [a, b]: readonly [RowName, RowName],
): Promise<Step[]> {
  type Edge = { a: number; b: number; kind: string; rule: string | null; score: number | null }
  const rows = await session.rows<{ rid: number; source: string; key: string }>(
    `select rid, source, key from ${readSnapshot([links])} where label = $1`,
    [label],
  )
  const edges = await session.rows<Edge>(
    `select a, b, kind, rule, score from ${readSnapshot([pairs])}
     where a in (select rid from ${readSnapshot([links])} where label = $1)`,
    [label],
  )
  const name = (rid: number): RowName => {
    const row = rows.find((each) => each.rid === rid)
    return { source: row?.source ?? '', key: row?.key ?? '' }
  }
  const ridOf = ({ source, key }: RowName) => rows.find((row) => row.source === source && row.key === key)?.rid
  const [start, end] = [ridOf(a), ridOf(b)]
  if (start === undefined || end === undefined) return []
  const came = new Map<number, { readonly edge: Edge; readonly from: number } | undefined>([[start, undefined]])
  // A map that grows while it is gone through is gone through to its end: the nearest first.
  for (const [at] of came) {
    for (const edge of edges) {
      const next = edge.a === at ? edge.b : edge.b === at ? edge.a : undefined
      if (next !== undefined && !came.has(next)) came.set(next, { edge, from: at })
    }
  }
  const steps: Step[] = []
  for (let at = end; at !== start; ) {
    const step = came.get(at)
    if (!step) return []
    const { edge, from } = step
    steps.unshift({
      from: name(from),
      to: name(at),
      by: edge.kind === 'always' ? 'always' : 'rule',
      rule: edge.rule,
      score: edge.score,
    })
    at = from
  }
  return steps
}

/** How rules judge two rows that are laid out in the session, by `rid`. */
export async function judgeRules(
  session: EngineSession,
  rules: readonly PlannedRule[],
  [a, b]: readonly [number, number],
): Promise<JudgedRule[]> {
  const judged: JudgedRule[] = []
  for (const { name, where, except } of rules) {
    const conditions = await Promise.all(where.map((condition) => judge(session, condition, a, b)))
    const exceptions = await Promise.all(except.map((exception) => judge(session, exception, a, b)))
    const blockedBy = exceptions.filter(({ compared: [x, y], holds }, at) => {
      const known = x !== null && y !== null
      return known && (except[at]?.when === 'same' ? holds : !holds)
    })
    const holds = conditions.every((each) => each.holds) && blockedBy.length === 0
    judged.push({ rule: name, where: conditions, blockedBy, holds })
  }
  return judged
}

async function judge(
  session: EngineSession,
  { comparison: { at, field }, percent }: PlannedCondition | PlannedException,
  a: number,
  b: number,
): Promise<JudgedCondition> {
  const [row] = await session.rows<{
    x: string | null
    y: string | null
    p: string | null
    q: string | null
    d: number | null
  }>(
    `select c.f${field.at}::varchar as x, e.f${field.at}::varchar as y, n.n${at} as p, m.n${at} as q, edits(n.n${at}, m.n${at}) as d
     from cells c join norm n using (rid), cells e join norm m using (rid) where c.rid = $1 and e.rid = $2`,
    [a, b],
  )
  const { x = null, y = null, p = null, q = null, d = null } = row ?? {}
  const longer = Math.max([...(p ?? '')].length, [...(q ?? '')].length)
  const score = p === null || q === null || d === null ? null : longer === 0 ? 1 : (longer - d) / longer
  // In whole numbers, as the engine compares: 0.8 is not quite 80 %.
  const holds = d !== null && score !== null && 100 * (longer - d) >= percent * longer
  return {
    field: field.name,
    type: field.column.type,
    values: [x, y],
    compared: [p, q],
    score,
    needed: percent / 100,
    holds,
  }
}

async function listedAs(session: EngineSession, plan: UnificationPlan): Promise<'always' | 'never' | null> {
  await layOutLabels(session)
  await readOverrides(session, plan)
  for (const list of ['always', 'never'] as const) {
    const [found] = await session.rows<{ n: number }>(`select count(*) as n from ${list}`)
    if (found && found.n > 0) return list
  }
  return null
}

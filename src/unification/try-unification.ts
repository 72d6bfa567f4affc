import type { Column } from '../contract/catalogue.ts'
import { customerId } from '../contract/unification.ts'
import type { UnificationFigures } from '../contract/unification-figures.ts'
import type { Cell, EngineSession } from '../engine/engine.ts'
import { quoteName, quoteText } from '../engine/quote-name.ts'
import { said } from '../lib/said.ts'
import { countPeople } from './count-people.ts'
import { teachEdits } from './edit-distance.ts'
import { type JudgedCondition, judgeRules } from './explain-pair.ts'
import { findPairs } from './find-pairs.ts'
import { layOutRows, type RowName } from './lay-out-rows.ts'
import { makePeople } from './make-people.ts'
import { matchRows } from './match-rows.ts'
import type { PlannedRule, UnificationPlan } from './plan-unification.ts'
import { readOverrides } from './read-overrides.ts'
import { sampleRows } from './sample-rows.ts'
import { UnificationError } from './unification-error.ts'
import { layOutLabels } from './unite.ts'

type Options = { readonly rows: number; readonly signal?: AbortSignal }

export type TriedPerson = {
  /** The merged values of the fields that are kept. */
  readonly values: Readonly<Record<string, Cell>>
  readonly rows: readonly RowName[]
}

export type TriedUnification = {
  /** Whether only some of the rows were looked at; figures are of those then. */
  readonly sampled: boolean
  readonly figures: UnificationFigures
  /** The fields that are kept. */
  readonly columns: readonly Column[]
  /** People of several rows, those of the most first. */
  readonly people: readonly TriedPerson[]
}

const shownPeople = 20

/** What a unification would make of the sources, or of a sample of about so many rows a table. Writes nothing. */
export async function tryUnification(
  session: EngineSession,
  plan: UnificationPlan,
  { rows, ...options }: Options,
): Promise<TriedUnification> {
  const sampled = await layOutSample(session, plan, { rows, ...options })
  await layOutLabels(session)
  await readOverrides(session, plan)
  const { rules } = await matchRows(session, plan, options)
  await makePeople(session, plan, undefined, options)
  const figures = await countPeople(session, plan, rules)
  const names = plan.tables.map(({ at, table }) => `when ${at} then ${quoteText(table.name)}`).join(' ')
  const people = await session.rows<Record<string, Cell> & { whose: readonly RowName[] }>(
    `select c.*, w.whose from customer c join identity i on i.id = c.${quoteName(customerId)} join (
       select label, list(struct_pack(source := case t ${names} end, key := key) order by rid) as whose from mine group by label having count(*) > 1
     ) w on w.label = i.label order by len(w.whose) desc, c.${quoteName(customerId)} limit ${shownPeople}`,
    [],
    options,
  )
  const columns = plan.fields.filter(({ kept }) => kept).map(({ column }) => column)
  return {
    sampled,
    figures,
    columns,
    people: people.map((person) => ({
      values: Object.fromEntries(columns.map(({ name }) => [name, person[name] ?? null])),
      rows: person.whose,
    })),
  }
}

/** Two rows near a rule's threshold, and how each of its conditions went. */
export type RulePair = {
  readonly rows: readonly [RowName, RowName]
  readonly where: readonly JudgedCondition[]
  readonly matches: boolean
}

export type RulePairs = {
  readonly sampled: boolean
  readonly between: readonly [string, string]
  /** Pairs that just match, the least alike first. */
  readonly above: readonly RulePair[]
  /** Pairs that just do not, the most alike first. */
  readonly below: readonly RulePair[]
}

const shownPairs = 10
/** So many percentage points below a rule's precision is looked for what just does not match. */
const pointsBelow = 20

/**
 * The pairs of rows just above and just below the threshold of a rule, between two tables (or within one that is named twice). Throws
 * UnificationError where the rule is not asked of these tables.
 */
export async function pairsOfRule(
  session: EngineSession,
  plan: UnificationPlan,
  { rule: name, tables: [one, other] }: { readonly rule: string; readonly tables: readonly [string, string] },
  options: Options,
): Promise<RulePairs> {
  const { rule, above, below } = findRule(plan, name, [one, other])
  const sampled = await layOutSample(session, plan, options)
  const loose = {
    ...rule,
    where: rule.where.map((each) => ({
      ...each,
      percent: each.percent === 100 ? 100 : Math.max(1, each.percent - pointsBelow),
    })),
  }
  const within = above === below
  const sides = within ? { left: `t = ${above}` } : { left: `t = ${above}`, right: `t = ${below}` }
  await findPairs(session, loose, sides, options)
  const fuzzy = rule.where.filter(({ percent }) => percent < 100)
  const margins = fuzzy.map(
    ({ percent }, at) =>
      `100 * (greatest(a.l${at}, b.l${at}) - edits(a.f${at}, b.f${at})) / greatest(a.l${at}, b.l${at}) - ${percent}`,
  )
  const right = within ? 'ent_a' : 'ent_b'
  const near = async (where: string, order: string) => {
    const found = await session.rows<{ a: number; b: number }>(
      `select a.rid as a, b.rid as b, ${margins.length > 0 ? `least(${margins.join(', ')})` : '0'} as margin
       from alike join ent_a a on a.e = ea join ${right} b on b.e = eb
       where margin ${where} order by margin ${order}, a, b limit ${shownPairs}`,
      [],
      options.signal ? { signal: options.signal } : {},
    )
    return await Promise.all(found.map(({ a, b }) => tellPair(session, plan, rule, [a, b])))
  }
  return { sampled, between: [one, other], above: await near('>= 0', 'asc'), below: await near('< 0', 'desc') }
}

function findRule(plan: UnificationPlan, name: string, names: readonly [string, string]) {
  const tables = names.map((source) => plan.tables.find(({ table }) => table.name === source))
  const [first, second] = [...tables].sort((a, b) => (a?.at ?? 0) - (b?.at ?? 0))
  const rules = first === second ? first?.own : second?.against.find(({ table }) => table === first?.at)?.rules
  const rule = rules?.find((each) => each.name === name)
  if (first && second && rule) return { rule, above: first.at, below: second.at }
  const known = rules?.map((each) => `"${each.name}"`).join(', ')
  throw new UnificationError(
    'unification_row',
    said`No rule "${name}" is asked between ${names[0]} and ${names[1]}.${known ? said` There are: ${known}.` : ''}`,
  )
}

async function tellPair(
  session: EngineSession,
  plan: UnificationPlan,
  rule: PlannedRule,
  rids: readonly [number, number],
): Promise<RulePair> {
  const found = await session.rows<{ rid: number; t: number; key: string }>(
    'select rid, t, key from cells where rid in ($1, $2)',
    [...rids],
  )
  const name = (rid: number): RowName => {
    const row = found.find((each) => each.rid === rid)
    return { source: plan.tables[row?.t ?? 0]?.table.name ?? '', key: row?.key ?? '' }
  }
  const [judged] = await judgeRules(session, [rule], rids)
  return { rows: [name(rids[0]), name(rids[1])], where: judged?.where ?? [], matches: judged?.holds ?? false }
}

async function layOutSample(
  session: EngineSession,
  plan: UnificationPlan,
  { rows, ...options }: Options,
): Promise<boolean> {
  await teachEdits(session)
  await layOutRows(session, plan, options)
  return await sampleRows(session, plan, rows, options)
}

import {
  clusterColumn,
  customerId,
  type MergeChoice,
  previousCustomerId,
  type Winner,
} from '../contract/unification.ts'
import type { EngineSession } from '../engine/engine.ts'
import { quoteName } from '../engine/quote-name.ts'
import type { PlannedField, PlannedTable, UnificationPlan } from './plan-unification.ts'

type Options = { readonly signal?: AbortSignal }

/**
 * Decides who is a person: `person` (`label, tables`), everybody but those who are of one table alone that does not include all its rows.
 */
export async function layOutPeople(
  session: EngineSession,
  { tables }: UnificationPlan,
  options: Options = {},
): Promise<void> {
  const alone = tables.filter(({ includeAll }) => !includeAll).map(({ at }) => at)
  await session.run(
    `create or replace temp table person as
     select l.label, count(distinct c.t) as tables from label l join cells c using (rid) group by l.label
     ${alone.length > 0 ? `having count(distinct c.t) > 1 or min(c.t) not in (${alone.join(', ')})` : ''}`,
    [],
    options,
  )
}

/**
 * Chooses which rows stand for people: `mine` (`label, rid, t, key, filled`: their rows) and `winner` (`label, t, rid`: the row of each table that
 * stands for the person's others there).
 */
export async function layOutWinners(
  session: EngineSession,
  plan: UnificationPlan,
  options: Options = {},
): Promise<void> {
  // Without their values: those are in `cells`, and once more would be more than fits in memory.
  await session.run(
    `create or replace temp table mine as
     select l.label, c.rid, c.t, c.key, c.filled from cells c join label l using (rid) join person p on p.label = l.label`,
    [],
    options,
  )
  await findWinners(session, plan, options)
}

/**
 * Makes one row of each person, when it is read: `customer` (the Customer table), and `origin` (`CustomerId, r0 …`: which row each field's value is of).
 */
export async function mergePeople(session: EngineSession, plan: UnificationPlan, options: Options = {}): Promise<void> {
  const fields = plan.fields.map(({ at, name }) => `v.f${at} as ${quoteName(name)}`)
  const kept = plan.fields.flatMap(({ kept }, at) => (kept ? [fields[at] ?? ''] : []))
  const keys = plan.tables.flatMap(({ at, table }) => [
    `k${at}.key as ${quoteName(keyColumn(table))}`,
    `k${at}.others as ${quoteName(alternateColumn(table))}`,
  ])
  const joins = plan.tables.map(
    ({ at }) => `left join (
      select w.label, c.key, o.others from winner w join cells c on c.rid = w.rid left join (
        select label, string_agg(key, ';' order by rid) as others from mine where t = ${at} and rid not in (select rid from winner) group by label
      ) o on o.label = w.label where w.t = ${at}) k${at} on k${at}.label = i.label`,
  )
  const clusters = plan.clusters.map((cluster, at) => `cluster_${at}.id as ${quoteName(clusterColumn(cluster))}`)
  joins.push(...plan.clusters.map((_, at) => `left join cluster_${at} on cluster_${at}.label = i.label`))
  await session.run(
    `create or replace temp view customer as
     select i.id as ${quoteName(customerId)}, i.previous as ${quoteName(previousCustomerId)}
       ${[...kept, ...clusters, ...keys].map((each) => `, ${each}`).join('')}
     from identity i join valued v on v.label = i.label ${joins.join('\n')} order by i.id`,
    [],
    options,
  )
  await session.run(
    `create or replace temp view origin as
     select i.id as ${quoteName(customerId)} ${plan.fields.map(({ at }) => `, v.r${at}`).join('')}
     from identity i join valued v on v.label = i.label order by i.id`,
    [],
    options,
  )
}

/** The column of the Customer table that has the key of the person's row in a source, and the one with the keys of their other rows there. */
export function keyColumn({ name, key }: { readonly name: string; readonly key: string }): string {
  return `${name}_${key}`
}

export function alternateColumn(table: { readonly name: string; readonly key: string }): string {
  return `${keyColumn(table)}_Alternate`
}

/** Fills `winner`. The greater key wins a tie (feature map, Q13). */
async function findWinners(session: EngineSession, plan: UnificationPlan, options: Options): Promise<void> {
  const byTable = plan.tables.map(
    ({ at, winner }) => `select label, t, rid from (
      select label, t, rid, row_number() over (partition by label order by ${orderOf(plan, winner)}, rid desc) as place
      from ${winner === 'most-filled' ? 'mine' : withValues} where t = ${at}
    ) where place = 1`,
  )
  await session.run(`create or replace temp table winner as ${byTable.join(' union all ')}`, [], options)
}

/** People's rows with their values. */
const withValues = '(select m.label, c.* from mine m join cells c on c.rid = m.rid)'

/**
 * What stands for people in a table: `label, f0 …, r0 …`, the winner's values, and for fields that are chosen otherwise those of
 * another row (`r0 …` tells of which).
 */
function standingRows(plan: UnificationPlan, { at, winners }: PlannedTable): string {
  const others = plan.fields.flatMap((field) => {
    const winner = winners[field.name]
    return winner === undefined ? [] : [{ field, winner }]
  })
  const columns = plan.fields.map((field) => {
    const from = others.some((other) => other.field === field) ? `b${field.at}` : 'c'
    return `, ${from}.f${field.at}, ${from}.rid as r${field.at}`
  })
  const joins = others.map(
    ({ field, winner }) => `left join (
      select label, rid, f${field.at} from (
        select *, row_number() over (partition by label order by ${orderOf(plan, winner)}, rid desc) as place
        from ${withValues} where t = ${at} and f${field.at} is not null
      ) where place = 1) b${field.at} on b${field.at}.label = w.label`,
  )
  return `select w.label ${columns.join('')} from winner w join cells c on c.rid = w.rid ${joins.join(' ')} where w.t = ${at}`
}

function orderOf({ fields }: UnificationPlan, winner: Winner): string {
  if (winner === 'most-filled') return 'filled desc'
  const [name, direction] = 'mostRecent' in winner ? [winner.mostRecent, 'desc'] : [winner.leastRecent, 'asc']
  const field = fields.find((each) => each.name === name)
  return `f${field?.at} ${direction} nulls last`
}

/** Fills `valued` (`label, f0 …, r0 …`): each field's value and the row it is of; fields of a group are of one row. */
export async function fillFields(session: EngineSession, plan: UnificationPlan, options: Options = {}): Promise<void> {
  const grouped = new Set(plan.groups.flatMap(({ fields }) => fields))
  const units = [
    ...plan.groups,
    ...plan.fields.filter((field) => !grouped.has(field)).map((field) => ({ fields: [field], merge: field.merge })),
  ]
  const columns = units.flatMap(({ fields, merge }) => {
    const pick = pickOf(plan, fields, merge)
    // A value that is not there is of no row.
    return fields.flatMap(({ at }) => [
      `${pick((t) => `s${t}.f${at}`)} as f${at}`,
      `${pick((t) => `case when s${t}.f${at} is not null then s${t}.r${at} end`)} as r${at}`,
    ])
  })
  const joins = plan.tables.map(
    (table) => `left join (${standingRows(plan, table)}) s${table.at} on s${table.at}.label = p.label`,
  )
  await session.run(
    `create or replace temp table valued as select p.label, ${columns.join(', ')} from person p ${joins.join(' ')}`,
    [],
    options,
  )
}

/** Takes a value from the row of the table that is preferred for fields, of those that have any of them. Both are SQL. */
function pickOf(
  { tables, fields: all }: UnificationPlan,
  fields: readonly PlannedField[],
  merge: MergeChoice,
): (value: (t: number) => string) => string {
  const present = (t: number) => `(${fields.map(({ at }) => `s${t}.f${at} is not null`).join(' or ')})`
  if (merge === 'importance' || 'importance' in merge) {
    const order = merge === 'importance' ? [] : merge.importance
    const place = ({ at, table }: PlannedTable) =>
      order.includes(table.name) ? order.indexOf(table.name) : order.length + at
    const ranked = [...tables].sort((a, b) => place(a) - place(b))
    return (value) => `case ${ranked.map(({ at }) => `when ${present(at)} then ${value(at)}`).join(' ')} end`
  }
  const [name, sign] = 'mostRecent' in merge ? [merge.mostRecent, '-'] : [merge.leastRecent, '']
  const dated = all.find((each) => each.name === name)
  const by = tables.map(({ at: t }) => {
    const cell = `s${t}.f${dated?.at}`
    const number = dated?.column.type === 'date' ? `epoch_us(${cell}::timestamp)::double` : `${cell}::double`
    return `case when ${present(t)} then struct_pack(missing := ${cell} is null, by := ${sign}coalesce(${number}, 0), t := ${t}) end`
  })
  const first = `least(${by.join(', ')}).t`
  return (value) => `case ${first} ${tables.map(({ at }) => `when ${at} then ${value(at)}`).join(' ')} end`
}

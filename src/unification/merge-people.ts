import {
  clusterColumn,
  customerId,
  type MergeChoice,
  previousCustomerId,
  type Winner,
} from '../contract/unification.ts'
import type { EngineSession } from '../engine/engine.ts'
import { quoteName } from '../engine/quote-name.ts'
import type { PlannedField, UnificationPlan } from './plan-unification.ts'

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
 * Chooses what people are made of: `mine` (their rows), `winner` (`label, t, rid`: the row of each table that stands for the person's others
 * there) and `valued` (`label, f0 …, r0 …`: each field's value and the row it is of).
 */
export async function fillPeople(session: EngineSession, plan: UnificationPlan, options: Options = {}): Promise<void> {
  await session.run(
    `create or replace temp table mine as select l.label, c.* from cells c join label l using (rid) join person p on p.label = l.label`,
    [],
    options,
  )
  await findWinners(session, plan, options)
  await fillFields(session, plan, options)
  await session.run('drop table ranked')
}

/**
 * Makes one row of each person: `customer` (the Customer table), and `origin` (`CustomerId, r0 …`: which row each field's value is of).
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
      select w.label, any_value(m.key) filter (m.rid = w.rid) as key, string_agg(m.key, ';' order by m.key) filter (m.rid <> w.rid) as others
      from winner w join mine m on m.label = w.label and m.t = w.t where w.t = ${at} group by w.label) k${at} on k${at}.label = i.label`,
  )
  const clusters = plan.clusters.map((cluster, at) => `cluster_${at}.id as ${quoteName(clusterColumn(cluster))}`)
  joins.push(...plan.clusters.map((_, at) => `left join cluster_${at} on cluster_${at}.label = i.label`))
  await session.run(
    `create or replace temp table customer as
     select i.id as ${quoteName(customerId)}, i.previous as ${quoteName(previousCustomerId)}
       ${[...kept, ...clusters, ...keys].map((each) => `, ${each}`).join('')}
     from identity i join valued v on v.label = i.label ${joins.join('\n')} order by i.id`,
    [],
    options,
  )
  await session.run(
    `create or replace temp table origin as
     select i.id as ${quoteName(customerId)} ${plan.fields.map(({ at }) => `, v.r${at}`).join('')}
     from identity i join valued v on v.label = i.label order by i.id`,
    [],
    options,
  )
  await session.run('drop table valued')
}

/** The column of the Customer table that has the key of the person's row in a source, and the one with the keys of their other rows there. */
export function keyColumn({ name, key }: { readonly name: string; readonly key: string }): string {
  return `${name}_${key}`
}

export function alternateColumn(table: { readonly name: string; readonly key: string }): string {
  return `${keyColumn(table)}_Alternate`
}

/**
 * Fills `winner`, and `ranked`: the rows that stand for a person, one a table, where single fields may be of another of the table's rows
 * (`r0 …` tells of which). The greater key wins a tie (feature map, Q13).
 */
async function findWinners(session: EngineSession, plan: UnificationPlan, options: Options): Promise<void> {
  const byTable = plan.tables.map(
    ({ at, winner }) => `select label, t, rid from (
      select label, t, rid, row_number() over (partition by label order by ${orderOf(plan, winner)}, key desc) as place from mine where t = ${at}
    ) where place = 1`,
  )
  await session.run(`create or replace temp table winner as ${byTable.join(' union all ')}`, [], options)
  const rows = plan.fields.map(({ at }) => `, m.rid as r${at}`).join('')
  await session.run(
    `create or replace temp table ranked as select m.* ${rows} from winner w join mine m on m.rid = w.rid`,
    [],
    options,
  )
  for (const { at, winners } of plan.tables) {
    for (const [name, winner] of Object.entries(winners)) {
      const field = plan.fields.find((each) => each.name === name)
      if (!field) continue
      await session.run(
        `update ranked r set f${field.at} = b.value, r${field.at} = b.rid from (
           select label, rid, f${field.at} as value from (
             select *, row_number() over (partition by label order by ${orderOf(plan, winner)}, key desc) as place
             from mine where t = ${at} and f${field.at} is not null
           ) where place = 1
         ) b where b.label = r.label and r.t = ${at}`,
        [],
        options,
      )
    }
  }
}

function orderOf({ fields }: UnificationPlan, winner: Winner): string {
  if (winner === 'most-filled') return 'filled desc'
  const [name, direction] = 'mostRecent' in winner ? [winner.mostRecent, 'desc'] : [winner.leastRecent, 'asc']
  const field = fields.find((each) => each.name === name)
  return `f${field?.at} ${direction} nulls last`
}

/** Fills `valued` (`label, f0 …, r0 …`): each field's value and the row it is of; fields of a group are of one row. */
async function fillFields(session: EngineSession, plan: UnificationPlan, options: Options): Promise<void> {
  const grouped = new Set(plan.groups.flatMap(({ fields }) => fields))
  const units = [
    ...plan.groups,
    ...plan.fields.filter((field) => !grouped.has(field)).map((field) => ({ fields: [field], merge: field.merge })),
  ]
  const picked = units.map(({ fields, merge }, at) => {
    const cells = fields.flatMap((field) => [`f${field.at} := f${field.at}`, `r${field.at} := r${field.at}`])
    const present = fields.map((field) => `f${field.at} is not null`).join(' or ')
    return `arg_min(struct_pack(${cells.join(', ')}), ${preference(plan, merge)}) filter (${present}) as u${at}`
  })
  const unpacked = units.flatMap(({ fields }, at) =>
    fields.flatMap((field) => [`u${at}.f${field.at} as f${field.at}`, valueRow(field, at)]),
  )
  await session.run(
    `create or replace temp table valued as
     select label, ${unpacked.join(', ')} from (select label, ${picked.join(', ')} from ranked group by label)`,
    [],
    options,
  )
}

/** A value that is not there is of no row. */
function valueRow({ at }: PlannedField, unit: number): string {
  return `case when u${unit}.f${at} is not null then u${unit}.r${at} end as r${at}`
}

/** What comes first of the rows of several tables, as a value that sorts: by place, or by date and then by place. */
function preference({ tables, fields }: UnificationPlan, merge: MergeChoice): string {
  const place = (order: readonly string[]) =>
    `case t ${tables
      .map(({ at, table }) => {
        const found = order.indexOf(table.name)
        return `when ${at} then ${found < 0 ? order.length + at : found}`
      })
      .join(' ')} end`
  if (merge === 'importance') return 't'
  if ('importance' in merge) return place(merge.importance)
  const [name, sign] = 'mostRecent' in merge ? [merge.mostRecent, '-'] : [merge.leastRecent, '']
  const field = fields.find((each) => each.name === name)
  const cell = `f${field?.at}`
  const number = field?.column.type === 'date' ? `epoch_us(${cell}::timestamp)::double` : `${cell}::double`
  return `struct_pack(missing := ${cell} is null, by := ${sign}coalesce(${number}, 0), t := t)`
}

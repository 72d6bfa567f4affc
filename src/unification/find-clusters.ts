import { clusterColumn, customerId } from '../contract/unification.ts'
import type { EngineSession } from '../engine/engine.ts'
import { quoteName, quoteText } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { blocksItself, findPairs } from './find-pairs.ts'
import type { PreviousIds } from './keep-ids.ts'
import type { PlannedRule, UnificationPlan } from './plan-unification.ts'
import { nameTheRest, settleClaims } from './settle-ids.ts'
import { findComponents } from './unite.ts'

type Options = { readonly signal?: AbortSignal }

/**
 * Puts people into clusters by their merged values: fills `cluster_0 …` (`label, id`), one a kind of cluster. Somebody who has all values that a
 * kind looks at is in one of it, be it alone; whoever else is in none. A cluster keeps its id as a person does, through people who
 * come, go and move (feature map, N14).
 */
export async function findClusters(
  session: EngineSession,
  plan: UnificationPlan,
  previous: PreviousIds | undefined,
  options: Options = {},
): Promise<void> {
  for (const [at, cluster] of plan.clusters.entries()) {
    options.signal?.throwIfAborted()
    await layOutMerged(session, cluster, options)
    await findPairs(session, cluster, { left: 'true', from: 'merged' }, options)
    await session.run(
      `create or replace temp table link as
       select a.rid as a, b.rid as b from alike join ent_a a on a.e = ea join ent_a b on b.e = eb
       union all select rid, other from (select rid, unnest(rids) as other from ent_a where len(rids) > 1 ${blocksItself(cluster)}) where rid <> other`,
      [],
      options,
    )
    await findComponents(session, options)
    const present = cluster.where.map(({ comparison }) => `n${comparison.at} is not null`).join(' and ')
    await session.run(
      `create or replace temp table together as
       select m.rid, coalesce(c.label, m.rid) as label from merged m left join component c on c.node = m.rid where ${present}`,
      [],
      options,
    )
    await keepClusterIds(session, cluster, previous, options)
    await session.run(
      `create or replace temp table cluster_${at} as select t.rid as label, k.id from together t join cluster_id k on k.label = t.label`,
      [],
      options,
    )
    await session.run(
      'drop table merged; drop table link; drop table component; drop table together; drop table cluster_id',
    )
  }
}

/** What people's merged values are compared as (`merged`, as `norm` is): that of the row which each value is of. `rid` is the person's label. */
async function layOutMerged(session: EngineSession, { where, except }: PlannedRule, options: Options): Promise<void> {
  const comparisons = [...new Set([...where, ...except].map(({ comparison }) => comparison))]
  const byLikeness = new Set(where.filter(({ percent }) => percent < 100).map(({ comparison }) => comparison))
  const columns = comparisons
    .map((each) => `, c${each.at}.n${each.at} ${byLikeness.has(each) ? `, c${each.at}.m${each.at}` : ''}`)
    .join('')
  const joins = comparisons.map(({ at, field }) => `left join norm c${at} on c${at}.rid = v.r${field.at}`).join(' ')
  await session.run(
    `create or replace temp table merged as select v.label as rid ${columns} from valued v ${joins}`,
    [],
    options,
  )
}

async function keepClusterIds(
  session: EngineSession,
  cluster: PlannedRule,
  previous: PreviousIds | undefined,
  options: Options,
): Promise<void> {
  const before = await previousClusters(session, cluster, previous)
  await session.run(
    `create or replace temp table claim as
     select t.label, w.cluster as id, count(*) as n, min(t.rid) as first
     from together t join identity i on i.label = t.rid join (${before}) w on w.id = i.id group by all`,
    [],
    options,
  )
  await settleClaims(session, 'cluster_id', options)
  await session.run(`create or replace temp table known_id as select distinct cluster as id from (${before})`)
  await session.run(
    `create or replace temp table nameless as
     select t.label, ${quoteText(cluster.name)} || chr(31) || i.id as first_row
     from (select distinct label from together) t join identity i on i.label = t.label
     where t.label not in (select label from cluster_id)`,
    [],
    options,
  )
  await nameTheRest(session, 'cluster_id', options)
  await session.run('drop table claim; drop table known_id')
}

/** Which cluster each person was in (`id, cluster`). */
async function previousClusters(
  session: EngineSession,
  cluster: PlannedRule,
  previous: PreviousIds | undefined,
): Promise<string> {
  const none = 'select null::varchar as id, null::varchar as cluster where false'
  if (!previous) return none
  const from = readSnapshot([previous.customers])
  const columns = await session.rows<{ column_name: string }>(`describe select * from ${from}`)
  const column = clusterColumn(cluster)
  if (!columns.some(({ column_name }) => column_name === column)) return none
  return `select ${quoteName(customerId)} as id, ${quoteName(column)} as cluster from ${from} where ${quoteName(column)} is not null`
}

import type { ClusterFigures, RuleFigures, UnificationFigures } from '../contract/unification-figures.ts'
import type { EngineSession } from '../engine/engine.ts'
import type { UnificationPlan } from './plan-unification.ts'

/** The figures of a unification that is laid out in the session (feature map, N16). */
export async function countPeople(
  session: EngineSession,
  plan: UnificationPlan,
  rules: readonly RuleFigures[],
): Promise<UnificationFigures> {
  const [people] = await session.rows<{ people: number; matched: number }>(
    'select count(*) as people, count(*) filter (tables > 1) as matched from person',
  )
  const [merged] = await session.rows<{ n: number }>(
    'select count(*) as n from (select label from mine group by label having count(*) > 1)',
  )
  const counted = await session.rows<{ t: number; rows: number; matched: number; single: number; left_out: number }>(
    `select c.t, count(*) as rows, count(*) filter (p.tables > 1) as matched, count(*) filter (p.tables = 1) as single,
       count(*) filter (p.label is null) as left_out
     from cells c join label l using (rid) left join person p on p.label = l.label group by c.t`,
  )
  const unique = await session.rows<{ t: number; people: number }>(
    'select c.t, count(distinct l.label) as people from cells c join label l using (rid) group by c.t',
  )
  const several = await session.rows<{ t: number; rows: number }>(
    `select t, sum(n)::integer as rows from (select t, count(*) as n from mine group by t, label having count(*) > 1) group by t`,
  )
  const [pairs] = await session.rows<{ n: number }>(
    'select count(*) as n from pair p join mine x on x.rid = p.a join mine y on y.rid = p.b where x.t <> y.t',
  )
  // A column that several fields are read from is one.
  const mapped = new Set(
    plan.fields.flatMap(({ columns }) =>
      [...columns].flatMap(([source, names]) => names.map((name) => JSON.stringify([source, name]))),
    ),
  )
  return {
    people: people?.people ?? 0,
    matchedPeople: people?.matched ?? 0,
    mergedPeople: merged?.n ?? 0,
    tables: plan.tables.map(({ at, table }) => {
      const found = counted.find(({ t }) => t === at)
      return {
        source: table.name,
        rows: found?.rows ?? 0,
        unique: unique.find(({ t }) => t === at)?.people ?? 0,
        matched: found?.matched ?? 0,
        single: found?.single ?? 0,
        leftOut: found?.left_out ?? 0,
        several: several.find(({ t }) => t === at)?.rows ?? 0,
      }
    }),
    rules,
    mappedColumns: mapped.size,
    ...(plan.clusters.length > 0 && { clusters: await countClusters(session, plan) }),
    matchPairs: pairs?.n ?? 0,
    keptFields: plan.fields.filter(({ kept }) => kept).length,
  }
}

async function countClusters(session: EngineSession, { clusters }: UnificationPlan): Promise<ClusterFigures[]> {
  return await Promise.all(
    clusters.map(async ({ name }, at) => {
      const [found] = await session.rows<Omit<ClusterFigures, 'name'>>(
        `select count(*) as clusters, count(*) filter (n > 1) as shared, coalesce(sum(n), 0)::integer as people
         from (select id, count(*) as n from cluster_${at} group by id)`,
      )
      return { name, clusters: found?.clusters ?? 0, shared: found?.shared ?? 0, people: found?.people ?? 0 }
    }),
  )
}

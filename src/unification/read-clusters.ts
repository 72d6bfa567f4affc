import { type Cluster, clusterColumn, customerId } from '../contract/unification.ts'
import type { Cell, EngineSession } from '../engine/engine.ts'
import { quoteName } from '../engine/quote-name.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { UnifiedFiles } from './unification-state.ts'

type Options = { readonly signal?: AbortSignal }

/** One cluster, such as a household: how many are in it, and what the first of them by id has in the fields that the kind looks at. */
export type FoundCluster = {
  readonly id: string
  readonly people: number
  readonly values: Readonly<Record<string, Cell>>
}

export type ClusterPage = {
  readonly items: readonly FoundCluster[]
  /** On all pages. */
  readonly total: number
  /** Whether there are more. */
  readonly more: boolean
}

export type AskedClusters = {
  /** Only clusters of at least so many people. */
  readonly atLeast: number
  readonly limit: number
  /** How many are in the last cluster of the page before, and its id. */
  readonly after?: readonly [people: number, id: string] | undefined
}

/** A page of the clusters of one kind as they were last found, those of the most people first. A kind that was defined since has none yet. */
export async function readClusters(
  session: EngineSession,
  cluster: Cluster,
  files: UnifiedFiles,
  { atLeast, limit, after }: AskedClusters,
  options: Options = {},
): Promise<ClusterPage> {
  const columns = await columnsOf(session, files)
  if (!columns.has(clusterColumn(cluster))) return { items: [], total: 0, more: false }
  const column = quoteName(clusterColumn(cluster))
  const fields = cluster.where.map(({ field }) => field).filter((field) => columns.has(field))
  const counted = `
    select ${column} as id, count(*) as people, arg_min(struct_pack(${['there := true', ...fields.map((field) => `${quoteName(field)} := ${quoteName(field)}`)].join(', ')}), ${quoteName(customerId)}) as first
    from ${readSnapshot([files.customers])} where ${column} is not null group by 1 having count(*) >= $1`
  const [all] = await session.rows<{ n: number }>(`select count(*) as n from (${counted})`, [atLeast], options)
  const rows = await session.rows<{ id: string; people: number; first: Record<string, Cell> }>(
    `select * from (${counted}) where people < $2 or (people = $2 and id > $3) order by people desc, id limit ${limit + 1}`,
    [atLeast, ...(after ?? [Number.MAX_SAFE_INTEGER, ''])],
    options,
  )
  const items = rows
    .slice(0, limit)
    .map(({ id, people, first: { there: _, ...values } }): FoundCluster => ({ id, people, values }))
  return { items, total: all?.n ?? 0, more: rows.length > limit }
}

export type ClusterPeople = {
  /** Each by their id, with their row of the Customer table. */
  readonly items: readonly { readonly id: string; readonly row: Readonly<Record<string, Cell>> }[]
  readonly total: number
  readonly more: boolean
}

/** A page of the people who are in a cluster, by id, after one of them; undefined where there is no such cluster. */
export async function readClusterPeople(
  session: EngineSession,
  cluster: Cluster,
  files: UnifiedFiles,
  { id, limit, after = '' }: { readonly id: string; readonly limit: number; readonly after?: string | undefined },
  options: Options = {},
): Promise<ClusterPeople | undefined> {
  if (!(await columnsOf(session, files)).has(clusterColumn(cluster))) return undefined
  const within = `from ${readSnapshot([files.customers])} where ${quoteName(clusterColumn(cluster))} = $1`
  const [all] = await session.rows<{ n: number }>(`select count(*) as n ${within}`, [id], options)
  if (!all || all.n === 0) return undefined
  const rows = await session.rows(
    `select * ${within} and ${quoteName(customerId)} > $2 order by ${quoteName(customerId)} limit ${limit + 1}`,
    [id, after],
    options,
  )
  const items = rows.slice(0, limit).map((row) => ({ id: String(row[customerId]), row }))
  return { items, total: all.n, more: rows.length > limit }
}

/** The Customer table's columns as it was last written, which may be before the definition was. */
async function columnsOf(session: EngineSession, { customers }: UnifiedFiles): Promise<ReadonlySet<string>> {
  const columns = await session.rows<{ column_name: string }>(`describe select * from ${readSnapshot([customers])}`)
  return new Set(columns.map(({ column_name }) => column_name))
}

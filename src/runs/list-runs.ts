import { type SqlBool, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { RunRow } from '../exports/run/run-store.ts'

export const runSorts = ['createdAt', 'finishedAt', 'export', 'status'] as const
type Sort = (typeof runSorts)[number]

/** Where a page ended: the value that runs are sorted by, and the id. */
export type RunPlace = readonly [key: string | null, id: string]

/** Which runs, in which order, from where on. Moments are ISO 8601; `from` and `to` are about when a run was asked for. */
export type RunQuery = {
  readonly search?: string | undefined
  readonly exports?: readonly string[] | undefined
  readonly statuses?: readonly string[] | undefined
  readonly triggers?: readonly string[] | undefined
  readonly kinds?: readonly string[] | undefined
  readonly open?: boolean | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly sort: Sort
  readonly order: 'up' | 'down'
  readonly after?: RunPlace | undefined
  readonly limit: number
}

/** Open runs have no end yet and count as ending later than all others. */
const keys = {
  createdAt: sql`created_at`,
  finishedAt: sql`coalesce(finished_at, 'infinity'::timestamptz)`,
  export: sql`export_name`,
  status: sql`status`,
} as const satisfies Record<Sort, unknown>

/** A page of runs, and where it ended when there are more. */
export async function listRuns(
  { db }: { readonly db: Db },
  query: RunQuery,
): Promise<{ runs: RunRow[]; last: RunPlace | undefined }> {
  const { search, exports, statuses, triggers, kinds, open, from, to, sort, order, after, limit } = query
  const key = keys[sort]
  const direction = order === 'down' ? sql`desc` : sql`asc`
  let runs = db
    .selectFrom('runs')
    .selectAll()
    .select(sql<string>`(${key})::text`.as('sorted_by'))
    .orderBy(sql`${key} ${direction}`)
    .orderBy(sql`id ${direction}`)
    .limit(limit + 1)
  if (exports) runs = runs.where('export_name', 'in', exports)
  if (statuses) runs = runs.where('status', 'in', statuses)
  if (triggers) runs = runs.where('trigger', 'in', triggers)
  if (kinds) runs = runs.where('kind', 'in', kinds as RunRow['kind'][])
  if (open !== undefined) runs = runs.where('finished_at', open ? 'is' : 'is not', null)
  if (from !== undefined) runs = runs.where('created_at', '>=', new Date(from))
  if (to !== undefined) runs = runs.where('created_at', '<', new Date(to))
  if (search !== undefined && search.trim() !== '') {
    const text = `%${search.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
    runs = runs.where(
      sql<SqlBool>`(export_name ilike ${text} or id ilike ${text} or started_by ilike ${text} or reason ilike ${text})`,
    )
  }
  if (after) {
    const [value, id] = after
    const typed = sort === 'createdAt' || sort === 'finishedAt' ? sql`${value}::timestamptz` : sql`${value}::text`
    runs = runs.where(sql<SqlBool>`(${key}, id) ${order === 'down' ? sql`<` : sql`>`} (${typed}, ${id})`)
  }
  const found = await runs.execute()
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    runs: page.map(({ sorted_by: _, ...run }) => run),
    last: last && found.length > limit ? [last.sorted_by, last.id] : undefined,
  }
}

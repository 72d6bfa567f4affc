import { sql } from 'kysely'
import { readConnectionStates } from '../connections/connection-state.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { isUnified } from '../definitions/profile-sources.ts'
import { lastDelivered } from '../exports/run/last-runs.ts'
import { said } from '../lib/said.ts'
import type { TaskKind } from '../system-refresh/refresh-store.ts'
import { unificationState } from '../unification/unification-state.ts'

/** Where something stands: how its latest attempt ended or stands now, and when it was last brought up to date. */
export type Standing = {
  readonly name: string
  readonly displayName: string | null
  readonly status: string
  readonly reason: string | null
  readonly message: string | null
  readonly updatedAt: Date | null
  /** Rows of a source and of the profiles, members of a segment and of an export. */
  readonly count: number | null
  /** The refresh that it stands so by, and the run of an export. */
  readonly refresh: string | null
  readonly run: string | null
}

export type ExportStanding = Standing & {
  /** Whether the last run left the list as it is to be, and no drift was found since; null before the first run. */
  readonly inStep: boolean | null
}

export type Standings = {
  readonly sources: readonly Standing[]
  readonly profiles: Standing
  readonly segments: readonly Standing[]
  readonly exports: readonly ExportStanding[]
  readonly connections: readonly Standing[]
}

type Outcome = Omit<Standing, 'name' | 'displayName'>

const notStarted: Outcome = {
  status: 'Not started',
  reason: null,
  message: null,
  updatedAt: null,
  count: null,
  refresh: null,
  run: null,
}

/** Where everything stands that is configured, by process. */
export async function readStandings(db: Db, definitions: Definitions): Promise<Standings> {
  const tasks = await latestTasks(db, definitions)
  const taskOf = (kind: TaskKind, name: string) => tasks.get(`${kind}/${name}`)
  const sources = await sourceOutcomes(db)
  const segments = await segmentOutcomes(db)
  const runs = await runOutcomes(db, Object.keys(definitions.exports))
  const connections = await readConnectionStates(db)
  const drifted = await driftedSince(db)
  const delivered = await lastDelivered(db, Object.keys(definitions.exports))
  return {
    sources: Object.keys(definitions.sources).map((name) => ({
      name,
      displayName: null,
      ...newest(sources.get(name), taskOf('source', name)),
    })),
    profiles: {
      name: 'profiles',
      displayName: null,
      ...newest(await profilesOutcome(db, definitions, sources), taskOf('profiles', 'profiles')),
    },
    segments: Object.entries(definitions.segments).map(([name, { displayName, state }]) => ({
      name,
      displayName: displayName ?? null,
      ...(state === 'inactive'
        ? { ...(segments.get(name) ?? notStarted), status: 'Skipped', reason: 'segment_inactive', message: null }
        : newest(segments.get(name), taskOf('segment', name))),
    })),
    exports: Object.entries(definitions.exports).map(([name, { displayName }]) => {
      const outcome = newest(runs.get(name), taskOf('export', name))
      const ended = runs.get(name)
      const drift = drifted.get(name)
      const inStep = ended ? ended.status === 'Successful' && !(drift && drift > (ended.updatedAt ?? 0)) : null
      // A list is as up to date as its last delivery left it, whatever a later run is about to do or came to.
      const updatedAt = delivered.get(name) ?? null
      return { name, displayName: displayName ?? null, ...outcome, updatedAt, inStep }
    }),
    connections: Object.entries(definitions.connections).map(([name, { displayName }]) => {
      const state = connections.get(name)
      return {
        ...notStarted,
        name,
        displayName: displayName ?? null,
        status:
          state?.status === 'connected'
            ? 'Connected'
            : state?.status === 'reconnect_needed'
              ? 'Reconnect needed'
              : 'Not connected',
        reason:
          state?.status === 'connected'
            ? null
            : (state?.status ?? 'not_connected').replace('never_connected', 'not_connected'),
        message: state?.cause ?? null,
        updatedAt: state?.refreshedAt ?? null,
      }
    }),
  }
}

type Task = Outcome & { readonly kind: TaskKind; readonly name: string; readonly finishedAt: Date | null }

/** The newest task of each thing; what a refresh leaves as it is on purpose says nothing of where that stands (B1). */
async function latestTasks(db: Db, { sources, segments, exports }: Definitions): Promise<Map<string, Task>> {
  const things = { source: sources, segment: segments, export: exports, profiles: { profiles: true } }
  const names = Object.entries(things).flatMap(([kind, each]) => Object.keys(each).map((name) => ({ kind, name })))
  // Ids tell the second only, so that of the last few the newest is chosen by the time of its refresh.
  const { rows } = await sql<Task & { readonly counts: Readonly<Record<string, number>> }>`
    select last.* from unnest(${names.map(({ kind }) => kind)}::text[], ${names.map(({ name }) => name)}::text[])
        as declared (kind, name)
      join lateral (
        select few.kind, few.name, few.status, few.reason, few.message, few.counts, few.refresh_id as refresh,
          few.run_id as run, few.finished_at as "finishedAt"
        from (
          select * from refresh_tasks task
          where task.kind = declared.kind and task.name = declared.name and (task.reason is null or task.reason not in
            ('own_schedule', 'schedule_off', 'not_due', 'segment_manual', 'segment_static', 'refresh_canceled'))
          order by task.refresh_id desc limit 3
        ) few join refreshes on refreshes.id = few.refresh_id
        order by refreshes.created_at desc limit 1
      ) last on true`.execute(db)
  return new Map(
    rows.map(({ counts, ...task }) => [
      `${task.kind}/${task.name}`,
      { ...task, count: counts.members ?? counts.rows ?? null, updatedAt: null },
    ]),
  )
}

/** What is under way, or was skipped after the last attempt, stands so; otherwise as the last attempt ended. */
function newest(outcome: Outcome = notStarted, task: Task | undefined): Outcome {
  if (!task) return outcome
  const { status, reason, message, refresh, run, finishedAt } = task
  const isOpen = finishedAt === null
  const isSkipped = status === 'Skipped' && finishedAt !== null && finishedAt > (outcome.updatedAt ?? 0)
  if (!isOpen && !isSkipped) return { ...outcome, refresh: outcome.refresh ?? refresh }
  // The run of an export knows better than the task that follows it.
  if (isOpen && run !== null && outcome.run === run) return { ...outcome, refresh }
  return { ...outcome, status, reason, message, refresh, run: run ?? outcome.run }
}

async function sourceOutcomes(db: Db): Promise<Map<string, Outcome>> {
  const rows = await db
    .selectFrom('source_states')
    .select(['name', 'rows', 'corrupt_rows', 'refreshed_at', 'checked_at', 'error_code', 'error_message'])
    .execute()
  return new Map(
    rows.map((row) => {
      const corrupt = row.corrupt_rows ?? 0
      const ended =
        row.error_code === 'cancelled'
          ? { status: 'Canceled', reason: 'refresh_canceled', message: row.error_message }
          : row.error_code !== null
            ? { status: 'Failed (permanent)', reason: row.error_code, message: row.error_message }
            : corrupt > 0
              ? {
                  status: 'Completed with warnings',
                  reason: null,
                  message: said`${corrupt} corrupt rows were set aside.`,
                }
              : { status: 'Successful', reason: null, message: null }
      return [row.name, { ...notStarted, ...ended, updatedAt: row.checked_at ?? row.refreshed_at, count: row.rows }]
    }),
  )
}

/** Profiles of one source are its rows; those of several stand as they were last unified. */
async function profilesOutcome(
  db: Db,
  { profiles }: Definitions,
  sources: ReadonlyMap<string, Outcome>,
): Promise<Outcome | undefined> {
  if (isUnified(profiles)) {
    const { snapshot, error } = (await unificationState(db)) ?? {}
    if (!snapshot && !error) return undefined
    return {
      ...notStarted,
      status: error ? 'Failed (permanent)' : 'Successful',
      reason: error?.code ?? null,
      message: error?.message ?? null,
      updatedAt: snapshot?.checkedAt ?? null,
      count: snapshot?.rows ?? null,
    }
  }
  const source = sources.get(profiles.from)
  return source?.count == null
    ? undefined
    : { ...notStarted, status: 'Successful', updatedAt: source.updatedAt, count: source.count }
}

async function segmentOutcomes(db: Db): Promise<Map<string, Outcome>> {
  const rows = await db
    .selectFrom('segment_states')
    .select(['segment', 'members', 'refreshed_at', 'checked_at', 'last_error'])
    .execute()
  return new Map(
    rows.map((row) => [
      row.segment,
      {
        ...notStarted,
        ...(row.last_error === null
          ? { status: row.refreshed_at === null ? 'Not started' : 'Successful' }
          : { status: 'Failed (permanent)', reason: 'segment_failed', message: row.last_error }),
        updatedAt: row.checked_at ?? row.refreshed_at,
        count: row.members,
      },
    ]),
  )
}

async function runOutcomes(db: Db, exports: readonly string[]): Promise<Map<string, Outcome>> {
  const { rows } = await sql<{
    export_name: string
    id: string
    status: string
    reason: string | null
    message: string | null
    finished_at: Date | null
    members: number | null
  }>`
    select last.* from unnest(${exports}::text[]) as declared (name)
      join lateral (
        select export_name, id, status, reason, message, finished_at, (figures #>> '{all,members}')::integer as members
        from runs where runs.export_name = declared.name order by created_at desc, id desc limit 1
      ) last on true`.execute(db)
  return new Map(
    rows.map(({ export_name, id, status, reason, message, finished_at, members }) => [
      export_name,
      { status, reason, message, updatedAt: finished_at, count: members, refresh: null, run: id },
    ]),
  )
}

async function driftedSince(db: Db): Promise<Map<string, Date>> {
  const rows = await db
    .selectFrom('drift_checks')
    .select(['export_name', 'checked_at'])
    .where('verdict', '=', 'drifted')
    .execute()
  return new Map(rows.map(({ export_name, checked_at }) => [export_name, checked_at]))
}

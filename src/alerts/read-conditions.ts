import { sql } from 'kysely'
import { readConnectionStates } from '../connections/connection-state.ts'
import { invalidExportUsers } from '../connections/export-user.ts'
import { constantContact } from '../constant-contact/destination.ts'
import type { Definitions } from '../contract/definitions.ts'
import { isReason } from '../contract/reasons.ts'
import type { Db } from '../db/database.ts'
import { isUnified } from '../definitions/profile-sources.ts'
import { isWaiting } from '../exports/run/approval.ts'
import type { RunRow } from '../exports/run/run-store.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'
import { exportOfSubject } from '../schedules/subjects.ts'
import type { AlertKind, Condition } from './alert.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

const dayMs = 86_400_000
/** Tokens are renewed daily where anything uses them, so that this many days before they lapse a person has to look. */
const lapseWarningDays = 14

/**
 * Everything that needs a person now, read from where it is written down anyway: nobody has to remember to raise an alert, and
 * none is lost with a process. What may still heal by itself is not among it.
 */
export async function readConditions({ db, clock }: Needs, definitions: Definitions): Promise<Condition[]> {
  const found = await Promise.all([
    ofExports(db, definitions),
    ofTasks(db, definitions),
    ofSchedules(db, definitions),
    ofConnections(db, definitions, clock.now()),
    ofDrift(db, definitions),
    ofErasures(db, clock.now()),
  ])
  return found.flat()
}

/** How the last run of each export ended, and what waits for a person or for the day's requests. */
async function ofExports(db: Db, definitions: Definitions): Promise<Condition[]> {
  // By what is declared rather than over all that ever ran: this is looked at every few seconds.
  const { rows: ended } = await sql<Pick<RunRow, 'export_name' | 'status' | 'reason' | 'message'>>`
    select last.* from unnest(${Object.keys(definitions.exports)}::text[]) as declared (name)
      join lateral (
        select export_name, status, reason, message from runs
        where runs.export_name = declared.name and finished_at is not null order by created_at desc, id desc limit 1
      ) last on true`.execute(db)
  const open = await db.selectFrom('runs').selectAll().where('finished_at', 'is', null).execute()
  const isDeclared = ({ export_name }: RunRow) => Object.hasOwn(definitions.exports, export_name)
  return [
    ...ended.flatMap(({ export_name, status, reason, message }): Condition[] => {
      const kind =
        status === 'Failed (permanent)' ? 'export_failed' : status === 'Skipped' ? 'export_skipped' : undefined
      return kind ? [condition('export', kind, export_name, reason ?? 'unexpected', message)] : []
    }),
    ...open.filter(isDeclared).flatMap((run): Condition[] => {
      const { id, export_name, reason, message, waits_for, waits_until } = run
      if (isWaiting(run)) {
        const waiting = condition('approval', 'approval_needed', export_name, reason ?? 'waits_for_approval', message)
        return [{ ...waiting, state: id }]
      }
      if (waits_for !== 'quota_exhausted') return []
      const connection = definitions.exports[export_name]?.connection ?? export_name
      const used = condition('budget', 'budget_used_up', connection, 'quota_exhausted', message)
      return [{ ...used, state: waits_until?.toISOString().slice(0, 10) ?? 'today' }]
    }),
  ]
}

type TaskOutcome = {
  readonly kind: 'source' | 'profiles' | 'segment' | 'export'
  readonly name: string
  readonly status: string
  readonly reason: string | null
  readonly message: string | null
  readonly finished_at: Date
}

/** What the newest refresh of each thing could not do, unless the thing was brought up to date since in another way. */
async function ofTasks(db: Db, { sources, segments, exports, profiles }: Definitions): Promise<Condition[]> {
  const declared = { source: sources, segment: segments, export: exports, profiles: { profiles } }
  const names = Object.entries(declared).flatMap(([kind, things]) =>
    Object.keys(things).map((name) => ({ kind, name })),
  )
  // Ids tell the second only, so that of the last few the newest is chosen by the time of its refresh.
  const { rows } = await sql<TaskOutcome>`
    select last.* from unnest(${names.map(({ kind }) => kind)}::text[], ${names.map(({ name }) => name)}::text[])
        as declared (kind, name)
      join lateral (
        select few.kind, few.name, few.status, few.reason, few.message, few.finished_at from (
          select * from refresh_tasks task
          where task.kind = declared.kind and task.name = declared.name
            and task.finished_at is not null and task.status <> 'Canceled'
          order by task.refresh_id desc limit 3
        ) few join refreshes on refreshes.id = few.refresh_id
        order by refreshes.created_at desc limit 1
      ) last on true`.execute(db)
  const sourcesSince = await db.selectFrom('source_states').select(['name', 'error_at', 'checked_at']).execute()
  const unifiedSince = await db.selectFrom('unification_states').select(['error_at', 'checked_at']).executeTakeFirst()
  const segmentsSince = await db.selectFrom('segment_states').select(['segment', 'failed_at', 'checked_at']).execute()
  const runsSince = await sql<{ export_name: string; finished_at: Date }>`
    select last.* from unnest(${Object.keys(exports)}::text[]) as declared (name)
      join lateral (
        select export_name, finished_at from runs
        where runs.export_name = declared.name and finished_at is not null order by created_at desc, id desc limit 1
      ) last on true`.execute(db)
  const isGoodSince = ({ kind, name, finished_at }: TaskOutcome) => {
    switch (kind) {
      case 'source':
      case 'profiles': {
        const state =
          kind === 'profiles' && isUnified(profiles)
            ? unifiedSince
            : sourcesSince.find((each) => each.name === (kind === 'source' ? name : profiles.from))
        return state?.error_at === null && state.checked_at !== null && state.checked_at > finished_at
      }
      case 'segment': {
        const state = segmentsSince.find(({ segment }) => segment === name)
        return state?.failed_at === null && state.checked_at !== null && state.checked_at > finished_at
      }
      case 'export':
        return runsSince.rows.some((run) => run.export_name === name && run.finished_at > finished_at)
      default:
        return kind satisfies never
    }
  }
  const current = rows.filter((task) => !isGoodSince(task))
  const failed = current.filter(({ status }) => status === 'Failed (permanent)')
  const heldUp = current.filter(
    ({ kind, status, reason }) => kind === 'export' && status === 'Skipped' && reason === 'upstream_failed',
  )
  const skipped = current.filter(
    ({ kind, status, reason }) =>
      kind === 'export' && status === 'Skipped' && !quiet.has(reason ?? '') && reason !== 'upstream_failed',
  )
  return [
    ...failed.flatMap(({ kind, name, reason, message }): Condition[] =>
      kind === 'export' ? [] : [condition(kind, failedKinds[kind], name, reason ?? 'unexpected', message)],
    ),
    ...skipped.map(({ name, reason, message }) =>
      condition('export', 'export_skipped', name, reason ?? 'unexpected', message),
    ),
    ...(heldUp.length > 0 ? [heldUpBy(heldUp)] : []),
  ]
}

const failedKinds = { source: 'source_failed', profiles: 'profiles_failed', segment: 'segment_failed' } as const

/** An export that is left out by its own schedule, or whose earlier run is told of by itself, is no news. */
const quiet: ReadonlySet<string> = new Set(['own_schedule', 'schedule_off', 'run_under_way', 'waits_for_approval'])

/** One alert for all exports that one broken source holds up, rather than one for each. */
function heldUpBy(tasks: readonly TaskOutcome[]): Condition {
  const names = tasks.map(({ name }) => `"${name}"`).sort()
  const list = names.length > 5 ? said`${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ')
  const message = said`Held up: ${list}. ${tasks[0]?.message ?? ''}`.trim()
  return { ...condition('refresh', 'exports_held_up', 'refresh', 'upstream_failed', message), state: names.join(' ') }
}

async function ofSchedules(db: Db, definitions: Definitions): Promise<Condition[]> {
  const rows = await db.selectFrom('schedules').selectAll().where('missed_at', 'is not', null).execute()
  return rows.flatMap(({ subject, missed_at, missed_ran }): Condition[] => {
    const name = exportOfSubject(subject) ?? 'refresh'
    if (!missed_at || (name !== 'refresh' && !Object.hasOwn(definitions.exports, name))) return []
    const message = said`It was due at ${missed_at.toISOString()}.`
    const missed = condition('missed', 'run_missed', name, missed_ran ? 'missed_ran' : 'missed_left_out', message)
    return [{ ...missed, key: `missed:${subject}`, state: missed_at.toISOString() }]
  })
}

async function ofConnections(db: Db, { connections }: Definitions, now: Date): Promise<Condition[]> {
  const states = await readConnectionStates(db)
  const users = await invalidExportUsers(db)
  return Object.keys(connections).flatMap((name): Condition[] => {
    const state = states.get(name)
    if (state?.status === 'reconnect_needed') {
      const needed = condition('connection', 'reconnect_needed', name, 'reconnect_needed', state.cause ?? null)
      return [{ ...needed, state: state.causeCode ?? 'unknown' }]
    }
    if (state?.status !== 'connected') return []
    const lapsesAt = (state.refreshedAt?.getTime() ?? now.getTime()) + constantContact.limits.refreshTokenDays * dayMs
    const findings = state.lastCheck?.findings ?? []
    const wrong = findings.find(({ kind, code }) => kind === 'wrong' && !toldElsewhere.has(code))
    const daysLeft = Math.floor((lapsesAt - now.getTime()) / dayMs)
    const lapse = said`They lapse on ${new Date(lapsesAt).toISOString().slice(0, 10)}.`
    return [
      ...(daysLeft < lapseWarningDays ? [condition('lapse', 'token_lapsing', name, 'lapses_soon', lapse)] : []),
      ...(wrong ? [condition('check', 'connection_wrong', name, wrong.code, wrong.message)] : []),
      ...(users.has(name) ? [condition('export-user', 'export_user_invalid', name, 'export_user_invalid', null)] : []),
    ]
  })
}

/** The lists that the daily look found to have drifted. */
async function ofDrift(db: Db, { exports }: Definitions): Promise<Condition[]> {
  const rows = await db.selectFrom('drift_checks').selectAll().where('verdict', '=', 'drifted').execute()
  return rows
    .filter(({ export_name }) => Object.hasOwn(exports, export_name))
    .map(({ export_name, message }) => condition('drift', 'drift', export_name, 'drifted', message))
}

/** An erasure that waits for a run or for tomorrow's requests goes on by itself; one that does so for a day needs a look. */
const longWaitMs = dayMs

/** Erasures that do not come to their end. Nobody's name is in what is told of them. */
async function ofErasures(db: Db, now: Date): Promise<Condition[]> {
  const rows = await db
    .selectFrom('erasures')
    .select(['id', 'asked_at', 'waits_for'])
    .where('state', '=', 'under_way')
    .where('waits_for', 'is not', null)
    .execute()
  return rows.flatMap(({ id, asked_at, waits_for }): Condition[] => {
    const { code = '', sentence = null } = waits_for ?? {}
    const isStuck = stuckErasures.has(code)
    if (!isStuck && now.getTime() - asked_at.getTime() < longWaitMs) return []
    const waits = condition('erasure', 'erasure_waits', id, 'erasure_waits', sentence)
    // Runs and lists that are in the way may change with every look; that is no news.
    return [{ ...waits, state: isStuck || code === 'removal_unfinished' ? code : 'others_at_work' }]
  })
}

/** What no waiting mends: something unforeseen, and a file that is gone. */
const stuckErasures: ReadonlySet<string> = new Set(['failed', 'subject_missing'])

/** What the daily check of connections tells is told by itself where it keeps runs from anything. */
const toldElsewhere: ReadonlySet<string> = new Set(['reconnect_needed', 'not_connected', 'export_user_invalid'])

/** `state` is the kind with its reason: what it is like for most. */
function condition(about: string, kind: AlertKind, subject: string, reason: string, message: string | null): Condition {
  const known = isReason(reason) ? reason : 'unexpected'
  return { key: `${about}:${subject}`, kind, subject, state: `${kind} ${reason}`, reason: known, message }
}

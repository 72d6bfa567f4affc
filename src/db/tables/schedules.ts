import type { ColumnType, Generated, JSONColumnType } from 'kysely'

type Moment = ColumnType<Date, string | Date, string | Date>
type MaybeMoment = ColumnType<Date | null, string | Date | null | undefined, string | Date | null>

/** When something runs by itself. `subject` is `refresh` or `export:NAME`. */
export type SchedulesTable = {
  subject: string
  /** What `next_at` was counted from. */
  timetable: JSONColumnType<object>
  next_at: MaybeMoment
  waiting_since: MaybeMoment
  last_at: MaybeMoment
  missed_at: MaybeMoment
  missed_ran: boolean | null
}

/** What somebody asked to be refreshed by hand, by name. */
export type RefreshScope = {
  readonly sources: readonly string[]
  readonly segments: readonly string[]
  /** Whether the profiles are unified, also where no segment asks for it; or the rows of their sources matched, and the profiles left. */
  readonly profiles?: true | 'matching'
}

/** One refresh of everything or, by hand, of what `scope` names. `finished_at` is null while there is something left to do. */
export type RefreshesTable = {
  id: string
  trigger: 'schedule' | 'manual' | 'API' | 'CLI'
  started_by: string
  scope: JSONColumnType<RefreshScope | null, string | null, string | null>
  status: string
  reason: string | null
  message: string | null
  due_at: MaybeMoment
  created_at: Moment
  started_at: MaybeMoment
  finished_at: MaybeMoment
  canceled_by: string | null
}

export type RefreshTasksTable = {
  refresh_id: string
  position: number
  kind: 'source' | 'profiles' | 'segment' | 'export'
  name: string
  status: string
  reason: string | null
  message: string | null
  counts: JSONColumnType<Record<string, number>, string | undefined, string>
  run_id: string | null
  failures: Generated<number>
  next_attempt_at: MaybeMoment
  started_at: MaybeMoment
  finished_at: MaybeMoment
}

/** What the daily look at the list of an export found last. */
export type DriftChecksTable = {
  export_name: string
  checked_at: Moment
  verdict: 'well' | 'drifted' | 'unknown'
  message: string | null
}

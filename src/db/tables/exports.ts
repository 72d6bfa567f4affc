import type { ColumnType, Generated, JSONColumnType } from 'kysely'

type Moment = ColumnType<Date, string | Date, string | Date>
type MaybeMoment = ColumnType<Date | null, string | Date | null | undefined, string | Date | null>

/** A list we deliver to, with the files that hold what we know of its members. Paths are relative to the data directory. */
export type ListsTable = {
  account_id: string
  list_id: string
  name: string
  /** Who was on the list before our first delivery: `email, contact_id`. */
  baseline_file: string | null
  baseline_read_at: MaybeMoment
  /** What Constant Contact refused here: `email, content, refused_at, tries`. */
  refusals_file: string | null
  /** Who is on the list and was not put there by us: `contact_id, email`. Never taken off by us. */
  others_file: Generated<string | null>
  /** The ids of the list's contacts, as far as they were read: `email, contact_id`. */
  ids_file: Generated<string | null>
  /** Who was sent and never confirmed: `email`. Found on the list, they count as put there by us. */
  unsure_file: Generated<string | null>
  /** Who left this list: `contact_id, email, kind, since, event`. */
  departures_file: Generated<string | null>
  whole_read_at: MaybeMoment
  /** Changes up to here have been read. */
  changes_read_to: MaybeMoment
  /** What was counted at the last whole reading less what we knew of; null asks for a whole reading. */
  surplus: Generated<number | null>
}

/** The ledger of one export on one list: `email, profile_key, content, delivered_at, run`. A row there is a claim. */
export type ClaimsTable = {
  account_id: string
  list_id: string
  export_name: string
  file: string
  entries: number
  updated_at: Moment
}

/** Who left an account by unsubscribing or being deleted: `contact_id, email, kind, since`. */
export type DeparturesTable = {
  account_id: string
  file: string
  /** Changes up to here have been read. */
  read_up_to: Moment
  whole_at: Moment
  /** What the account itself counted less what was read, by kind; a change tells that somebody came back. */
  surplus: JSONColumnType<Record<string, number>>
}

export type RunKind = 'export' | 'test' | 'retry' | 'undo' | 'repair' | 'cleanup' | 'erasure'

/** A run of an export. `finished_at` is null while there is something left to do, through every crash. */
export type RunsTable = {
  id: string
  export_name: string
  trigger: string
  started_by: string
  account_id: string | null
  list_id: string | null
  stage: string
  status: string
  reason: string | null
  message: string | null
  /** The export as it was when the run was planned. */
  definition: JSONColumnType<object>
  /** Files of the members that the plan was made from, by segment. */
  members: JSONColumnType<Record<string, string[]>>
  only_emails: JSONColumnType<string[]> | null
  kind: Generated<RunKind>
  /** The run that a retry or an undo is about, or the list that is cleaned up. */
  subject: string | null
  /** The only reason that a retry is about. */
  subject_reason: string | null
  /** Receipts of the leavers. */
  removals_file: string | null
  approval: JSONColumnType<object> | null
  /** What keeps it waiting, and until when, while it does. */
  waits_for: string | null
  waits_until: MaybeMoment
  /** A worker leaves it alone until then. */
  next_attempt_at: MaybeMoment
  /** How often in a row it failed at what may heal by itself, and since when. */
  failures: Generated<number>
  failing_since: MaybeMoment
  /** Who asked for it to be ended; whoever is at work on it looks each second. */
  cancel: JSONColumnType<object> | null
  /** How far it is, as it was last told. */
  progress: JSONColumnType<object> | null
  plan_file: string | null
  receipts_file: string | null
  figures: JSONColumnType<object>
  created_at: ColumnType<Date, string | Date | undefined, never>
  planned_at: MaybeMoment
  finished_at: MaybeMoment
}

/** When a run was in a stage, and what it counted there. */
export type RunTasksTable = {
  run_id: string
  stage: string
  started_at: Moment
  ended_at: MaybeMoment
  /** How often it was entered: once more after each kill or wait. */
  entered: Generated<number>
  counts: JSONColumnType<object> | null
}

/** One job of a run: its bytes are durable before its request leaves, and stay until it is settled. */
export type BatchesTable = {
  run_id: string
  number: number
  /** An import of lines, or a removal of contact ids. */
  kind: Generated<'import' | 'removal'>
  people: number
  bytes: number
  sha256: string
  file: string
  file_name: string
  header: JSONColumnType<string[]>
  /** `unknown` is a removal whose answer was lost: who is still on the list is read. */
  state: Generated<'written' | 'sending' | 'accepted' | 'settled' | 'empty' | 'unknown'>
  sent_at: MaybeMoment
  activity_id: string | null
  /** How Constant Contact settled it, as judged. */
  verdict: JSONColumnType<object> | null
}

/** An administrator's act by which departures end: one person's, or all of one event. */
export type DepartureEndingsTable = {
  id: string
  account_id: string
  list_id: string | null
  email: string | null
  event: string | null
  people: number
  reason: string
  ended_by: string
  ended_at: Moment
}

/** Which list an export's `list:` was found to mean. */
export type ExportListsTable = {
  export_name: string
  account_id: string
  list_text: string
  list_id: string
}

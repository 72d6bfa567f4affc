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
  plan_file: string | null
  receipts_file: string | null
  figures: JSONColumnType<object>
  created_at: ColumnType<Date, string | Date | undefined, never>
  planned_at: MaybeMoment
  finished_at: MaybeMoment
}

/** One import of a run: its bytes are durable before its request leaves, and stay until it is settled. */
export type BatchesTable = {
  run_id: string
  number: number
  people: number
  bytes: number
  sha256: string
  file: string
  file_name: string
  header: JSONColumnType<string[]>
  state: Generated<'written' | 'sending' | 'accepted' | 'settled' | 'empty'>
  sent_at: MaybeMoment
  activity_id: string | null
  /** How Constant Contact settled it, as judged. */
  verdict: JSONColumnType<object> | null
}

/** Which list an export's `list:` was found to mean. */
export type ExportListsTable = {
  export_name: string
  account_id: string
  list_text: string
  list_id: string
}

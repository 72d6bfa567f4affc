import type { AlertOutboxTable, AlertStatesTable } from './tables/alerts.ts'
import type {
  ConnectionDraftsTable,
  ConnectionSecretsTable,
  ConnectionStatesTable,
  RequestBudgetsTable,
  RequestHoursTable,
} from './tables/connections.ts'
import type {
  AppliedFileTable,
  DefinitionChangesTable,
  DefinitionsTable,
  IdempotencyKeysTable,
} from './tables/definitions.ts'
import type {
  BatchesTable,
  ClaimsTable,
  DepartureEndingsTable,
  DeparturesTable,
  ExportListsTable,
  ListsTable,
  RunsTable,
  RunTasksTable,
} from './tables/exports.ts'
import type {
  ApiKeysTable,
  AttemptsTable,
  AuditLogTable,
  KnownAddressesTable,
  OidcSignInsTable,
  OneTimeLinksTable,
  SessionsTable,
  UsersTable,
} from './tables/people.ts'
import type { DataSweepsTable, ErasedHashesTable, ErasureGenerationTable, ErasuresTable } from './tables/privacy.ts'
import type { DriftChecksTable, RefreshesTable, RefreshTasksTable, SchedulesTable } from './tables/schedules.ts'
import type { SegmentSizesTable, SegmentStatesTable } from './tables/segments.ts'
import type { ProfileSizesTable, SourceStatesTable } from './tables/sources.ts'
import type { UnificationStatesTable } from './tables/unification.ts'

/** The tables of the control database; each noun describes its own in `tables/`. */
export type Schema = {
  definition_changes: DefinitionChangesTable
  definitions: DefinitionsTable
  request_budgets: RequestBudgetsTable
  request_hours: RequestHoursTable
  connection_states: ConnectionStatesTable
  connection_secrets: ConnectionSecretsTable
  connection_drafts: ConnectionDraftsTable
  batches: BatchesTable
  claims: ClaimsTable
  departures: DeparturesTable
  departure_endings: DepartureEndingsTable
  export_lists: ExportListsTable
  lists: ListsTable
  runs: RunsTable
  run_tasks: RunTasksTable
  segment_states: SegmentStatesTable
  segment_sizes: SegmentSizesTable
  source_states: SourceStatesTable
  profile_sizes: ProfileSizesTable
  unification_states: UnificationStatesTable
  applied_file: AppliedFileTable
  idempotency_keys: IdempotencyKeysTable
  schedules: SchedulesTable
  refreshes: RefreshesTable
  refresh_tasks: RefreshTasksTable
  drift_checks: DriftChecksTable
  alert_states: AlertStatesTable
  alert_outbox: AlertOutboxTable
  users: UsersTable
  sessions: SessionsTable
  api_keys: ApiKeysTable
  one_time_links: OneTimeLinksTable
  attempts: AttemptsTable
  known_addresses: KnownAddressesTable
  oidc_sign_ins: OidcSignInsTable
  audit_log: AuditLogTable
  erasures: ErasuresTable
  data_sweeps: DataSweepsTable
  erased_hashes: ErasedHashesTable
  erasure_generation: ErasureGenerationTable
}

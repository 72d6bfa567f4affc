import { type Selectable, sql } from 'kysely'
import { constantContact } from '../../constant-contact/destination.ts'
import type { ExportDefinition } from '../../contract/definitions.ts'
import type { Db } from '../../db/database.ts'
import type { RunsTable } from '../../db/tables/exports.ts'
import { resolveValue } from '../../definitions/resolve-value.ts'
import type { Variables } from '../../lib/variables.ts'
import type { RunAhead } from './forecast-runs.ts'

type Needs = { readonly db: Db; readonly variables: Variables }

/** A run that has not ended, with what it still needs of Constant Contact. */
export type OpenRun = RunAhead & {
  readonly run: string
  readonly export: string
  /** Null where the export had none when the run began. */
  readonly connection: string | null
  readonly status: string
  readonly stage: string
  /** What keeps it waiting now, and until when where that is known. */
  readonly waitsFor: string | null
  readonly waitsUntil: Date | null
  readonly createdAt: Date
}

type Row = Pick<
  Selectable<RunsTable>,
  | 'id'
  | 'export_name'
  | 'status'
  | 'stage'
  | 'definition'
  | 'figures'
  | 'plan_file'
  | 'waits_for'
  | 'waits_until'
  | 'created_at'
> & {
  readonly imports_to_send: number
  readonly removals: number
  readonly removals_to_send: number
  readonly jobs_to_settle: number
  readonly people_to_import: number
}

/** Every run that has not ended, in the order in which they were made. */
export async function readOpenRuns({ db, variables }: Needs): Promise<OpenRun[]> {
  const { rows } = await sql<Row>`
    select runs.id, export_name, status, stage, definition, figures, plan_file, waits_for, waits_until, created_at,
      count(*) filter (where unsent and kind_of_job = 'import')::integer as imports_to_send,
      count(*) filter (where kind_of_job = 'removal')::integer as removals,
      count(*) filter (where unsent and kind_of_job = 'removal')::integer as removals_to_send,
      count(*) filter (where state in ('accepted', 'unknown'))::integer as jobs_to_settle,
      coalesce(sum(people) filter (where (unsent or state = 'accepted') and kind_of_job = 'import'), 0)::integer
        as people_to_import
    from runs
      left join (select run_id, kind as kind_of_job, state, people, state in ('written', 'sending') as unsent from batches) job
        on job.run_id = runs.id
    where finished_at is null
    group by runs.id
    order by created_at, runs.id`.execute(db)
  return rows.map((row) => {
    const definition = row.definition as ExportDefinition
    return {
      run: row.id,
      export: row.export_name,
      connection: resolveValue(['exports', row.export_name], definition, variables).value.connection ?? null,
      status: row.status,
      stage: row.stage,
      waitsFor: row.waits_for,
      waitsUntil: row.waits_until,
      createdAt: row.created_at,
      phase: phaseOf(row),
      importsToSend: row.imports_to_send,
      removalsToSend: row.removals > 0 ? row.removals_to_send : removalsAhead(row),
      jobsToSettle: row.jobs_to_settle,
      peopleToImport: row.people_to_import,
    }
  })
}

function phaseOf({ plan_file, stage }: Row): RunAhead['phase'] {
  if (plan_file === null) return 'planning'
  return stage === 'approval' ? 'person' : 'under way'
}

/** Removals are made ready when the imports have settled; until then the plan's figures tell how many people they take. */
function removalsAhead({ stage, figures }: Row): number {
  const { leaving } = figures as { readonly leaving?: { readonly toRemove?: number } }
  if (stage === 'closing') return 0
  return Math.ceil((leaving?.toRemove ?? 0) / constantContact.limits.contactIdsPerRequest)
}

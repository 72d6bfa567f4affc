import { join } from 'node:path'
import { constantContact } from '../../constant-contact/destination.ts'
import type { Definitions } from '../../contract/definitions.ts'
import { AppError } from '../../lib/app-error.ts'
import { said } from '../../lib/said.ts'
import type { Refreshed } from '../../refresh/refresh-for.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { readDepartures } from '../list/read-departures.ts'
import { watchList } from '../list/watch-list.ts'
import { enterStage, exportOf, type RunNeeds, type RunRequest } from '../run/run-needs.ts'
import { type RunRow, updateRun } from '../run/run-store.ts'
import { freezePlan } from './freeze-plan.ts'
import type { Tripped } from './guards.ts'
import { layOutPlan, type PlanScope } from './lay-out-plan.ts'
import { packBatches } from './pack-batches.ts'
import { deliverable, type Standing } from './plan-figures.ts'
import { repairScope, undoScope } from './plan-scopes.ts'
import { retriedLeavers, retriedPeople } from './retried-people.ts'

/** Raised when an export would deliver more people than it may; nothing has been sent. */
export class OverLimitError extends AppError {
  override readonly code = 'over_limit'
  override readonly recovery = 'never'
  constructor(exportName: string, people: number, limit: number) {
    super(
      said`Export "${exportName}" has ${people.toLocaleString('en-US')} deliverable people; at most ${limit.toLocaleString('en-US')} are allowed. Nothing was sent. Narrow its segments, or divide them over several exports.`,
    )
  }
}

/**
 * Finds out who departed, judges everybody, packs the batches and freezes it all as the plan of a run that knows its list.
 * Answers the guards that it trips: such a plan waits for a person. Throws OverLimitError, and then nothing of it is kept.
 */
export async function planRun(
  needs: RunNeeds,
  definitions: Definitions,
  run: RunRow,
  request: RunRequest,
  client: DeliveryAccount,
  refreshed: Refreshed,
): Promise<readonly Tripped[]> {
  const { db, engine, directory, clock } = needs
  const { signal, tell } = request
  await enterStage(needs, run, request, 'planning')
  const list = await client.findList(run.list_id ?? '', signal)
  const departures = await readDepartures(needs, client, signal)
  // A repair is about what no count shows, so it looks at everybody.
  const whole = run.kind === 'repair' ? ({ whole: 'ids' } as const) : {}
  await watchList(needs, client, { list, departures, signal, tell, ...whole })
  await using session = await engine.session()
  const plan = await layOutPlan(needs, client, session, {
    definitions,
    exportName: run.export_name,
    definition: exportOf(needs, run),
    listId: list.id,
    refreshed,
    departures,
    scope: await scopeOf(needs, definitions, client, run, request),
    signal,
  })
  const { figures, leaving, facts, tripped } = plan
  refuseOverLimit(run.export_name, figures.all)
  const batches = await packBatches(session, plan.input, signal)
  const planFile = await freezePlan(needs, session, run.id, batches, signal)
  const members = run.kind === 'undo' || run.kind === 'cleanup' || run.kind === 'erasure' ? {} : refreshed.members
  await updateRun(db, run.id, {
    plan_file: directory.stored(planFile),
    planned_at: clock.now(),
    members: JSON.stringify(
      Object.fromEntries(Object.entries(members).map(([name, files]) => [name, files.map(directory.stored)])),
    ),
    figures: JSON.stringify({
      ...figures,
      leaving,
      batches: batches.length,
      corruptRows: refreshed.corruptRows,
      account: { contacts: facts.contacts, newAtMost: facts.newContacts, contractLimit: facts.contractLimit },
    }),
    ...(tripped.length > 0 && { approval: JSON.stringify({ tripped, askedAt: clock.now().toISOString() }) }),
  })
  tell({ type: 'planned', standing: figures.all, leaving, batches: batches.length })
  return tripped
}

async function scopeOf(
  needs: RunNeeds,
  definitions: Definitions,
  client: DeliveryAccount,
  run: RunRow,
  { signal, tell }: RunRequest,
): Promise<PlanScope> {
  switch (run.kind) {
    case 'test':
      return { kind: 'only', emails: run.only_emails ?? [] }
    case 'retry':
      return {
        kind: 'retried',
        people: await retriedPeople(needs, definitions, run),
        leavers: await retriedLeavers(needs, run),
      }
    case 'undo':
      return await undoScope(needs, run.subject ?? '')
    case 'cleanup':
      return { kind: 'cleared' }
    case 'erasure':
      return { kind: 'cleared', only: run.only_emails ?? [] }
    case 'repair': {
      const path = join(needs.directory.run(run.id), 'values.parquet')
      return await repairScope(needs, client, { listId: run.list_id ?? '', path, signal, tell })
    }
    case 'export':
      return { kind: 'everybody' }
  }
}

function refuseOverLimit(exportName: string, standing: Standing): void {
  const limit = constantContact.limits.profiles
  if (deliverable(standing) > limit) throw new OverLimitError(exportName, deliverable(standing), limit)
}

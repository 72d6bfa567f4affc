import { constantContact } from '../constant-contact/destination.ts'
import type { Definitions } from '../contract/definitions.ts'
import { AppError } from '../lib/app-error.ts'
import type { Refreshed } from '../refresh/refresh-for.ts'
import type { DeliveryAccount } from './delivery-account.ts'
import { planInput } from './export-input.ts'
import { freezePlan } from './freeze-plan.ts'
import { judgePeople } from './judge-people.ts'
import { knownOfList } from './known-of-list.ts'
import { packBatches } from './pack-batches.ts'
import { deliverable, readFigures, type Standing } from './plan-figures.ts'
import { readBaseline } from './read-baseline.ts'
import { readDepartures } from './read-departures.ts'
import { enterStage, exportOf, type RunNeeds, type RunRequest } from './run-needs.ts'
import { type RunRow, updateRun } from './run-store.ts'

/** Raised when an export would deliver more people than it may; nothing has been sent. */
export class OverLimitError extends AppError {
  override readonly code = 'over_limit'
  override readonly recovery = 'never'
  constructor(exportName: string, people: number, limit: number) {
    super(
      `Export "${exportName}" has ${people.toLocaleString('en-US')} deliverable people; at most ${limit.toLocaleString('en-US')} are allowed. Nothing was sent. Narrow its segments, or divide them over several exports.`,
    )
  }
}

/**
 * Judges everybody, packs the batches and freezes both as the plan of a run that knows its list; who was on that list before
 * us is read first. Throws OverLimitError, and then nothing of the plan is kept.
 */
export async function planRun(
  needs: RunNeeds,
  definitions: Definitions,
  run: RunRow,
  request: RunRequest,
  client: DeliveryAccount,
  refreshed: Refreshed,
): Promise<void> {
  const { db, engine, directory, clock } = needs
  await enterStage(needs, run, request, 'planning')
  await readBaseline(needs, client, await client.findList(run.list_id ?? '', request.signal), request.signal)
  const departures = await readDepartures(needs, client, request.signal)
  const known = await knownOfList(needs, run)
  const input = planInput({
    definitions,
    exportName: run.export_name,
    definition: exportOf(needs, run),
    catalogue: refreshed.catalogue,
    members: refreshed.members,
    now: clock.now(),
    departures,
    ...known,
    only: run.only_emails ?? undefined,
  })
  await using session = await engine.session()
  await judgePeople(session, input, request.signal)
  const figures = await readFigures(session, input)
  refuseOverLimit(run.export_name, figures.all)
  const batches = await packBatches(session, input, request.signal)
  const planFile = await freezePlan(needs, session, run.id, batches, request.signal)
  const members = Object.fromEntries(
    Object.entries(refreshed.members).map(([name, files]) => [name, files.map(directory.stored)]),
  )
  await updateRun(db, run.id, {
    plan_file: directory.stored(planFile),
    planned_at: clock.now(),
    members: JSON.stringify(members),
    figures: JSON.stringify({ ...figures, batches: batches.length, corruptRows: refreshed.corruptRows }),
  })
  request.tell({ type: 'planned', standing: figures.all, batches: batches.length })
}

function refuseOverLimit(exportName: string, standing: Standing): void {
  const limit = constantContact.limits.profiles
  if (deliverable(standing) > limit) throw new OverLimitError(exportName, deliverable(standing), limit)
}

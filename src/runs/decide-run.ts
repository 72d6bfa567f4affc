import { recordAudit } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import { approvalOf, approveRun, holdWaitingRun, rejectRun } from '../exports/run/approval.ts'
import type { RunNeeds } from '../exports/run/run-needs.ts'
import { type RunRow, requireRun } from '../exports/run/run-store.ts'

/** Lets a run that waits for a person go on, by whichever worker comes first. Throws NotWaitingError. */
export async function letRunGoOn(needs: RunNeeds, actor: Actor, run: RunRow, note: string | null): Promise<RunRow> {
  await using _lock = await holdWaitingRun(needs, run)
  return await needs.db.transaction().execute(async (tx) => {
    const approved = await approveRun({ ...needs, db: tx }, await requireRun(tx, run.id), { by: actor.name, note })
    await recordDecision(tx, needs, { actor, run, action: 'run.approve', note })
    return approved
  })
}

/** Ends a run that waits for a person, with nothing sent. Throws NotWaitingError. */
export async function refuseRun(needs: RunNeeds, actor: Actor, run: RunRow, note: string | null): Promise<RunRow> {
  const rejected = await rejectRun(needs, run, { by: actor.name, note })
  await needs.db.transaction().execute((tx) => recordDecision(tx, needs, { actor, run, action: 'run.reject', note }))
  return rejected
}

type Decided = {
  readonly actor: Actor
  readonly run: RunRow
  readonly action: 'run.approve' | 'run.reject'
  readonly note: string | null
}

async function recordDecision(
  tx: Parameters<typeof recordAudit>[0],
  needs: Pick<RunNeeds, 'clock'>,
  { actor, run, action, note }: Decided,
): Promise<void> {
  const guards = approvalOf(run)?.tripped.map(({ guard, figure, limit }) => ({ guard, figure, limit })) ?? []
  const target = { kind: 'run', name: run.id }
  await recordAudit(tx, needs, { actor, action, target, after: { export: run.export_name, guards, note } })
}

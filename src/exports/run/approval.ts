import type { Definitions } from '../../contract/definitions.ts'
import type { Lock } from '../../db/database.ts'
import { AppError } from '../../lib/app-error.ts'
import { said } from '../../lib/said.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { beyondApproval, judgeGuards, type Tripped } from '../plan/guards.ts'
import { connectionOf } from '../plan/require-connection.ts'
import { closeRun } from '../receipts/close-run.ts'
import { lockStandingRun } from './lock-run.ts'
import { exportOf, type RunNeeds } from './run-needs.ts'
import { batchesOf, type RunRow, requireRun, updateRun } from './run-store.ts'

/** Why a run stopped for a person, and what was decided: the times are ISO 8601. */
export type Approval = {
  readonly tripped: readonly Tripped[]
  readonly askedAt: string
  readonly approved?: { readonly by: string; readonly at: string; readonly note: string | null }
  readonly rejected?: { readonly by: string; readonly at: string; readonly note: string | null }
  /** What was approved before it was asked again. */
  readonly earlier?: readonly Approval[]
}

export type Decision = { readonly by: string; readonly note: string | null }

/** Raised when a run that does not wait for a decision is to be approved or rejected. */
export class NotWaitingError extends AppError {
  override readonly code = 'not_waiting'
  override readonly recovery = 'never'
  constructor({ id, status }: RunRow) {
    super(said`Run ${id} does not wait for approval; its status is ${status}. Those that do are shown by: postbud runs`)
  }
}

/** Raised when a waiting run is decided on while another process does not let go of it. */
class RunHeldError extends AppError {
  override readonly code = 'run_held'
  override readonly recovery = 'later'
  constructor({ id }: RunRow) {
    super(
      said`Run ${id} waits for approval, but another process still holds it, so nothing was decided. Try again in a moment.`,
    )
  }
}

export function approvalOf({ approval }: RunRow): Approval | undefined {
  return (approval ?? undefined) as Approval | undefined
}

/** Whether a run stands still until a person decides. */
export function isWaiting(run: RunRow): boolean {
  return run.stage === 'approval' && run.finished_at === null && run.cancel === null && !approvalOf(run)?.approved
}

/** Stops a run whose plan is frozen until a person has looked at the guards that it trips. */
export async function askApproval(
  { db, clock }: Pick<RunNeeds, 'db' | 'clock'>,
  run: RunRow,
  tripped: readonly Tripped[],
): Promise<void> {
  const before = approvalOf(run)
  const approval: Approval = {
    tripped,
    askedAt: clock.now().toISOString(),
    ...(before?.approved && { earlier: [...(before.earlier ?? []), before] }),
  }
  const why = tripped.map(({ sentence }) => sentence).join(' ')
  await updateRun(db, run.id, {
    stage: 'approval',
    status: 'Waits for approval',
    reason: tripped[0]?.guard ?? null,
    message: said`${why} Nothing was sent. Let it go on with: postbud approve ${run.id}; or end it with: postbud reject ${run.id}`,
    approval: JSON.stringify(approval),
    waits_for: 'approval',
    waits_until: null,
  })
}

/**
 * The right to decide on a run that waits for a person, whose state is to be read again then. Throws NotWaitingError, and
 * RunHeldError when whoever stopped it does not let go of it for seconds.
 */
export async function holdWaitingRun(needs: Pick<RunNeeds, 'db' | 'database' | 'clock'>, run: RunRow): Promise<Lock> {
  const standing = async () => isWaiting(await requireRun(needs.db, run.id))
  const lock = await lockStandingRun(needs, run.id, standing)
  if (lock) return lock
  const now = await requireRun(needs.db, run.id)
  throw isWaiting(now) ? new RunHeldError(now) : new NotWaitingError(now)
}

/**
 * Notes who approved a waiting run and when: its frozen plan may be delivered from now on. Its stage moves on when the list
 * is its own, since another run may be at work there. Throws NotWaitingError.
 */
export async function approveRun(
  { db, clock }: Pick<RunNeeds, 'db' | 'clock'>,
  run: RunRow,
  { by, note }: Decision,
): Promise<RunRow> {
  const approval = waitingApproval(run)
  const approved = { by, at: clock.now().toISOString(), note }
  await updateRun(db, run.id, {
    status: 'Queued',
    reason: null,
    message: null,
    approval: JSON.stringify({ ...approval, approved }),
    waits_for: null,
  })
  return await requireRun(db, run.id)
}

/** Ends a waiting run without sending anything: everybody it would have sent has a receipt that says so. Throws NotWaitingError. */
export async function rejectRun(needs: RunNeeds, run: RunRow, { by, note }: Decision): Promise<RunRow> {
  const { db, clock } = needs
  await using _lock = await holdWaitingRun(needs, run)
  const approval = waitingApproval(await requireRun(db, run.id))
  const rejected = { by, at: clock.now().toISOString(), note }
  await updateRun(db, run.id, { approval: JSON.stringify({ ...approval, rejected }) })
  const message = said`Rejected by ${note ? `${by}: ${note}` : by}. Nothing was sent; the next run plans afresh.`
  const failure = { code: 'not_approved', message, status: 'Canceled' as const }
  await closeRun(needs, await requireRun(db, run.id), { exceptions: [], failure, corruptRows: 0, unsent: true })
  return await requireRun(db, run.id)
}

function waitingApproval(run: RunRow): Approval {
  const approval = approvalOf(run)
  if (!isWaiting(run) || !approval) throw new NotWaitingError(run)
  return approval
}

/**
 * Guards that a frozen run trips and that nobody approved: those that nobody was asked about yet, and those that it trips
 * now by more than what was approved, since the account may have filled up meanwhile. Everything else is frozen with the plan
 * and can only shrink. Once something has left, there is nothing more to ask.
 */
export async function exceedsApproval(
  needs: RunNeeds,
  { connections }: Pick<Definitions, 'connections'>,
  run: RunRow,
  client: DeliveryAccount,
  signal: AbortSignal,
): Promise<Tripped[]> {
  const approval = approvalOf(run)
  if (!approval) return []
  // Nobody was asked yet: the process was killed between freezing the plan and asking.
  if (!approval.approved) return [...approval.tripped]
  const definition = exportOf(needs, run)
  const contractLimit = connectionOf({ connections }, definition)?.contractLimit ?? null
  const sent = (await batchesOf(needs.db, run.id)).some(({ state }) => state !== 'written' && state !== 'empty')
  if (contractLimit === null || sent) return []
  const { account } = run.figures as { account?: { newAtMost: number } }
  const now = judgeGuards(definition.guards, {
    removals: 0,
    owned: 0,
    segments: {},
    contacts: (await client.countContacts({ status: 'active' }, signal)) ?? null,
    contractLimit,
    newContacts: account?.newAtMost ?? 0,
  })
  const seen = [approval, ...(approval.earlier ?? [])].flatMap(({ tripped }) => tripped)
  return beyondApproval(seen, now)
}

import { QuotaExhaustedError } from '../constant-contact/errors.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import { isPatienceSpent, nextAttempt } from './next-attempt.ts'
import type { RunNeeds, RunRequest } from './run-needs.ts'
import { type RunRow, requireRun, updateRun } from './run-store.ts'

/** These say that nothing could be attempted, rather than that an attempt failed. */
const skips: ReadonlySet<string> = new Set([
  'not_connected',
  'reconnect_needed',
  'export_user_invalid',
  'over_limit',
  'upstream_failed',
  'connection_missing',
  'paused',
])
/** These end by themselves or by an act, at a time that is known or not: the run waits its turn. */
const queues: ReadonlySet<string> = new Set(['paused', 'quota_exhausted', 'list_busy', 'list_unread'])

/**
 * Writes down why a run did not reach its end. What may heal leaves it open, to be carried on by the next call; what
 * somebody must change ends it, unless its plan is frozen.
 */
export async function endEarly(
  { db, clock }: Pick<RunNeeds, 'db' | 'clock'>,
  runId: string,
  thrown: unknown,
  carrier: RunRequest['carrier'],
): Promise<void> {
  const run = await requireRun(db, runId)
  if (run.finished_at) throw thrown
  const known = thrown instanceof AppError
  const code = known ? thrown.code : 'unexpected'
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  // What is in the queue waits there for the pause to end, whether it was looked at just before it began or not.
  const waits = code === 'paused' && carrier === 'worker'
  const skipped = skips.has(code) && run.plan_file === null && !waits
  // A frozen plan is carried on whatever went wrong, since some of it may have been sent; only wrong sums end it as it is.
  const ends =
    skipped || code === 'sums_disagree' || (run.plan_file === null && !(known && thrown.recovery !== 'never'))
  const until = thrown instanceof QuotaExhaustedError ? thrown.until : undefined
  const recovery = known ? thrown.recovery : 'later'
  const next = nextAttempt(run, { code, recovery, until }, clock.now())
  const spent = isPatienceSpent(run, clock.now())
  if (ends || (spent && run.plan_file === null)) {
    const tried = ends ? '' : ` It was tried ${run.failures + 1} times since ${run.failing_since?.toISOString()}.`
    await updateRun(db, runId, {
      status: skipped ? 'Skipped' : 'Failed (permanent)',
      reason: code,
      message: `${message}${tried}`,
      waits_for: null,
      waits_until: null,
      next_attempt_at: null,
      finished_at: clock.now(),
    })
  } else {
    await updateRun(db, runId, {
      status: queues.has(code) ? 'Queued' : 'Failure (will retry)',
      reason: code,
      message,
      waits_for: code,
      waits_until: until ?? null,
      ...next,
    })
  }
  if (!known) throw thrown
}

/** A run that was stopped before its end is not at work any more, and says what carries it on. */
export async function noteStopped(db: Db, { id, export_name }: RunRow, { carrier }: RunRequest): Promise<void> {
  if ((await requireRun(db, id)).finished_at) return
  await updateRun(db, id, {
    status: carrier === 'worker' ? 'Queued' : 'Failure (will retry)',
    reason: 'stopped',
    message: `It was stopped before its end. A server carries it on by itself; without one: postbud run ${export_name}`,
    waits_for: null,
    waits_until: null,
    next_attempt_at: null,
  })
}

import { QuotaExhaustedError } from '../../constant-contact/errors.ts'
import type { Db } from '../../db/database.ts'
import { AppError } from '../../lib/app-error.ts'
import { said } from '../../lib/said.ts'
import { giveUp } from './give-up.ts'
import { type Failing, isPatienceSpent, nextAttempt, planPatienceMs } from './next-attempt.ts'
import type { RunNeeds, RunRequest } from './run-needs.ts'
import { batchesOf, type RunRow, requireRun, updateRun } from './run-store.ts'

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
 * somebody must change ends it, unless its plan is frozen. What has not healed for too long ends it either way.
 */
export async function endEarly(
  needs: RunNeeds,
  runId: string,
  thrown: unknown,
  carrier: RunRequest['carrier'],
): Promise<void> {
  const { db, clock, config } = needs
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
  const failing = await failingOf(db, run)
  const next = nextAttempt(failing, { code, recovery, until }, clock.now())
  const spent = isPatienceSpent(failing, clock.now(), run.plan_file === null ? planPatienceMs : config.giveUpMs)
  if (spent && !ends && run.plan_file !== null && !queues.has(code)) {
    const days = config.giveUpMs / dayMs
    if (await giveUp(needs, run, said`For ${days} days it could not be carried on; last: ${message}`)) return
  }
  if (ends || (spent && run.plan_file === null)) {
    const tried = ends ? '' : said` It was tried ${run.failures + 1} times since ${run.failing_since?.toISOString()}.`
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

const dayMs = 24 * 3_600_000

/** Since when a run fails: where an import or a removal was accepted since then, it went on meanwhile. */
async function failingOf(db: Db, { id, failures, failing_since }: RunRow): Promise<Failing> {
  const batches = [...(await batchesOf(db, id)), ...(await batchesOf(db, id, 'removal'))]
  const accepted = batches.filter(({ state }) => state === 'accepted' || state === 'settled')
  const isOver = failing_since !== null && accepted.some(({ sent_at }) => sent_at !== null && sent_at > failing_since)
  return isOver ? { failures: 0, failing_since: null } : { failures, failing_since }
}

/** A run that was stopped before its end is not at work any more, and says what carries it on. */
export async function noteStopped(db: Db, { id, export_name }: RunRow, { carrier }: RunRequest): Promise<void> {
  if ((await requireRun(db, id)).finished_at) return
  await updateRun(db, id, {
    status: carrier === 'worker' ? 'Queued' : 'Failure (will retry)',
    reason: 'stopped',
    message: said`It was stopped before its end. A server carries it on by itself; without one: postbud run ${export_name}`,
    waits_for: null,
    waits_until: null,
    next_attempt_at: null,
  })
}

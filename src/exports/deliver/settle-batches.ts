import type { Activity } from '../../constant-contact/activity.ts'
import { type ActivityVerdict, judgeActivity } from '../../constant-contact/judge-activity.ts'
import { judgeRemoval, type RemovalVerdict } from '../../constant-contact/judge-removal.ts'
import type { Db } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import type { Tell } from '../run/run-events.ts'
import { type BatchRow, batchesOf, peopleOf, updateBatch } from '../run/run-store.ts'
import { measurePace } from './pace.ts'
import { lookAfterMs } from './while-importing.ts'

type Needs = { readonly db: Db; readonly clock: Clock }
type Settling = {
  readonly runId: string
  readonly kind: BatchRow['kind']
  readonly signal: AbortSignal
  readonly tell: Tell
  /** Done after each look, for what should not wait until the jobs are done. */
  readonly meanwhile?: () => Promise<void>
}

/** How a batch ended: as Constant Contact settled it, or with nobody able to say. */
export type Verdict =
  | Exclude<ActivityVerdict, { kind: 'pending' }>
  | { readonly kind: 'vanished' }
  | { readonly kind: 'stuck' }
/** The same of a removal. */
export type RemovalEnd =
  | Exclude<RemovalVerdict, { kind: 'pending' }>
  | { readonly kind: 'vanished' }
  | { readonly kind: 'stuck' }

/** A job that is not done by then is given up as unknown. The source document allows an hour for a million people. */
const giveUpAfterMs = 6 * 3_600_000
/** A job that is missing may only be late to appear; missing this many looks in a row it is gone. */
const looksUntilVanished = 3

/** Waits for the accepted jobs of a run. */
export type Settler = {
  /** Looks until at most so many are open, and writes down each verdict as it comes. */
  readonly untilOpen: (most: number) => Promise<void>
}

/** A settler of a run's imports or removals; what it has seen of a job's progress it keeps between waits. */
export function settler({ db, clock }: Needs, client: DeliveryAccount, settling: Settling): Settler {
  const missing = new Map<number, number>()
  const percentDone = new Map<number, number>()
  let pace: ReturnType<typeof measurePace> | undefined
  let looks = 0

  return {
    async untilOpen(most) {
      for (;;) {
        const batches = await batchesOf(db, settling.runId, settling.kind)
        const open = batches.filter(({ state }) => state === 'accepted')
        if (most === 0 || open.length > most) await tellProgress(batches, open)
        if (open.length <= most) return
        await clock.wait(lookAfterMs[Math.min(looks, lookAfterMs.length - 1)] ?? 0, settling.signal)
        looks = (await look(open)) > 0 ? 0 : looks + 1
        await settling.meanwhile?.()
      }
    },
  }

  async function look(open: readonly BatchRow[]): Promise<number> {
    const activities = await client.readActivities(
      open.flatMap((batch) => batch.activity_id ?? []),
      settling.signal,
    )
    let settled = 0
    for (const batch of open) {
      const found = activities.get(batch.activity_id ?? '')
      const activity = found === 'gone' ? undefined : found
      if (activity) missing.delete(batch.number)
      else missing.set(batch.number, (missing.get(batch.number) ?? 0) + 1)
      const verdict = activity && judge(batch, activity)
      if (verdict?.kind === 'pending' && 'percentDone' in verdict) {
        percentDone.set(batch.number, verdict.percentDone ?? 0)
      }
      const final = verdict && verdict.kind !== 'pending' ? verdict : lost(batch)
      if (!final) continue
      settled += 1
      await updateBatch(db, batch, { state: 'settled', verdict: JSON.stringify(final) })
    }
    return settled
  }

  function lost(batch: BatchRow): Verdict | undefined {
    if ((missing.get(batch.number) ?? 0) >= looksUntilVanished) return { kind: 'vanished' }
    const since = batch.sent_at?.getTime() ?? clock.now().getTime()
    return clock.now().getTime() - since > giveUpAfterMs ? { kind: 'stuck' } : undefined
  }

  async function tellProgress(batches: readonly BatchRow[], open: readonly BatchRow[]): Promise<void> {
    const settled = batches.filter(({ state }) => state === 'settled')
    const peopleInAll = peopleOf(settled) + peopleOf(open)
    const inWork = open.map(({ number, people }) => Math.floor((people * (percentDone.get(number) ?? 0)) / 100))
    const peopleDone = peopleOf(settled) + inWork.reduce((sum, people) => sum + people, 0)
    pace ??= measurePace(clock.now(), peopleDone)
    settling.tell({
      type: 'settling',
      jobs: settling.kind,
      settled: settled.length,
      batches: settled.length + open.length,
      peopleDone,
      peopleInAll,
      requestsLeftToday: await client.requestsLeftToday(),
      ...pace(clock.now(), peopleDone, peopleInAll),
    })
  }
}

function judge(batch: BatchRow, activity: Activity): ActivityVerdict | RemovalVerdict {
  return batch.kind === 'import' ? judgeActivity(activity, batch.people) : judgeRemoval(activity, batch.people)
}

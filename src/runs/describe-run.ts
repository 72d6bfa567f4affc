import type { Db } from '../db/database.ts'
import { deliverable, type Standing, total } from '../exports/plan/plan-figures.ts'
import type { Outcomes } from '../exports/receipts/outcomes.ts'
import { approvalOf } from '../exports/run/approval.ts'
import type { Counts } from '../exports/run/run-record.ts'
import { batchesOf, type RunRow } from '../exports/run/run-store.ts'
import { iso } from './run-view.ts'

/** A run in full, beside what `runView` says of it. */
export type RunDescription = Awaited<ReturnType<typeof describeRun>>

/** How people became fewer on their way: members, deliverable, to be sent, and how it ended, by reason. */
export async function describeRun({ db }: { readonly db: Db }, run: RunRow) {
  const batches = [...(await batchesOf(db, run.id)), ...(await batchesOf(db, run.id, 'removal'))]
  return {
    account: run.account_id,
    list: run.list_id,
    approval: approvalOf(run) ?? null,
    funnel: funnelOf(run),
    tasks: await tasksOf(db, run),
    batches: batches.map((batch) => ({
      number: batch.number,
      kind: batch.kind,
      people: batch.people,
      bytes: batch.bytes,
      state: batch.state,
      sentAt: iso(batch.sent_at),
      activity: batch.activity_id,
      verdict: batch.verdict as { readonly kind: string } | null,
    })),
    receipts: run.receipts_file !== null,
    previous: await previousOf(db, run),
  }
}

function funnelOf({ figures }: RunRow) {
  const { all, segments, leaving, outcomes, removals, account, corruptRows } = figures as {
    readonly all?: Standing
    readonly segments?: Readonly<Record<string, Standing>>
    readonly leaving?: { readonly leavers: Readonly<Record<string, number>>; readonly toRemove: number }
    readonly outcomes?: Outcomes
    readonly removals?: Outcomes
    readonly account?: { readonly contacts: number | null; readonly newAtMost: number }
    readonly corruptRows?: number
  }
  if (!all) return null
  return {
    members: all.members,
    heldBack: all.heldBack,
    rejected: all.rejected,
    deliverable: deliverable(all),
    unchanged: all.unchanged,
    new: all.new,
    changed: all.changed,
    segments: Object.fromEntries(Object.entries(segments ?? {}).map(([name, { members }]) => [name, members])),
    leavers: total(leaving?.leavers ?? {}),
    toRemove: leaving?.toRemove ?? 0,
    corruptRows: corruptRows ?? 0,
    newContactsAtMost: account?.newAtMost ?? null,
    outcomes: outcomes ?? null,
    removals: removals ?? null,
  }
}

async function tasksOf(db: Db, { id, finished_at }: Pick<RunRow, 'id' | 'finished_at'>) {
  const tasks = await db.selectFrom('run_tasks').selectAll().where('run_id', '=', id).orderBy('started_at').execute()
  return tasks.map(({ stage, started_at, ended_at, entered, counts }) => {
    // The end of the last task is written after that of the run, or not at all when the process was killed in between.
    const end = ended_at ?? finished_at
    return {
      stage,
      startedAt: started_at.toISOString(),
      endedAt: iso(end),
      seconds: end ? Math.round((end.getTime() - started_at.getTime()) / 100) / 10 : null,
      entered,
      counts: counts as Counts | null,
    }
  })
}

/** The last run of the same kind that delivered before this one, to compare how long it took. */
async function previousOf(db: Db, run: RunRow) {
  const before = await db
    .selectFrom('runs')
    .select(['id', 'status', 'created_at', 'finished_at'])
    .where('export_name', '=', run.export_name)
    .where('kind', '=', run.kind)
    .where('created_at', '<', run.created_at)
    .where('receipts_file', 'is not', null)
    .where('finished_at', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!before?.finished_at) return null
  const seconds = Math.round((before.finished_at.getTime() - before.created_at.getTime()) / 100) / 10
  const tasks = (await tasksOf(db, before)).map(({ stage, seconds }) => ({ stage, seconds }))
  return { id: before.id, status: before.status, seconds, finishedAt: before.finished_at.toISOString(), tasks }
}

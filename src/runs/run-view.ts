import type { Reason } from '../contract/reasons/reason.ts'
import { isReason, reasons } from '../contract/reasons.ts'
import { total } from '../exports/plan/plan-figures.ts'
import type { Outcomes } from '../exports/receipts/outcomes.ts'
import { approvalOf } from '../exports/run/approval.ts'
import type { Cancel } from '../exports/run/end-canceled.ts'
import type { RunProgress } from '../exports/run/run-record.ts'
import type { RunRow } from '../exports/run/run-store.ts'

/** A run as lists, pages and events tell it. Times are ISO 8601. */
export type RunView = ReturnType<typeof runView>

/** A run in short; `paused` is whether delivery is. */
export function runView(run: RunRow, paused: boolean) {
  const { outcomes, removals, all } = run.figures as {
    readonly outcomes?: Outcomes
    readonly removals?: Outcomes
    readonly all?: { readonly members: number }
  }
  const ended = run.finished_at !== null
  return {
    id: run.id,
    export: run.export_name,
    kind: run.kind,
    subject: run.subject,
    trigger: run.trigger,
    startedBy: run.started_by,
    status: run.status,
    stage: run.stage,
    reason: run.reason,
    message: run.message,
    explanation: run.reason === null ? null : explain(run.reason),
    waitsFor: run.waits_for ?? (paused && !ended && run.status === 'Queued' ? 'paused' : null),
    waitsUntil: iso(run.waits_until),
    nextAttemptAt: iso(run.next_attempt_at),
    failures: run.failures,
    cancel: run.cancel as Cancel | null,
    progress: ended ? null : (run.progress as RunProgress | null),
    members: all?.members ?? null,
    outcomes: outcomes ? totals(outcomes) : null,
    leavers: removals ? totals(removals) : null,
    createdAt: run.created_at.toISOString(),
    plannedAt: iso(run.planned_at),
    finishedAt: iso(run.finished_at),
    seconds: run.finished_at ? Math.round((run.finished_at.getTime() - run.created_at.getTime()) / 100) / 10 : null,
  }
}

/** What a reason means and what to do about it, in both languages; null for one that nobody knows any more. */
function explain(code: string): Reason | null {
  return isReason(code) ? reasons[code] : null
}

function totals(outcomes: Outcomes): Record<string, number> {
  return Object.fromEntries(Object.entries(outcomes).map(([outcome, byReason]) => [outcome, total(byReason)]))
}

export function iso(moment: Date | null): string | null {
  return moment?.toISOString() ?? null
}

/** What a guard said, and what was decided. */
export function approvalView(run: RunRow) {
  return approvalOf(run) ?? null
}

import { reasonText } from '../contract/reasons.ts'
import type { Leaving } from '../exports/plan/judge-leavers.ts'
import { type Standing, total } from '../exports/plan/plan-figures.ts'
import type { Outcomes } from '../exports/receipts/outcomes.ts'
import { approvalOf } from '../exports/run/approval.ts'
import type { RunRow } from '../exports/run/run-store.ts'
import { formatNumber, type Terminal } from './terminal.ts'

const outcomeWords: Readonly<Record<string, string>> = {
  delivered: 'delivered',
  unchanged: 'unchanged',
  held_back: 'held back',
  rejected: 'rejected',
  unconfirmed: 'unconfirmed',
  not_sent: 'not sent',
}

const plannedWords: Readonly<Record<string, string>> = {
  new: 'new to the list',
  changed: 'changed',
  unchanged: 'unchanged',
  held_back: 'held back',
  rejected: 'rejected',
}

const leavingWords: Readonly<Record<string, string>> = {
  leave: 'who leave',
  stay: 'stay on the list',
  remove: 'to be taken off the list',
}

const removalWords: Readonly<Record<string, string>> = {
  removed: 'taken off the list',
  kept: 'stay on the list',
  unconfirmed: 'unconfirmed',
  not_sent: 'not taken off',
}

const kindWords: Readonly<Record<string, string>> = {
  export: '',
  test: ', a test',
  retry: ', a retry of',
  undo: ', an undo of',
  repair: ', a repair',
  cleanup: ', a clean-up of list',
}

/** A run as the terminal tells it: how it stands, why, and what is planned for or became of its members and of those who left. */
export function showRun(terminal: Terminal, run: RunRow): void {
  const colour = run.status === 'Successful' ? 'green' : calm.has(run.status) ? 'yellow' : 'red'
  const kind = [kindWords[run.kind] ?? '', run.subject].filter(Boolean).join(' ')
  terminal.print(`${run.export_name}: ${terminal.style(colour, run.status)}  (run ${run.id}${kind})`)
  if (run.message) terminal.print(`  ${run.message}`)
  if (run.waits_for && run.waits_until) {
    terminal.print(`  Waits for ${run.waits_for.replaceAll('_', ' ')} until ${run.waits_until.toISOString()}`)
  }
  const { approved, rejected } = approvalOf(run) ?? {}
  if (approved)
    terminal.print(`  Approved by ${approved.by} at ${approved.at}${approved.note ? `: ${approved.note}` : ''}`)
  if (rejected)
    terminal.print(`  Rejected by ${rejected.by} at ${rejected.at}${rejected.note ? `: ${rejected.note}` : ''}`)
  const { outcomes, removals = {}, all, leaving } = run.figures as Figures
  const table = (rows: string[][]) => terminal.table(rows, { indent: 2, alignRight: [0] })
  if (!outcomes) {
    if (all) table([[formatNumber(all.members), 'members', ''], ...rowsOf(terminal, plannedOf(all), plannedWords)])
    if (leaving && total(leaving.leavers) > 0) table(rowsOf(terminal, leavingOf(leaving), leavingWords))
    return
  }
  const leavers = Object.values(removals).reduce((sum, byReason) => sum + total(byReason), 0)
  table([[formatNumber(all?.members ?? 0), 'members', ''], ...rowsOf(terminal, outcomes, outcomeWords)])
  if (leavers > 0) table([[formatNumber(leavers), 'who left', ''], ...rowsOf(terminal, removals, removalWords)])
}

/** Of a plan, and what became of it once the run has ended. */
type Figures = {
  readonly all?: Standing
  readonly leaving?: Leaving
  readonly outcomes?: Outcomes
  readonly removals?: Outcomes
}

function plannedOf({ new: joiners, changed, unchanged, heldBack, rejected }: Standing): Outcomes {
  return {
    new: { '': joiners },
    changed: { '': changed },
    unchanged: { '': unchanged },
    held_back: heldBack,
    rejected,
  }
}

function leavingOf({ leavers, kept, toRemove }: Leaving): Outcomes {
  return { leave: leavers, stay: kept, remove: { '': toRemove } }
}

const calm: ReadonlySet<string> = new Set(['Completed with warnings', 'Waits for approval', 'Queued', 'Canceled'])

function rowsOf(terminal: Terminal, outcomes: Outcomes, words: Readonly<Record<string, string>>): string[][] {
  return Object.entries(words).flatMap(([outcome, text]) => {
    const byReason = outcomes[outcome]
    if (!byReason || total(byReason) === 0) return []
    const named = Object.entries(byReason).filter(([reason]) => reason !== '')
    return [
      [formatNumber(total(byReason)), text, ''],
      ...named.map(([reason, people]) => [
        '',
        `  ${formatNumber(people)} ${reason}`,
        terminal.style('dim', reasonText(reason)),
      ]),
    ]
  })
}

/** The documented object of `--json`. */
export function runAsJson(run: RunRow): object {
  return {
    run: run.id,
    export: run.export_name,
    kind: run.kind,
    subject: run.subject,
    trigger: run.trigger,
    startedBy: run.started_by,
    status: run.status,
    stage: run.stage,
    reason: run.reason,
    message: run.message,
    account: run.account_id,
    list: run.list_id,
    approval: approvalOf(run) ?? null,
    waitsFor: run.waits_for,
    waitsUntil: run.waits_until,
    figures: run.figures,
    createdAt: run.created_at,
    plannedAt: run.planned_at,
    finishedAt: run.finished_at,
  }
}

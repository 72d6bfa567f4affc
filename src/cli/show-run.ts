import { reasonText } from '../contract/reasons.ts'
import type { Outcomes } from '../exports/close-run.ts'
import { total } from '../exports/plan-figures.ts'
import type { RunRow } from '../exports/run-store.ts'
import { formatNumber, type Terminal } from './terminal.ts'

const outcomeWords: Readonly<Record<string, string>> = {
  delivered: 'delivered',
  unchanged: 'unchanged',
  held_back: 'held back',
  rejected: 'rejected',
  unconfirmed: 'unconfirmed',
  not_sent: 'not sent',
}

/** A run as the terminal tells it: how it ended, why, and what became of its members. */
export function showRun(terminal: Terminal, run: RunRow): void {
  const colour = run.status === 'Successful' ? 'green' : run.status === 'Completed with warnings' ? 'yellow' : 'red'
  terminal.print(`${run.export_name}: ${terminal.style(colour, run.status)}  (run ${run.id})`)
  if (run.message) terminal.print(`  ${run.message}`)
  const { outcomes, all } = run.figures as { outcomes?: Outcomes; all?: { members: number } }
  if (!outcomes) return
  const rows = Object.entries(outcomeWords).flatMap(([outcome, words]) => {
    const byReason = outcomes[outcome]
    if (!byReason) return []
    const named = Object.entries(byReason).filter(([reason]) => reason !== '')
    return [
      [formatNumber(total(byReason)), words, ''],
      ...named.map(([reason, people]) => [
        '',
        `  ${formatNumber(people)} ${reason}`,
        terminal.style('dim', reasonText(reason)),
      ]),
    ]
  })
  terminal.table([[formatNumber(all?.members ?? 0), 'members', ''], ...rows], { indent: 2, alignRight: [0] })
}

/** The documented object of `--json`. */
export function runAsJson(run: RunRow): object {
  return {
    run: run.id,
    export: run.export_name,
    trigger: run.trigger,
    startedBy: run.started_by,
    status: run.status,
    stage: run.stage,
    reason: run.reason,
    message: run.message,
    account: run.account_id,
    list: run.list_id,
    figures: run.figures,
    createdAt: run.created_at,
    plannedAt: run.planned_at,
    finishedAt: run.finished_at,
  }
}

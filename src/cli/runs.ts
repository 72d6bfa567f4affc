import { Command } from 'commander'
import type { App } from '../app.ts'
import type { CsvCells } from '../engine/csv-lines.ts'
import { downloadReceipts } from '../exports/receipts/download-receipts.ts'
import { findRunLike, readReceipts, readRemovalReceipts } from '../exports/receipts/read-receipts.ts'
import type { RunRow } from '../exports/run/run-store.ts'
import { AppError } from '../lib/app-error.ts'
import type { CliContext } from './context.ts'
import { limitOption } from './limit-option.ts'
import { runAsJson, showRun } from './show-run.ts'
import { tellPause } from './tell-pause.ts'
import { formatNumber } from './terminal.ts'
import { cellsOption, writeCsv } from './write-csv.ts'

/** `postbud runs [RUN]`: the last runs, or one of them in full. */
export function runsCommand(context: CliContext): Command {
  return new Command('runs')
    .description('show the last runs, or one of them')
    .argument('[run]', 'a run\u2019s id, its first letters, or "last"')
    .addOption(limitOption('how many', 20))
    .option('--json', 'print JSON')
    .action(async (id: string | undefined, options: { limit: number; json?: boolean }) => {
      const { terminal } = context
      await context.withApp(async ({ db, directory }) => {
        if (id !== undefined) {
          const run = await findRunLike(db, id)
          return options.json ? terminal.json(runAsJson(run)) : showRun(terminal, run)
        }
        const runs = await db
          .selectFrom('runs')
          .selectAll()
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(options.limit)
          .execute()
        if (options.json) return terminal.json({ runs: runs.map(runAsJson) })
        if (runs.length === 0) return terminal.print('No runs yet. Start one with: postbud run EXPORT')
        terminal.table(
          runs.map((run) => [
            run.id,
            run.export_name,
            run.status,
            run.kind,
            run.reason,
            run.waits_until?.toISOString().slice(0, 19).replace('T', ' '),
            run.created_at.toISOString().slice(0, 19).replace('T', ' '),
          ]),
          { head: ['RUN', 'EXPORT', 'STATUS', 'KIND', 'REASON', 'WAITS UNTIL', 'STARTED (UTC)'] },
        )
        await tellPause(terminal, directory)
      })
    })
}

class ReceiptsForgottenError extends AppError {
  override readonly code = 'receipts_forgotten'
  override readonly recovery = 'never'
  constructor(run: string) {
    super(
      `The receipts of run ${run} were removed when they were older than environment.receiptDays. Its figures stay: postbud runs ${run}`,
    )
  }
}

type ReceiptOptions = {
  leavers?: boolean
  outcome?: string
  reason?: string
  csv?: string
  cells: CsvCells
  limit: number
  json?: boolean
}

/** `postbud receipts RUN`: what became of each person. */
export function receiptsCommand(context: CliContext): Command {
  const showLeavers = async (app: App, run: RunRow, options: ReceiptOptions): Promise<void> => {
    const { terminal } = context
    const receipts = await readRemovalReceipts(app, run, options, options.limit)
    if (options.json) return terminal.json({ run: run.id, leavers: receipts })
    if (receipts.length === 0) return terminal.print('Nobody left the list in this run.')
    terminal.table(
      receipts.map((each) => [each.profile_key, each.email, each.outcome, each.reason, each.why]),
      { head: ['PROFILE', 'E-MAIL', 'OUTCOME', 'REASON', 'WHY'] },
    )
  }
  return new Command('receipts')
    .description('show what became of each person in a run')
    .argument('<run>', 'a run\u2019s id, its first letters, or "last"')
    .option('--outcome <outcome>', 'delivered, unchanged, held_back, rejected, unconfirmed or not_sent')
    .option('--leavers', 'those of the people who leave the list: removed, kept, unconfirmed or not_sent')
    .option('--reason <code>', 'one reason only')
    .option('--csv <file>', 'write all of them to a CSV file')
    .addOption(cellsOption())
    .addOption(limitOption('how many to show', 100))
    .option('--json', 'print JSON')
    .action(async (id: string, options: ReceiptOptions) => {
      const { terminal } = context
      await context.withApp(async (app) => {
        const run = await findRunLike(app.db, id)
        if (run.stage === 'finished' && !run.receipts_file) throw new ReceiptsForgottenError(run.id)
        if (options.csv) {
          const { outcome, reason, leavers, csv, cells } = options
          const whose = leavers ? 'leavers' : 'members'
          const told = { actor: terminal.actor, run, whose, search: { outcome, reason } } as const
          const written = await writeCsv(terminal.resolve(csv), await downloadReceipts(app, told), cells)
          return terminal.print(`Wrote ${formatNumber(written)} receipts to ${csv}.`)
        }
        if (options.leavers) return await showLeavers(app, run, options)
        const receipts = await readReceipts(app, run, options, options.limit)
        if (options.json) return terminal.json({ run: run.id, receipts })
        terminal.table(
          receipts.map((each) => [each.profile_key, each.email, each.outcome, each.reason, each.detail ?? each.notes]),
          { head: ['PROFILE', 'E-MAIL', 'OUTCOME', 'REASON', 'DETAIL'] },
        )
      })
    })
}

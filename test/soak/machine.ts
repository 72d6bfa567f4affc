import type { App } from '../../src/app.ts'
import type { Definitions } from '../../src/contract/definitions.ts'
import { readReceipts, readRemovalReceipts } from '../../src/exports/receipts/read-receipts.ts'
import type { RunRow } from '../../src/exports/run/run-store.ts'
import type { RunTold } from './model.ts'
import type { ExportName, Halt, RunStep } from './scenario.ts'

/** How a command came to its end: by itself, stopped by hand or killed on the way, or with an error that nobody foresaw. */
export type Ended = { readonly how: 'ended' | 'halted' | 'broken'; readonly planned: boolean; readonly why?: string }

/** Postbud at work on one data directory: in this process, or as processes of its own. */
export type Machine = AsyncDisposable & {
  /** Puts files beside the configuration. */
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>
  readonly define: (definitions: Definitions) => Promise<void>
  readonly run: (step: Pick<RunStep, 'export'>, halt: Halt | undefined, patience: Patience) => Promise<Ended>
  readonly preview: (exportName: ExportName, patience: Patience) => Promise<Ended>
  readonly decide: (how: 'approve' | 'reject') => Promise<Ended[]>
  /** Every run that is open, and those that have ended since they were last told, in the order in which they ended. */
  readonly runs: () => Promise<RunTold[]>
  /** Everything that was printed, logged or told since the last call. */
  readonly said: () => string[]
}

/** Whether answers may be late on purpose, so that it must not be waited for them long. */
export type Patience = 'usual' | 'short'

/** Tells the runs of an app, each that ended once. */
export function runTeller(): (app: App) => Promise<{ told: RunTold[]; messages: string[] }> {
  const told = new Set<string>()
  return async (app) => {
    const rows = await app.db.selectFrom('runs').selectAll().orderBy('finished_at').orderBy('created_at').execute()
    const fresh = rows.filter(({ id }) => !told.has(id))
    for (const { id, finished_at } of fresh) if (finished_at) told.add(id)
    const runs = []
    for (const row of fresh) runs.push(await tellRun(app, row))
    return { told: runs, messages: fresh.map(({ message }) => message ?? '') }
  }
}

const everybody = 100_000

async function tellRun(app: App, row: RunRow): Promise<RunTold> {
  const { outcomes = {}, removals = {} } = row.figures as Partial<Pick<RunTold, 'outcomes' | 'removals'>>
  const closed = row.receipts_file !== null
  return {
    id: row.id,
    exportName: row.export_name as ExportName,
    planned: row.plan_file !== null,
    finished: row.finished_at !== null,
    status: row.status,
    reason: row.reason,
    outcomes,
    removals,
    receipts: closed ? await readReceipts(app, row, {}, everybody) : [],
    removalReceipts: closed ? await readRemovalReceipts(app, row, {}, everybody) : [],
  }
}

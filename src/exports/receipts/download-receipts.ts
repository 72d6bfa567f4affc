import { recordAct } from '../../access/audit.ts'
import type { Actor } from '../../access/person.ts'
import type { CsvTable } from '../../engine/csv-lines.ts'
import type { RunRow } from '../run/run-store.ts'
import { type ReceiptSearch, type ReceiptsOf, streamReceipts } from './page-receipts.ts'
import type { Receipt, ReceiptNeeds, RemovalReceipt } from './read-receipts.ts'

type Told = {
  readonly actor: Actor
  readonly run: RunRow
  readonly whose: ReceiptsOf
  readonly search: ReceiptSearch
}

const columns = {
  members: ['profile_key', 'email', 'outcome', 'reason', 'detail', 'notes', 'batch'] satisfies (keyof Receipt)[],
  leavers: ['profile_key', 'email', 'outcome', 'reason', 'why'] satisfies (keyof RemovalReceipt)[],
}

/** All of a run's receipts, to be kept as a file; who took them is recorded. */
export async function downloadReceipts(
  needs: ReceiptNeeds & Parameters<typeof recordAct>[0],
  { actor, run, whose, search }: Told,
): Promise<CsvTable> {
  const target = { kind: 'run', name: run.id }
  await recordAct(needs, { actor, action: 'run.download', target, after: { export: run.export_name, receipts: whose } })
  return { columns: columns[whose], chunks: streamReceipts(needs, run, whose, search) }
}

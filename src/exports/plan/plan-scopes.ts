import { join } from 'node:path'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { readWholeList } from '../list/read-whole-list.ts'
import type { Tell } from '../run/run-events.ts'
import type { RunNeeds } from '../run/run-needs.ts'
import { requireRun } from '../run/run-store.ts'
import type { PlanScope } from './lay-out-plan.ts'

type Reading = {
  readonly listId: string
  /** The Parquet file to be written, which has to be there as long as the plan is laid out. */
  readonly path: string
  readonly signal: AbortSignal
  readonly tell?: Tell
}

/** Everybody, and whose values on the list are not ours: reads the whole list with its values. Throws PagingError. */
export async function repairScope(needs: RunNeeds, client: DeliveryAccount, reading: Reading): Promise<PlanScope> {
  await readWholeList(needs, client, { ...reading, values: true })
  return { kind: 'repair', values: reading.path, customFields: await client.readCustomFields(reading.signal) }
}

/** Whom a run that has ended put on its list. */
export async function undoScope({ db, directory }: RunNeeds, id: string): Promise<PlanScope> {
  const subject = await requireRun(db, id)
  const receipts = directory.absolute(subject.receipts_file ?? '')
  return { kind: 'undone', plan: join(directory.run(subject.id), 'plan.parquet'), receipts }
}

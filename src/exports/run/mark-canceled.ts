import { recordAudit } from '../../access/audit.ts'
import type { Actor } from '../../access/person.ts'
import type { Tx } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Cancel } from './end-canceled.ts'
import type { RunRow } from './run-store.ts'

/**
 * Notes that somebody cancels a run, which whoever carries it on then ends, and records it. Answers whether it did: one that has
 * ended, or that was canceled before, is left as it is.
 */
export async function markCanceled(
  tx: Tx,
  { clock }: { readonly clock: Clock },
  actor: Actor,
  { id }: Pick<RunRow, 'id'>,
  note: string | null,
): Promise<boolean> {
  const cancel: Cancel = { by: actor.name, at: clock.now().toISOString(), note }
  const marked = await tx
    .updateTable('runs')
    .set({ cancel: JSON.stringify(cancel), next_attempt_at: null })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .where('cancel', 'is', null)
    .returning('export_name')
    .executeTakeFirst()
  if (!marked) return false
  const target = { kind: 'run', name: id }
  await recordAudit(tx, { clock }, { actor, action: 'run.cancel', target, after: { export: marked.export_name, note } })
  return true
}

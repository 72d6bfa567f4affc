import { recordAudit } from '../access/audit.ts'
import { requireFreshSignIn } from '../access/fresh-sign-in.ts'
import type { Person } from '../access/person.ts'
import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { requireConnected } from './connection-state.ts'
import { exportUserOf } from './draft-steps.ts'

/**
 * Makes this person the export user of a connection, whose runs act on their authority from now on. Throws
 * NotConnectedError, ReconnectNeededError, ReauthenticationNeededError, and ForbiddenError for a program with a key.
 */
export async function takeOverExportUser(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  person: Person,
  name: string,
): Promise<void> {
  requireFreshSignIn({ clock }, person)
  await db.transaction().execute(async (tx) => {
    const { export_user: before } = await requireConnected(tx, name)
    const now = clock.now()
    await tx
      .updateTable('connection_states')
      .set({ export_user: JSON.stringify(exportUserOf(person, now)), updated_at: now })
      .where('name', '=', name)
      .execute()
    await recordAudit(
      tx,
      { clock },
      {
        actor: person,
        action: 'connection.export-user',
        target: { kind: 'connection', name },
        before: { exportUser: before?.who ?? null },
        after: { exportUser: person.name },
      },
    )
  })
}

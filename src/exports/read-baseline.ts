import { join } from 'node:path'
import type { ContactList } from '../constant-contact/lists.ts'
import type { Db } from '../db/database.ts'
import type { Engine } from '../engine/engine.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { newId } from '../lib/ids.ts'
import { fileContacts } from './contacts-file.ts'
import type { DeliveryAccount } from './delivery-account.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory; readonly clock: Clock }

/**
 * Reads who is on a list before our first import to it, once a list: they were there before us, and what was there before
 * us is never taken off by us. Later runs find it read.
 */
export async function readBaseline(
  needs: Needs,
  client: DeliveryAccount,
  list: ContactList,
  signal?: AbortSignal,
): Promise<void> {
  const { db, directory, clock } = needs
  const known = await db
    .selectFrom('lists')
    .select(['baseline_file'])
    .where('account_id', '=', client.accountId)
    .where('list_id', '=', list.id)
    .executeTakeFirst()
  if (known?.baseline_file) return
  const now = clock.now()
  const path = join(directory.list(client.accountId, list.id), `baseline-${newId(now)}.parquet`)
  await fileContacts(needs, path, client.readContacts({ listIds: [list.id], status: 'all' }, signal))
  const values = { name: list.name, baseline_file: directory.stored(path), baseline_read_at: now }
  await db
    .insertInto('lists')
    .values({ account_id: client.accountId, list_id: list.id, refusals_file: null, ...values })
    .onConflict((conflict) => conflict.columns(['account_id', 'list_id']).doUpdateSet(values))
    .execute()
}

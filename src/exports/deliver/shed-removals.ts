import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { constantContact } from '../../constant-contact/destination.ts'
import type { Db } from '../../db/database.ts'
import type { Engine } from '../../engine/engine.ts'
import { readSnapshot, writeSnapshot } from '../../engine/write-snapshot.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { publishFile } from '../../lib/durable-file.ts'
import { leavingFile } from '../run/run-files.ts'
import { batchesOf } from '../run/run-store.ts'
import { isUnsent } from './confirm-removals.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory }

/**
 * Takes the leavers out of the removals of a run that have not left, so that they are told as not sent; whom an import has put
 * back who had departed stays in, for a run that has not mended what it did may not end. Done over after a crash it comes to
 * the same: the people go into requests that they were among already.
 */
export async function shedRemovals({ db, engine, directory }: Needs, runId: string): Promise<void> {
  const unsent = (await batchesOf(db, runId, 'removal')).filter(isUnsent)
  if (unsent.length === 0) return
  const file = leavingFile(directory, runId)
  const numbers = unsent.map(({ number }) => number)
  const { contactIdsPerRequest } = constantContact.limits
  await using session = await engine.session()
  await session.run(
    `create temp table leaving as
     select * exclude (batch, nth), case
       when batch is null or not list_contains($1::integer[], batch) then batch
       when nth is not null then ($1::integer[])[(nth - 1) // ${contactIdsPerRequest} + 1]
     end as batch
     from (
       select *, case when why = 'departed_meanwhile' and list_contains($1::integer[], batch)
         then row_number() over (partition by why = 'departed_meanwhile' and list_contains($1::integer[], batch) order by contact_id) end as nth
       from ${readSnapshot([file])})`,
    [numbers],
  )
  const rows = await session.rows<{ batch: number; ids: string[] }>(
    'select batch, list(contact_id order by contact_id) as ids from leaving where list_contains($1::integer[], batch) group by batch',
    [numbers],
  )
  const ids = new Map(rows.map((row) => [row.batch, row.ids]))
  await writeSnapshot(session, file, { text: 'select * from leaving', params: [] })
  for (const batch of unsent) {
    const bytes = JSON.stringify(ids.get(batch.number) ?? [])
    await publishFile(directory.absolute(batch.file), (temporary) => writeFile(temporary, bytes))
  }
  await db.transaction().execute(async (tx) => {
    for (const { number } of unsent) {
      const left = ids.get(number) ?? []
      const bytes = JSON.stringify(left)
      const at = tx.updateTable('batches').where('run_id', '=', runId).where('number', '=', number)
      await at
        .set({
          people: left.length,
          bytes: Buffer.byteLength(bytes),
          sha256: createHash('sha256').update(bytes).digest('hex'),
          ...(left.length === 0 && { state: 'empty' }),
        })
        .execute()
    }
  })
}

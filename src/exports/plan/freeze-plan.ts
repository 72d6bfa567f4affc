import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../../db/database.ts'
import type { EngineSession } from '../../engine/engine.ts'
import { quoteText } from '../../engine/quote-name.ts'
import { writeSnapshot } from '../../engine/write-snapshot.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { publishFile } from '../../lib/durable-file.ts'
import { hashOf } from '../../lib/hash-file.ts'
import { headerLine, type PackedBatch } from './pack-batches.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }

/**
 * Freezes what `judgePeople`, `judgeLeavers` and `packBatches` left in the session: the plan's file (everybody but the
 * unchanged, whose receipts are derived), the leavers, and the very bytes of every import, all durable before the rows that point at them. Answers the
 * plan's file. From here on the run can be carried on by any process.
 */
export async function freezePlan(
  { db, directory }: Needs,
  session: EngineSession,
  runId: string,
  batches: readonly PackedBatch[],
  signal?: AbortSignal,
): Promise<string> {
  const folder = directory.run(runId)
  const planFile = join(folder, 'plan.parquet')
  await session.run(
    `create or replace temp table sent as
     select email, min(batch) filter (not extra) as batch, nullif(list(batch) filter (extra), []) as also
     from sends group by email`,
  )
  // A condition on the plan's side of the join itself would compare everybody with everybody.
  await writeSnapshot(session, planFile, {
    text: `select profile_key, judged.email, standing, reason, notes, content, sent.batch, sent.also
           from (select *, case when standing in ('new', 'changed') then email end as sent_email from judged where standing <> 'unchanged') judged
             left join sent on sent.email = sent_email`,
    params: [],
  })
  await writeSnapshot(session, join(folder, 'leavers.parquet'), {
    text: 'select email, profile_key, why, stays from leaver',
    params: [],
  })
  const written = await writeBatches(directory, session, { runId, batches, signal })
  await db.deleteFrom('batches').where('run_id', '=', runId).execute()
  // A statement takes a limited number of values.
  for (let at = 0; at < written.length; at += 500) {
    await db
      .insertInto('batches')
      .values(written.slice(at, at + 500))
      .execute()
  }
  return planFile
}

type Batches = {
  readonly runId: string
  readonly batches: readonly PackedBatch[]
  readonly signal: AbortSignal | undefined
}

/**
 * Writes the imports' files and answers their rows. While the engine writes one, those before it are flushed to disk and hashed.
 * Throws only when nothing is at work any more, since who asked may close the session then.
 */
async function writeBatches(directory: DataDirectory, session: EngineSession, { runId, batches, signal }: Batches) {
  let copied: Promise<unknown> = Promise.resolve()
  const inTurn = (batch: PackedBatch, temporary: string): Promise<void> => {
    const mine = copied.then(() => {
      signal?.throwIfAborted()
      return session.run(copyLines(batch.number, batch.header, temporary))
    })
    copied = mine
    return mine
  }
  const written = await Promise.allSettled(
    batches.map(async (batch) => {
      const { number, people, header } = batch
      const file = join(directory.run(runId), `${String(number).padStart(4, '0')}.csv`)
      await publishFile(file, (temporary) => inTurn(batch, temporary))
      return {
        run_id: runId,
        number,
        people,
        bytes: (await stat(file)).size,
        sha256: await hashOf(file),
        file: directory.stored(file),
        file_name: `postbud_${runId}_${number}.csv`,
        header: JSON.stringify(header),
      }
    }),
  )
  return written.map((each) => {
    if (each.status === 'rejected') throw each.reason
    return each.value
  })
}

/** The engine writes finished lines itself: as texts of this process they would take hundreds of megabytes of a million people. */
function copyLines(batch: number, header: readonly string[], path: string): string {
  return `copy (select ${quoteText(headerLine(header).trimEnd())} as line union all select line from sends where batch = ${batch})
    to ${quoteText(path)} (format csv, header false, quote '', escape '', delimiter '\x01')`
}

import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../db/database.ts'
import type { EngineSession } from '../engine/engine.ts'
import { writeSnapshot } from '../engine/write-snapshot.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { publishFile } from '../lib/durable-file.ts'
import { headerLine, type PackedBatch } from './pack-batches.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }

/**
 * Freezes what `judgePeople` and `packBatches` left in the session: the plan's file (everybody but the unchanged, whose
 * receipts are derived) and the very bytes of every batch, all durable before the rows that point at them. Answers the
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
  const written = []
  for (const { number, people, header } of batches) {
    signal?.throwIfAborted()
    const [row] = await session.rows<{ lines: string }>(
      'select string_agg(line, chr(10)) as lines from sends where batch = $1::integer',
      [number],
    )
    const bytes = Buffer.from(`${headerLine(header)}${row?.lines ?? ''}\n`)
    const file = join(folder, `${String(number).padStart(4, '0')}.csv`)
    await publishFile(file, (temporary) => writeFile(temporary, bytes))
    written.push({
      run_id: runId,
      number,
      people,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      file: directory.stored(file),
      file_name: `postbud_${runId}_${number}.csv`,
      header: JSON.stringify(header),
    })
  }
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

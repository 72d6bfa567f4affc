import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../db/database.ts'
import type { Engine } from '../engine/engine.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { publishFile } from '../lib/durable-file.ts'
import { emailOfLine } from './email-of-line.ts'
import { batchesOf, updateBatch } from './run-store.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory }

/** Somebody taken out of a frozen plan, by folded e-mail, with the way in which they departed. */
export type Withheld = { readonly email: string; readonly reason: string }

/**
 * Takes whoever departed since the plan was frozen out of the batches that were not sent yet. Who is taken out is durable
 * before the bytes are, and is taken out again the next time, so that a crash between the two is mended on resuming.
 */
export async function withholdDeparted(needs: Needs, runId: string, departures: string): Promise<void> {
  const { db, engine, directory } = needs
  const waiting = (await batchesOf(db, runId)).filter(({ state }) => state === 'written')
  if (waiting.length === 0) return
  await using session = await engine.session()
  const departed = await session.rows<{ email: string; reason: string }>(
    `select distinct plan.email, departed.kind as reason
     from ${readSnapshot([join(directory.run(runId), 'plan.parquet')])} plan
     join ${readSnapshot([departures])} departed using (email)
     where plan.standing in ('new', 'changed')`,
  )
  const reasons = new Map(
    [...(await readWithheld(directory, runId)), ...departed].map(({ email, reason }) => [email, reason]),
  )
  if (reasons.size === 0) return

  const rewritten = []
  const removed = new Set<string>()
  for (const batch of waiting) {
    const [header = '', ...lines] = (await readFile(directory.absolute(batch.file), 'utf8')).trimEnd().split('\n')
    const staying = lines.filter((line) => !reasons.has(emailOfLine(line)))
    for (const line of lines) if (reasons.has(emailOfLine(line))) removed.add(emailOfLine(line))
    rewritten.push({ batch, people: staying.length, bytes: Buffer.from(`${[header, ...staying].join('\n')}\n`) })
  }
  const earlier = await readWithheld(directory, runId)
  const all = [...earlier, ...[...removed].map((email) => ({ email, reason: reasons.get(email) ?? 'deleted' }))]
  await publishFile(withheldFile(directory, runId), (temporary) => writeFile(temporary, JSON.stringify(all)))
  for (const { batch, people, bytes } of rewritten) {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    if (sha256 === batch.sha256) continue
    await publishFile(directory.absolute(batch.file), (temporary) => writeFile(temporary, bytes))
    await updateBatch(db, batch, { sha256, bytes: bytes.length, people, state: people === 0 ? 'empty' : 'written' })
  }
}

/** Everybody who was taken out of a run's batches after its plan was frozen. */
export async function readWithheld(directory: DataDirectory, runId: string): Promise<Withheld[]> {
  try {
    return JSON.parse(await readFile(withheldFile(directory, runId), 'utf8'))
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw thrown
  }
}

function withheldFile(directory: DataDirectory, runId: string): string {
  return join(directory.run(runId), 'withheld.json')
}

import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import type { Db } from '../db/database.ts'
import type { Engine, EngineSession } from '../engine/engine.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { publishFile } from '../lib/durable-file.ts'
import { emailOfLine } from './email-of-line.ts'
import { planFile } from './run-files.ts'
import { addNotes, type PersonNote, readNotes } from './run-notes.ts'
import { type BatchRow, batchesOf, updateBatch } from './run-store.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory }

/** Who may not be sent any more: queries of `email, reason`. */
export type Unsendable = { readonly departures: string; readonly listDepartures?: string | undefined }

/**
 * Takes whoever departed since the plan was frozen, and everybody in `withdrawn` (`email`, `reason`), out of the batches that
 * were not sent yet. Who is taken out is durable before the bytes are, and is taken out again the next time, so that a crash
 * between the two is mended on resuming. Who departed and is in an import that is under way is written down: that import
 * overrides them, and they are taken off the list again when it has settled (see departed-meanwhile.ts).
 */
export async function withholdDeparted(
  needs: Needs,
  runId: string,
  { departures, listDepartures }: Unsendable,
  withdrawn: readonly PersonNote[] = [],
): Promise<void> {
  const { db, engine, directory } = needs
  const batches = await batchesOf(db, runId)
  const waiting = batches.filter(({ state }) => state === 'written')
  const underWay = batches.filter(({ state }) => state === 'sending' || state === 'accepted')
  if (waiting.length === 0 && underWay.length === 0) return
  await using session = await engine.session()
  const departed = await departedOf(session, planFile(directory, runId), departures, listDepartures)

  const overridden = departed.filter(({ batch }) => underWay.some(({ number }) => number === batch))
  await addNotes(directory, runId, 'overridden', overridden)
  if (waiting.length === 0) return
  const earlier = await readNotes(directory, runId, 'withheld')
  const reasons = new Map([...earlier, ...departed, ...withdrawn].map(({ email, reason }) => [email, reason]))
  if (reasons.size > 0) await rewrite(needs, runId, waiting, reasons)
}

type Departed = PersonNote & { readonly batch: number | null }

async function departedOf(
  session: EngineSession,
  plan: string,
  departures: string,
  listDepartures: string | undefined,
): Promise<Departed[]> {
  const left = listDepartures
    ? `union all select email, kind from ${readSnapshot([listDepartures])} where kind <> 'lapsed'`
    : ''
  return await session.rows<Departed>(
    `select plan.email, min(kind) as reason, any_value(batch) as batch
     from (select email, batch from ${readSnapshot([plan])} where standing in ('new', 'changed')) plan
     join (select email, kind from ${readSnapshot([departures])} ${left}) departed using (email)
     group by plan.email`,
  )
}

async function rewrite(
  { db, directory }: Needs,
  runId: string,
  waiting: readonly BatchRow[],
  reasons: ReadonlyMap<string, string>,
): Promise<void> {
  const rewritten = []
  const removed = new Set<string>()
  for (const batch of waiting) {
    const [header = '', ...lines] = (await readFile(directory.absolute(batch.file), 'utf8')).trimEnd().split('\n')
    const staying = lines.filter((line) => !reasons.has(emailOfLine(line)))
    if (staying.length === lines.length) continue
    for (const line of lines) if (reasons.has(emailOfLine(line))) removed.add(emailOfLine(line))
    rewritten.push({ batch, people: staying.length, bytes: Buffer.from(`${[header, ...staying].join('\n')}\n`) })
  }
  await addNotes(
    directory,
    runId,
    'withheld',
    [...removed].map((email) => ({ email, reason: reasons.get(email) ?? 'deleted' })),
  )
  for (const { batch, people, bytes } of rewritten) {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await publishFile(directory.absolute(batch.file), (temporary) => writeFile(temporary, bytes))
    await updateBatch(db, batch, { sha256, bytes: bytes.length, people, state: people === 0 ? 'empty' : 'written' })
  }
}

import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import type { Db } from '../../db/database.ts'
import type { Engine, EngineSession } from '../../engine/engine.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { publishFile } from '../../lib/durable-file.ts'
import { standingDepartures } from '../list/ended-departures.ts'
import type { Ended } from '../list/take-reading.ts'
import { planFile } from '../run/run-files.ts'
import { addNotes, type PersonNote, readNotes } from '../run/run-notes.ts'
import { type BatchRow, batchesOf, updateBatch } from '../run/run-store.ts'
import { emailOfLine } from './email-of-line.ts'
import { erasedSince } from './erased-since.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory }

/** Who departed from the account and from the list (files), and whose departure from the account was ended. */
export type Unsendable = {
  readonly departures: string
  readonly ended: readonly Ended[]
  readonly listDepartures?: string | undefined
}

/**
 * Takes whoever departed or was erased since the plan was frozen, and everybody in `withdrawn` (`email`, `reason`), out of the
 * batches that were not sent yet. Who is taken out is durable before the bytes are, and is taken out again the next time, so that a crash
 * anywhere between is mended on resuming. Who departed and is in an import that is under way is written down: that import
 * overrides them, and they are taken off the list again when it has settled (see departed-meanwhile.ts).
 */
export async function withholdDeparted(
  needs: Needs,
  runId: string,
  unsendable: Unsendable,
  withdrawn: readonly PersonNote[] = [],
): Promise<void> {
  const { db, engine, directory } = needs
  const batches = await batchesOf(db, runId)
  const waiting = batches.filter(({ state }) => state === 'written')
  const underWay = batches.filter(({ state }) => state === 'sending' || state === 'accepted')
  if (waiting.length === 0 && underWay.length === 0) return
  await using session = await engine.session()
  const departed = await departedOf(session, planFile(directory, runId), unsendable)

  const overridden = departed.filter(({ batches: theirs }) => underWay.some(({ number }) => theirs.includes(number)))
  await addNotes(directory, runId, 'overridden', overridden)
  if (waiting.length === 0) return
  const earlier = await readNotes(directory, runId, 'withheld')
  const erased = await erasedSince(needs, session, runId)
  const reasons = new Map(
    [...earlier, ...departed, ...withdrawn, ...erased].map(({ email, reason }) => [email, reason]),
  )
  if (reasons.size > 0) await takeOut(needs, runId, waiting, reasons)
}

/** With the numbers of all batches that hold a line of theirs. */
type Departed = PersonNote & { readonly batches: readonly number[] }

async function departedOf(
  session: EngineSession,
  plan: string,
  { departures, ended, listDepartures }: Unsendable,
): Promise<Departed[]> {
  const left = listDepartures
    ? `union all select email, kind from ${readSnapshot([listDepartures])} where kind <> 'lapsed'`
    : ''
  return await session.rows<Departed>(
    `select plan.email, min(kind) as reason, any_value(batches) as batches
     from (select email, list_append(coalesce(also, []), batch) as batches from ${readSnapshot([plan])} where standing in ('new', 'changed')) plan
     join (select email, kind from (${standingDepartures(departures, ended)}) ${left}) departed using (email)
     group by plan.email`,
  )
}

/** Takes people (by folded e-mail, with the reason) out of batches that were not sent, durably noted first. */
export async function takeOut(
  { db, directory }: Pick<Needs, 'db' | 'directory'>,
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
    // The row first: bytes that still hold whom the notes name are rewritten on resuming, bytes of another hash are refused.
    await updateBatch(db, batch, { sha256, bytes: bytes.length, people, state: people === 0 ? 'empty' : 'written' })
    await publishFile(directory.absolute(batch.file), (temporary) => writeFile(temporary, bytes))
  }
}

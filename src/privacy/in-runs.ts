import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Db } from '../db/database.ts'
import type { EngineSession } from '../engine/engine.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { emailOfLine } from '../exports/deliver/email-of-line.ts'
import { takeOut } from '../exports/deliver/withhold-departed.ts'
import { leaversFile, leavingFile, planFile } from '../exports/run/run-files.ts'
import type { PersonNote } from '../exports/run/run-notes.ts'
import { batchesOf, type RunRow } from '../exports/run/run-store.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { publishFile } from '../lib/durable-file.ts'
import { filesIn } from './files-in.ts'
import { byEmail, byKey, type Holding, holdingIn } from './holding.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }

const theirs = `(${byEmail} or ${byKey})`

/**
 * A receipt stays as a receipt of somebody, so that as many are there as the run told; nobody can tell whose it was, nor which
 * others were of the same person.
 */
const nobodys = (email: string, more: string) => `
  case when ${theirs} then 'erased-' || left(replace(gen_random_uuid()::varchar, '-', ''), 12) else profile_key end as profile_key,
  case when ${theirs} then ${email} else email end as email, ${more}`
const ofReceipts = nobodys(
  'null',
  `case when ${theirs} then null else detail end as detail, case when ${theirs} then null else notes end as notes`,
)
const ofRemovals = nobodys("''", `case when ${theirs} then null else contact_id end as contact_id`)

/** What the files of runs that have ended hold of somebody: receipts, plans, and what was left lying. */
export async function inEndedRuns(
  { db, directory }: Needs,
  session: EngineSession,
  emails: ReadonlySet<string>,
): Promise<Holding[]> {
  const open = await db.selectFrom('runs').select('id').where('finished_at', 'is', null).execute()
  const underWay = new Set(open.map(({ id }) => id))
  const found: Holding[] = []
  for (const folder of await filesIn(directory.roots.runs)) {
    if (!underWay.has(basename(folder))) found.push(...(await inFolder(session, folder, emails)))
  }
  return found
}

async function inFolder(session: EngineSession, folder: string, emails: ReadonlySet<string>): Promise<Holding[]> {
  const found: (Holding | undefined)[] = []
  for (const path of await filesIn(folder)) {
    const name = basename(path)
    if (name === 'receipts.parquet') {
      found.push(await holdingIn(session, { kind: 'receipts', path, theirs, replace: ofReceipts }))
    } else if (name === 'removals.parquet') {
      found.push(await holdingIn(session, { kind: 'removal receipts', path, theirs, replace: ofRemovals }))
    } else if (name.endsWith('.parquet')) {
      found.push(await inPlanFile(session, path))
    } else if (name.endsWith('.csv')) {
      found.push(await inLeftBatch(path, emails))
    } else if (/^\d+\.json$/.test(name)) {
      // Ids of contacts for a removal that has settled: nothing needs them any more.
      found.push({ kind: 'batches', place: path, entries: 0, erase: () => rm(path, { force: true }) })
    } else if (name.endsWith('.json')) {
      found.push(await inNotes(path, emails))
    }
  }
  return found.flatMap((held) => held ?? [])
}

/** The plan and what belongs to it; readings of the list have no keys. */
async function inPlanFile(session: EngineSession, path: string): Promise<Holding | undefined> {
  const isReading = /^(on-list|still-on-list|values)\.parquet$/.test(basename(path))
  return holdingIn(session, { kind: isReading ? 'list readings' : 'plans', path, theirs: isReading ? byEmail : theirs })
}

/** A batch whose run has settled is needed no more; a killed process may have left it. */
async function inLeftBatch(path: string, emails: ReadonlySet<string>): Promise<Holding | undefined> {
  const entries = (await linesOf(path)).filter((line) => emails.has(emailOfLine(line))).length
  return entries > 0 ? { kind: 'batches', place: path, entries, erase: () => rm(path, { force: true }) } : undefined
}

async function linesOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text.trimEnd().split('\n').slice(1)
}

async function inNotes(path: string, emails: ReadonlySet<string>): Promise<Holding | undefined> {
  const notes: PersonNote[] = JSON.parse(await readFile(path, 'utf8'))
  const kept = notes.filter(({ email }) => !emails.has(email))
  if (kept.length === notes.length) return undefined
  return {
    kind: 'run notes',
    place: path,
    entries: notes.length - kept.length,
    erase: () => publishFile(path, (temporary) => writeFile(temporary, JSON.stringify(kept))),
  }
}

/** What an open run holds of somebody, or `sent`: it has sent them, or begun to take them off, and settles that first. */
export type InOpenRun = { readonly holdings: readonly Holding[]; readonly sent: boolean }

/**
 * What a run that has not ended holds of somebody, in the order in which it has to be taken out: first they are noted as withheld, then
 * go the lines that were not sent, then the plan, then the note. So a run that is carried on after a crash between any two finds itself
 * consistent. Whoever asks holds the run and its list.
 */
export async function inOpenRun(
  needs: Needs,
  session: EngineSession,
  run: RunRow,
  emails: ReadonlySet<string>,
): Promise<InOpenRun> {
  const { db, directory } = needs
  const folder = directory.run(run.id)
  if (!run.plan_file) {
    // A plan that was not finished: it is made anew.
    const held = await inFolder(session, folder, emails)
    const erase = () => rm(folder, { recursive: true, force: true })
    return { sent: false, holdings: held.filter(({ entries }) => entries > 0).map((each) => ({ ...each, erase })) }
  }
  const planned = await session.rows<{ email: string | null; batches: number[] | null }>(
    `select email, list_append(coalesce(also, []), batch) as batches from ${readSnapshot([planFile(directory, run.id)])} where ${theirs}`,
  )
  const batches = await batchesOf(db, run.id)
  const theirBatches = new Set(planned.flatMap((row) => row.batches ?? []))
  const left = batches.some(({ number, state }) => theirBatches.has(number) && state !== 'written' && state !== 'empty')
  const leaving = leavingFile(directory, run.id)
  const packed =
    existsSync(leaving) && (await holdingIn(session, { kind: 'plans', path: leaving, theirs })) !== undefined
  if (left || packed) return { sent: true, holdings: [] }

  const addresses = new Set([...emails, ...planned.flatMap(({ email }) => email ?? [])])
  const waiting = batches.filter(({ number, state }) => theirBatches.has(number) && state === 'written')
  const inBatches: Holding = {
    kind: 'batches',
    place: join(folder, 'batches'),
    entries: theirBatches.size > 0 ? waiting.length : 0,
    erase: () => takeOut(needs, run.id, waiting, new Map([...addresses].map((email) => [email, 'erased']))),
  }
  const plan = [planFile(directory, run.id), leaversFile(directory, run.id)]
  const held: (Holding | undefined)[] = []
  for (const path of plan) held.push(await holdingIn(session, { kind: 'plans', path, theirs }))
  const rest = (await filesIn(folder)).filter((path) => !plan.includes(path) && path !== leaving)
  for (const path of rest.filter((each) => each.endsWith('.parquet'))) held.push(await inPlanFile(session, path))
  const notes: Holding = {
    kind: 'run notes',
    place: join(folder, 'notes'),
    entries: 0,
    erase: async () => {
      for (const path of await filesIn(folder)) {
        if (/^[a-z-]+\.json$/.test(basename(path))) await (await inNotes(path, addresses))?.erase()
      }
    },
  }
  const holdings = [...(waiting.length > 0 ? [inBatches] : []), ...held.flatMap((each) => each ?? [])]
  const noted = await Promise.all(
    rest.filter((path) => /^[a-z-]+\.json$/.test(basename(path))).map((path) => inNotes(path, addresses)),
  )
  const any = holdings.length > 0 || noted.some((each) => each !== undefined)
  return { sent: false, holdings: any ? [...holdings, notes] : [] }
}

import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { forgetLeftDrafts } from '../connections/connection-draft.ts'
import { profileTable } from '../contract/catalogue.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { ControlDatabase, Db } from '../db/database.ts'
import { isUnified } from '../definitions/profile-sources.ts'
import { removeLeftovers } from '../engine/remove-leftovers.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { removeUnusedUploads } from '../sources/receive-upload.ts'
import { unificationState } from '../unification/unification-state.ts'
import { forgetByAge } from './forget-by-age.ts'

type Needs = {
  readonly db: Db
  readonly database: Pick<ControlDatabase, 'kind' | 'tryLock'>
  readonly directory: DataDirectory
  readonly clock: Clock
}

/** How long receipts stay when `environment.receiptDays` does not say: a year and the month in which somebody asks. */
export const receiptDaysDefault = 400
/** What was replaced stays this long for those who began to read it before. */
const graceMs = 60 * 60_000
const dayMs = 24 * 60 * 60_000

/**
 * Removes the personal data that nothing needs any more: receipts, plans and members of runs that ended longer ago than
 * `environment.receiptDays` (the runs themselves stay, with their figures), what is known of sources and segments that are
 * no longer declared, unified profiles where profiles come from one source now, what has come of age (see forget-by-age.ts), connections that nobody went on making, files that were replaced or uploaded and never
 * read, and what killed processes left. Pointers go before files, so that a crash leaves files without a pointer,
 * which the next sweep finds.
 */
export async function sweepData(needs: Needs, definitions: Definitions): Promise<void> {
  await forgetOldRuns(needs, definitions.environment.receiptDays ?? receiptDaysDefault)
  await forgetUndeclared(needs, definitions)
  await forgetByAge(needs, definitions)
  await forgetLeftDrafts(needs)
  await removeRunFolders(needs)
  await removeReplacedFiles(needs)
  const files = Object.values(definitions.sources).flatMap((source) => ('file' in source ? source.file : []))
  await removeUnusedUploads(needs, files)
  await removeLeftovers({
    directory: needs.directory,
    owned: needs.database.kind === 'embedded',
    now: needs.clock.now(),
  })
}

async function forgetOldRuns({ db, clock }: Needs, days: number): Promise<void> {
  const limit = new Date(clock.now().getTime() - days * dayMs)
  const old = db.selectFrom('runs').select('id').where('finished_at', '<', limit)
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('batches').where('run_id', 'in', old).execute()
    await tx
      .updateTable('runs')
      .set({ receipts_file: null, removals_file: null, plan_file: null, members: '{}' })
      .where('finished_at', '<', limit)
      .where('plan_file', 'is not', null)
      .execute()
    // A test stays a test, but of whom is forgotten.
    await tx
      .updateTable('runs')
      .set({ only_emails: '[]' })
      .where('finished_at', '<', limit)
      .where('only_emails', 'is not', null)
      .execute()
  })
}

async function forgetUndeclared({ db, directory }: Needs, { sources, segments, profiles }: Definitions): Promise<void> {
  if (!isUnified(profiles) && (await unificationState(db))) {
    await db.deleteFrom('unification_states').execute()
    await rm(join(directory.roots.tables, profileTable), { recursive: true, force: true })
  }
  const unknown = (known: object) => (name: string) => !Object.hasOwn(known, name)
  const states = await db.selectFrom('source_states').select('name').execute()
  for (const name of states.map((state) => state.name).filter(unknown(sources))) {
    await db.deleteFrom('source_states').where('name', '=', name).execute()
    await rm(join(directory.roots.tables, name), { recursive: true, force: true })
  }
  const computed = await db.selectFrom('segment_states').select('segment').execute()
  for (const name of computed.map((state) => state.segment).filter(unknown(segments))) {
    await db.deleteFrom('segment_states').where('segment', '=', name).execute()
    await db.deleteFrom('segment_sizes').where('segment', '=', name).execute()
  }
}

/** The folders of runs whose receipts were forgotten, and of those that are unknown. */
async function removeRunFolders({ db, directory, clock }: Needs): Promise<void> {
  const rows = await db.selectFrom('runs').select(['id', 'plan_file', 'finished_at']).execute()
  const needed = new Set(rows.filter((run) => run.plan_file || !run.finished_at).map(({ id }) => id))
  for (const id of await namesIn(directory.roots.runs)) {
    if (needed.has(id)) continue
    const path = directory.run(id)
    if (clock.now().getTime() - (await changedAt(path)) > graceMs) await rm(path, { recursive: true, force: true })
  }
}

async function removeReplacedFiles({ db, directory, clock }: Needs): Promise<void> {
  const referenced = await referencedFiles(db)
  const longAgo = clock.now().getTime() - graceMs
  for (const folder of await foldersOfFiles(directory)) {
    const files = []
    for (const name of await namesIn(folder)) {
      const path = join(folder, name)
      files.push({ path, at: await changedAt(path), needed: referenced.has(directory.stored(path)) })
    }
    const abandoned = !files.some(({ needed }) => needed)
    for (const { path, at, needed } of files) {
      if (needed || at > longAgo) continue
      const newer = files.filter((other) => other.at > at)
      // Without a newer one beside it, it was never pointed at, or forgotten when nobody read it.
      const unread = abandoned || newer.length === 0 || newer.some((other) => other.at < longAgo)
      if (unread) await rm(path, { recursive: true, force: true })
    }
  }
}

/** Every file of members, ledgers and readings that something points at, relative to the data directory. */
async function referencedFiles(db: Db): Promise<Set<string>> {
  const segments = await db.selectFrom('segment_states').select('file').execute()
  const claims = await db.selectFrom('claims').select('file').execute()
  const departures = await db.selectFrom('departures').select('file').execute()
  const lists = await db
    .selectFrom('lists')
    .select(['baseline_file', 'refusals_file', 'others_file', 'ids_file', 'unsure_file', 'departures_file'])
    .execute()
  const runs = await db.selectFrom('runs').select('members').execute()
  return new Set([
    ...[...segments, ...claims, ...departures].flatMap(({ file }) => file ?? []),
    ...lists.flatMap((list) => Object.values(list).flatMap((file) => file ?? [])),
    ...runs.flatMap(({ members }) => Object.values(members).flat()),
  ])
}

async function foldersOfFiles({ roots }: DataDirectory): Promise<string[]> {
  const under = async (folder: string) => (await namesIn(folder)).map((name) => join(folder, name))
  const segments = await under(roots.members)
  const accounts = await under(roots.accounts)
  const lists = await Promise.all((await under(roots.lists)).map(under))
  return [...segments, ...accounts, ...lists.flat()]
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR') return []
    throw thrown
  })
}

/** Milliseconds since 1970; of a file that another process removed meanwhile, now. */
async function changedAt(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.POSITIVE_INFINITY,
  )
}

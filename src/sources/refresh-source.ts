import { createHash } from 'node:crypto'
import { mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../config/environment.ts'
import type { SourceDefinition } from '../contract/definitions.ts'
import type { ControlDatabase, Db } from '../db/database.ts'
import type { InputFile, Notice, StoredColumn } from '../db/tables/sources.ts'
import type { Engine } from '../engine/engine.ts'
import { holdFiles } from '../engine/held-files.ts'
import { publishFolder, removeOldSnapshots } from '../engine/publish-folder.ts'
import { removeScratch } from '../engine/remove-scratch.ts'
import { type KeptOut, keptOut } from '../erased/kept-out.ts'
import type { PersonColumns } from '../erased/person-rows.ts'
import { AppError, messageOf } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { newId } from '../lib/ids.ts'
import { said } from '../lib/said.ts'
import type { Variables } from '../lib/variables.ts'
import { checkStill, unchangedInputs } from './input-files.ts'
import { keepOut, keepOutOfCorrupt, type LeftOut } from './keep-out.ts'
import { leaveOutOfUploads } from './leave-out-of-uploads.ts'
import { parseAge } from './parse-age.ts'
import { emptyColumns, settleColumns } from './settle-columns.ts'
import { findSourceFiles, type SourceFile } from './source-files.ts'
import {
  refusedFile,
  type Snapshot,
  saveError,
  saveSnapshot,
  saveUnchanged,
  snapshotFiles,
  sourceState,
} from './source-state.ts'
import { stageFiles } from './stage-files.ts'
import { stagePostgres } from './stage-postgres.ts'
import { createRejects, type Staging } from './staged.ts'
import { isTooCorrupt, writeNoRows, writeRows } from './write-rows.ts'

export type RefreshNeeds = {
  readonly db: Db
  readonly database: Pick<ControlDatabase, 'tryLock'>
  readonly engine: Engine
  readonly directory: DataDirectory
  readonly clock: Clock
  readonly variables: Variables
  /** Paths of files are relative to the configuration file's folder. */
  readonly config: Pick<Config, 'file'>
}

export type SourceToRefresh = {
  readonly name: string
  readonly definition: SourceDefinition
  /** Columns that are always text: the key, and what relationships use (see `textColumnsOf`). */
  readonly textColumns: readonly string[]
  /** Others that are text where the source has them. */
  readonly textIfThere?: readonly string[]
  /** How the rows of somebody who was erased are told (see `personColumnsOf`). */
  readonly personColumns: PersonColumns
}

export type RefreshProgress = {
  readonly source: string
  readonly stage: 'reading' | 'checking' | 'writing'
  /** Bytes of the files read so far and in all; of a database's rows only those read so far are known. */
  readonly bytes: number
  readonly totalBytes?: number
}

export type RefreshOptions = {
  /** Reads although nothing seems changed, and settles the columns' types afresh. */
  readonly force?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: RefreshProgress) => void
}

/** How a refresh ended that did not fail. */
export type SourceRefresh = {
  readonly name: string
  readonly outcome: 'refreshed' | 'unchanged'
  readonly snapshot: Snapshot
}

/** Raise it when the same files would now be read otherwise, so that everything is read once more. */
const readerVersion = 1

/**
 * Brings a source's table up to date: reads its files or its database into a new snapshot and then moves the pointer to it, so
 * that a reader sees the old rows or the new ones. Does nothing when the source has not changed since. A failed or cancelled
 * refresh leaves the last good snapshot and records why. Throws SourceError, VariableUnsetError, or the signal's reason.
 */
export async function refreshSource(
  needs: RefreshNeeds,
  source: SourceToRefresh,
  options: RefreshOptions = {},
): Promise<SourceRefresh> {
  const { db, clock } = needs
  const { name } = source
  try {
    const before = (await sourceState(db, name))?.snapshot
    const definitionHash = hashDefinition(source)
    const files = await findInputs(needs, source)

    const still =
      before && !options.force && (await stillGood(needs, source, before, { definitionHash, files }, options))
    if (before && still) {
      const checkedAt = 'postgres' in source.definition ? before.checkedAt : clock.now()
      await saveUnchanged(db, name, { at: checkedAt, inputs: still })
      return { name, outcome: 'unchanged', snapshot: { ...before, inputs: still, checkedAt } }
    }
    const binding = before?.definitionHash === definitionHash && !options.force ? before.columns : []
    const snapshot = await replaceSnapshot(needs, source, { definitionHash, files, before: binding }, options)
    return { name, outcome: 'refreshed', snapshot }
  } catch (thrown) {
    const code = options.signal?.aborted ? 'cancelled' : thrown instanceof AppError ? thrown.code : 'unforeseen'
    const message = code === 'cancelled' ? said`The refresh was cancelled.` : messageOf(thrown)
    await saveError(db, name, { code, message, at: clock.now() })
    throw thrown
  }
}

function hashDefinition({ definition, textColumns, textIfThere = [] }: SourceToRefresh): string {
  const { maxCorrupt: _, ...read } = definition
  const told = JSON.stringify([readerVersion, read, [...new Set([...textColumns, ...textIfThere])].sort()])
  return createHash('sha256').update(told).digest('hex')
}

async function findInputs(
  { config }: RefreshNeeds,
  { name, definition }: SourceToRefresh,
): Promise<readonly SourceFile[]> {
  return 'postgres' in definition ? [] : findSourceFiles(name, definition, dirname(config.file))
}

/** The inputs of a snapshot that need not be read again, or undefined when it must be replaced. */
async function stillGood(
  { clock, directory }: RefreshNeeds,
  { name, definition }: SourceToRefresh,
  before: Snapshot,
  now: { definitionHash: string; files: readonly SourceFile[] },
  { signal }: RefreshOptions,
): Promise<readonly InputFile[] | undefined> {
  if (before.definitionHash !== now.definitionHash || before.readAnew) return undefined
  // Fewer corrupt rows are allowed than when they were read: reading them again tells which there are, and fails.
  if (isTooCorrupt(before, definition)) return undefined
  const there = await stat(snapshotFiles(directory.table(name, before.version)).rows).catch(() => undefined)
  if (!there) return undefined
  if (!('postgres' in definition)) return unchangedInputs(now.files, before.inputs, signal)
  const age = clock.now().getTime() - before.refreshedAt.getTime()
  return age >= 0 && age < parseAge(name, definition.maxAge ?? '1h') ? before.inputs : undefined
}

type Reading = {
  readonly definitionHash: string
  readonly files: readonly SourceFile[]
  readonly before: readonly StoredColumn[]
}

async function replaceSnapshot(
  needs: RefreshNeeds,
  source: SourceToRefresh,
  { definitionHash, files, before }: Reading,
  options: RefreshOptions,
): Promise<Snapshot> {
  const { db, engine, directory, clock } = needs
  const { name, definition } = source
  const { signal } = options
  const startedAt = clock.now()
  const version = newId(startedAt)
  const scratch = join(directory.scratch, `${name}-${version}`)
  await mkdir(scratch, { recursive: true })
  await using cleanup = new AsyncDisposableStack()
  cleanup.defer(() => removeScratch(scratch))
  const held = cleanup.use(holdFiles())
  const session = cleanup.use(await engine.session())

  const progress = trackProgress(name, files, options)
  const kept = await keptOut(needs, 'sources')
  await createRejects(session)
  const staging: Staging = { name, session, scratch, held, onBytes: progress.read, ...(signal && { signal }) }
  const staged =
    'postgres' in definition
      ? await stagePostgres(staging, definition, needs.variables)
      : await stageFiles(staging, definition, files)

  progress.stage('checking')
  const { textColumns, textIfThere = [] } = source
  const given = { name, definition, textColumns, textIfThere, before, ...(signal && { signal }) }
  const { columns, notices } =
    staged.columns.length > 0 ? await settleColumns(session, staged, given) : emptyColumns(given)
  const made = join(scratch, 'made')
  await mkdir(made)
  const counts =
    staged.columns.length > 0
      ? await writeRows(session, made, staged, columns, {
          source,
          refusedRows: refusedFile(directory, name),
          leaveOut: (file) => keepOutOfCorrupt(engine, file, source.personColumns, kept),
          progress: progress.stage,
          ...(signal && { signal }),
        })
      : await writeNoRows(session, made, columns)
  await checkStill(name, staged.inputs)
  signal?.throwIfAborted()

  const leftOut = await keepOut(engine, snapshotFiles(made), source.personColumns, kept)
  const folder = directory.table(name, version)
  await publishFolder(made, folder)
  const newest = await keepOutNewest(needs, source, folder, kept)
  const gone = [...(leftOut?.gone ?? []), ...(newest.leftOut?.gone ?? [])]
  const inputs = await leaveOutOfUploads(needs, { ...source, inputs: staged.inputs, gone }, signal)
  const refreshedAt = clock.now()
  const snapshot: Snapshot = {
    version,
    key: definition.key,
    columns: columns.map(({ column }) => column),
    rows: newest.leftOut?.rows ?? leftOut?.rows ?? counts.rows,
    corrupt: counts.corrupt,
    corruptReasons: counts.reasons,
    notices: uniqueNotices([...staged.notices, ...notices]),
    inputs,
    definitionHash,
    refreshedAt,
    durationMs: refreshedAt.getTime() - startedAt.getTime(),
    // A database's rows are as old as the moment in which the reading began.
    checkedAt: startedAt,
    // Somebody's erasure may have been lifted since it was decided whom to leave out.
    readAnew: newest.generation !== kept.generation,
  }
  await db.transaction().execute((tx) => saveSnapshot(tx, name, snapshot))
  await removeOldSnapshots(directory, name, [version], refreshedAt)
  return snapshot
}

/**
 * Takes out whoever was erased while the source was read. The folder stands where an erasure looks for it, so that it is either found
 * there or noticed here.
 */
async function keepOutNewest(
  needs: RefreshNeeds,
  { personColumns }: SourceToRefresh,
  folder: string,
  known: KeptOut,
): Promise<{ readonly generation: number; readonly leftOut: LeftOut | undefined }> {
  let kept = known
  let leftOut: LeftOut | undefined
  for (;;) {
    const newest = await keptOut(needs, 'sources')
    if (newest.generation === kept.generation) return { generation: kept.generation, leftOut }
    kept = newest
    const more = await keepOut(needs.engine, snapshotFiles(folder), personColumns, kept)
    if (more) leftOut = { rows: more.rows, gone: [...(leftOut?.gone ?? []), ...more.gone] }
  }
}

function trackProgress(name: string, files: readonly SourceFile[], { onProgress }: RefreshOptions) {
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0)
  let bytes = 0
  let stage: RefreshProgress['stage'] = 'reading'
  const tell = () => onProgress?.({ source: name, stage, bytes, ...(files.length > 0 && { totalBytes }) })
  return {
    read: (more: number) => {
      bytes += more
      tell()
    },
    stage: (next: RefreshProgress['stage']) => {
      stage = next
      tell()
    },
  }
}

function uniqueNotices(notices: readonly Notice[]): readonly Notice[] {
  return [
    ...new Map(notices.map((notice) => [`${notice.code} ${notice.column ?? ''} ${notice.message}`, notice])).values(),
  ]
}

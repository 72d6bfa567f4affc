import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { type Column, profileTable, type Table } from '../contract/catalogue.ts'
import type { UnifiedProfiles } from '../contract/definitions.ts'
import { clusterColumn, customerId, previousCustomerId, unifiedId } from '../contract/unification.ts'
import type { Db } from '../db/database.ts'
import type { Engine, EngineSession } from '../engine/engine.ts'
import { foldSql } from '../engine/fold.ts'
import { removeOldSnapshots } from '../engine/publish-folder.ts'
import { quoteName, quoteText } from '../engine/quote-name.ts'
import { readSnapshot, writeSnapshot } from '../engine/write-snapshot.ts'
import { erasureGeneration } from '../erased/kept-out.ts'
import { AppError, messageOf } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { said } from '../lib/said.ts'
import { countPeople } from './count-people.ts'
import { teachEdits } from './edit-distance.ts'
import type { PreviousIds } from './keep-ids.ts'
import { layOutRows } from './lay-out-rows.ts'
import { makePeople } from './make-people.ts'
import { makeVersion } from './make-version.ts'
import { type Matched, matchRows } from './match-rows.ts'
import { alternateColumn, keyColumn } from './merge-people.ts'
import { writeOutputTables } from './output-tables.ts'
import { planUnification, type UnificationPlan } from './plan-unification.ts'
import { readOverrides } from './read-overrides.ts'
import {
  type LastStages,
  layOutContent,
  layOutLast,
  readStages,
  type StageHashes,
  stageHashes,
  unifierVersion,
  writeStages,
} from './reuse-stages.ts'
import { UnificationError } from './unification-error.ts'
import {
  saveStillUnified,
  saveUnificationError,
  saveUnified,
  type UnifiedFiles,
  type UnifiedSnapshot,
  unificationState,
  unifiedFiles,
  unifiedFolder,
} from './unification-state.ts'
import { layOutLabels } from './unite.ts'

export type UnificationNeeds = {
  readonly db: Db
  readonly engine: Engine
  readonly directory: DataDirectory
  readonly clock: Clock
}

export type GivenToUnify = {
  readonly definition: UnifiedProfiles
  /** The sources' newest good tables, by name: those that are unified and those of lists. */
  readonly tables: ReadonlyMap<string, Table>
  /** IANA zone in which times without zone are meant. */
  readonly timeZone: string
}

export type UnifyingOptions = {
  /** Unify although nothing has changed. */
  readonly force?: boolean
  readonly signal?: AbortSignal
  readonly onStage?: (stage: string) => void
}

export type UnificationRefresh = { readonly outcome: 'refreshed' | 'unchanged'; readonly snapshot: UnifiedSnapshot }

/** Raised when the profiles could not be unified for a reason of the moment; the last good ones stay. */
export class UnificationFailedError extends AppError {
  override readonly code = 'unification_failed'
  override readonly recovery = 'later'
  constructor(cause: unknown) {
    super(said`The profiles could not be unified and stay as they were: ${messageOf(cause)}`, { cause })
  }
}

/**
 * Unifies the sources into one row a person, and puts that in place of the last profiles: it is written aside and the pointer moved
 * when all of it is on disk. Does nothing where neither the definition nor a table has changed. A failure, a cancel or a kill leaves the
 * last good profiles. Throws UnificationError, UnificationFailedError, or the signal's reason.
 */
export async function refreshUnification(
  needs: UnificationNeeds,
  given: GivenToUnify,
  options: UnifyingOptions = {},
): Promise<UnificationRefresh> {
  const { db, clock } = needs
  try {
    const plan = planUnification(given.definition, given.tables, given.timeZone)
    const inputs = versionsOf(plan)
    const definitionHash = definitionHashOf(given, inputs)
    const { snapshot: before, matching } = (await unificationState(db)) ?? {}
    const isDone = before?.definitionHash === definitionHash && matching === undefined
    if (before && isDone && !options.force && isThere(needs, before)) {
      const checkedAt = clock.now()
      await saveStillUnified(db, checkedAt)
      return { outcome: 'unchanged', snapshot: { ...before, checkedAt } }
    }
    const snapshot = await replace(needs, plan, { inputs, definitionHash, before }, options)
    return { outcome: 'refreshed', snapshot }
  } catch (thrown) {
    options.signal?.throwIfAborted()
    const error = thrown instanceof AppError ? thrown : new UnificationFailedError(thrown)
    await saveUnificationError(db, { code: error.code, message: error.message, at: clock.now() })
    throw error
  }
}

/** The version of each table that is read. */
export function versionsOf({ tables, always, never, comparisons }: UnificationPlan): Record<string, string> {
  const lists = comparisons
    .flatMap(({ alias, bypass }) => [alias, bypass])
    .flatMap((list) => (list && 'table' in list ? [list.table] : []))
  const read = [...tables.map(({ table }) => table), ...always, ...never, ...lists]
  return Object.fromEntries(read.map(({ name, version }) => [name, version]))
}

/** By which it is told whether anything has changed that the profiles are made from. */
export function definitionHashOf(
  { definition, timeZone }: Omit<GivenToUnify, 'tables'>,
  inputs: Readonly<Record<string, string>>,
): string {
  return createHash('sha256')
    .update(JSON.stringify([unifierVersion, definition, timeZone, inputs], inOrderOfKeys))
    .digest('hex')
}

/** A database keeps no order of keys. */
function inOrderOfKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function isThere({ directory }: UnificationNeeds, { version }: UnifiedSnapshot): boolean {
  return existsSync(unifiedFiles(unifiedFolder(directory, version)).customers)
}

type Replacing = Pick<UnifiedSnapshot, 'inputs' | 'definitionHash'> & { readonly before: UnifiedSnapshot | undefined }

type Version = { readonly version: string }

/** Makes a version over where somebody is erased meanwhile: they may have been read before they were taken out of the tables. */
export async function whileNobodyIsErased<T extends Version>(
  needs: Pick<UnificationNeeds, 'db' | 'directory'>,
  make: (generation: number) => Promise<T>,
): Promise<T> {
  for (;;) {
    const generation = await erasureGeneration(needs.db)
    const made = await make(generation)
    // The folder stands where an erasure looks for it, so that somebody is either found there or noticed here.
    if ((await erasureGeneration(needs.db)) === generation) return made
    await dropVersion(needs, made)
  }
}

/** Removes a version that nothing leads to. */
export async function dropVersion(
  { directory }: Pick<UnificationNeeds, 'directory'>,
  { version }: Version,
): Promise<void> {
  await rm(unifiedFolder(directory, version), { recursive: true, force: true })
}

async function replace(
  needs: UnificationNeeds,
  plan: UnificationPlan,
  about: Replacing,
  options: UnifyingOptions,
): Promise<UnifiedSnapshot> {
  const { db, directory, clock } = needs
  const snapshot = await whileNobodyIsErased(needs, (generation) =>
    unify(needs, plan, { ...about, hashes: stageHashes(plan, generation) }, options),
  )
  if (!(await saveUnified(db, snapshot, about.before))) {
    await dropVersion(needs, snapshot)
    throw new UnificationFailedError(new Error(said`another process has unified them meanwhile`))
  }
  await removeOldSnapshots(directory, profileTable, [snapshot.version], clock.now())
  return snapshot
}

async function unify(
  needs: UnificationNeeds,
  plan: UnificationPlan,
  about: Replacing & { readonly hashes: StageHashes },
  options: UnifyingOptions,
): Promise<UnifiedSnapshot> {
  const { hashes, before, definitionHash, inputs } = about
  const last = options.force ? undefined : await lastStages(needs, before)
  const { version, figures, madeAt, durationMs } = await makeVersion(needs, options, async (session, files) => {
    const { rules, searches } = await unifyInSession(session, plan, { ...options, hashes, ...(last && { last }) })
    await makePeople(session, plan, await previousIds(needs, before), options)
    const figures = await countPeople(session, plan, rules)
    options.onStage?.('writing')
    await writeFiles(session, plan, files, options)
    await writeStages(files.stages, { hashes, searches })
    return { figures }
  })
  const times = { refreshedAt: madeAt, checkedAt: madeAt, durationMs }
  return { version, definitionHash, inputs, columns: columnsOf(plan), rows: figures.people, figures, ...times }
}

/** Lays the rows out in a session and makes those one that are: `cells`, `norm`, `content`, `label` and `pair`, and what is kept of searches. */
export async function unifyInSession(
  session: EngineSession,
  plan: UnificationPlan,
  options: UnifyingOptions & { readonly last?: LastStages; readonly hashes?: StageHashes } = {},
): Promise<Matched> {
  await teachEdits(session)
  options.onStage?.('reading')
  await layOutRows(session, plan, options)
  await layOutContent(session, plan, options)
  if (options.last) await layOutLast(session, plan, options.last, options)
  await layOutLabels(session)
  await readOverrides(session, plan)
  return await matchRows(session, plan, options)
}

/** Ids are kept from what the last unification wrote, as long as that is on disk. */
export async function previousIds(
  needs: UnificationNeeds,
  before: UnifiedSnapshot | undefined,
): Promise<PreviousIds | undefined> {
  if (!before || !isThere(needs, before)) return undefined
  return unifiedFiles(unifiedFolder(needs.directory, before.version))
}

/** What the last unification found, as long as that is on disk and its rules could be read the same way. */
export async function lastStages(
  needs: UnificationNeeds,
  before: UnifiedSnapshot | undefined,
): Promise<LastStages | undefined> {
  if (!before || !isThere(needs, before)) return undefined
  const files = unifiedFiles(unifiedFolder(needs.directory, before.version))
  const done = await readStages(files.stages)
  return done && { ...done, files, rules: before.figures.rules }
}

/** Writes what is laid out in the session, but for what was done (`stages`); the rows are laid out there no more after that. */
export async function writeFiles(
  session: EngineSession,
  plan: UnificationPlan,
  files: UnifiedFiles,
  { signal }: UnifyingOptions = {},
): Promise<void> {
  const options = signal ? { signal } : {}
  const write = (path: string, text: string) => writeSnapshot(session, path, { text, params: [] }, options)
  const names = plan.tables.map(({ at, table }) => `when ${at} then ${quoteText(table.name)}`).join(' ')
  await write(files.customers, 'select * from customer')
  await write(files.origins, 'select * from origin')
  // What is written needs no memory any more; whoever has millions of rows needs all of it for the rest.
  await session.run('drop table valued')
  await write(
    files.links,
    `select c.rid, l.label, case c.t ${names} end as source, c.key, i.id as ${quoteName(customerId)}, w.rid is not null as winner,
       nullif(${foldSql(`c.f${plan.email.at}`)}, '') as email, h.content, k.place as taken
     from cells c join label l using (rid) join content h using (rid) left join taken k using (rid) left join identity i on i.label = l.label left join winner w on w.rid = c.rid`,
  )
  await session.run('drop table cells; drop table content; drop table taken')
  await write(files.pairs, 'select * from pair')
  await write(files.successors, 'select * from successor')
  await write(files.keptPairs, 'select * from kept_pair')
  await write(files.keptEqual, 'select * from kept_equal')
  await writeOutputTables(session, plan, files, options)
  for (const { table } of plan.tables) {
    if (table.columns.some(({ name }) => name.toLowerCase() === unifiedId.toLowerCase())) {
      throw new UnificationError(
        'unification_columns',
        said`Source "${table.name}" has a column "${unifiedId}", under which Postbud tells whose a row is. Give the column another name.`,
      )
    }
    await write(
      files.table(table.name),
      `select s.*, l.${quoteName(customerId)} as ${quoteName(unifiedId)} from ${readSnapshot(table.files)} s
       left join (select key, ${quoteName(customerId)} from ${readSnapshot([files.links])} where source = ${quoteText(table.name)}) l on l.key = s.${quoteName(table.key)}::varchar`,
    )
  }
}

/** The columns of the Customer table (feature map, N17). */
export function columnsOf({
  fields,
  tables,
  clusters,
}: Pick<UnificationPlan, 'fields' | 'tables' | 'clusters'>): Column[] {
  const text = (name: string): Column => ({ name, type: 'string', engineType: 'VARCHAR' })
  return [
    text(customerId),
    text(previousCustomerId),
    ...fields.filter(({ kept }) => kept).map(({ column }) => column),
    ...clusters.map((cluster) => text(clusterColumn(cluster))),
    ...tables.flatMap(({ table }) => [text(keyColumn(table)), text(alternateColumn(table))]),
  ]
}

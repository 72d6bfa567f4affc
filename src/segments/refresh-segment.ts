import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Catalogue } from '../contract/catalogue.ts'
import type { SegmentDefinition } from '../contract/segment.ts'
import type { Db } from '../db/database.ts'
import type { Engine, Sql } from '../engine/engine.ts'
import { readSnapshot, writeSnapshot } from '../engine/write-snapshot.ts'
import { erasureGeneration } from '../erased/kept-out.ts'
import { AppError, messageOf } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { newId } from '../lib/ids.ts'
import { said } from '../lib/said.ts'
import { compileSegment } from './compile-segment.ts'
import { localDay } from './date-value.ts'
import { loadSegmentStates, type SegmentState } from './segment-states.ts'

type Needs = {
  readonly db: Db
  readonly engine: Engine
  readonly directory: DataDirectory
  readonly clock: Clock
}

type Given = {
  readonly catalogue: Catalogue
  readonly segments: Readonly<Record<string, SegmentDefinition>>
}

type Options = {
  /** Compute it even where nothing that it hangs on has changed. */
  readonly force?: boolean
  /** A person asked for this very segment, which static ones wait for and inactive ones refuse. */
  readonly byHand?: boolean
  readonly signal?: AbortSignal
}

/** `unchanged`: nothing that it hangs on has changed. `skipped`: not even attempted, and why. */
export type SegmentRefresh =
  | { readonly outcome: 'refreshed' | 'unchanged'; readonly members: number }
  | { readonly outcome: 'skipped'; readonly reason: 'inactive' | 'static' }

/** Raised when somebody asks for the refresh of an inactive segment. */
export class SegmentInactiveError extends AppError {
  override readonly code = 'segment_inactive'
  override readonly recovery = 'never'
  constructor(name: string) {
    super(
      said`Segment "${name}" is inactive and keeps the members it has. Set its state to active (or leave "state" out), run "postbud apply", and refresh it then.`,
    )
  }
}

/** Raised when the members of a segment could not be computed; the last good ones are kept. */
export class SegmentRefreshError extends AppError {
  override readonly code = 'segment_failed'
  override readonly recovery = 'later'
  constructor(name: string, cause: unknown) {
    super(said`Segment "${name}" could not be refreshed and keeps its last members: ${messageOf(cause)}`, { cause })
  }
}

/**
 * Computes a segment's members and puts them in place of the old ones, after those of the segments that it names. Nothing is
 * computed where neither the rules, the tables nor the clock could have changed the result. A failure keeps the old members.
 * Throws SegmentInvalidError, SegmentInactiveError, SegmentRefreshError.
 */
export async function refreshSegment(
  needs: Needs,
  given: Given,
  name: string,
  { force = false, byHand = false, signal }: Options = {},
): Promise<SegmentRefresh> {
  const definition = Object.hasOwn(given.segments, name) ? given.segments[name] : undefined
  if (definition?.state === 'inactive') {
    if (byHand) throw new SegmentInactiveError(name)
    return { outcome: 'skipped', reason: 'inactive' }
  }
  if (definition?.type === 'static' && !byHand) return { outcome: 'skipped', reason: 'static' }

  const now = needs.clock.now()
  const states = await loadSegmentStates(needs)
  const input = { ...given, now, lastMembers: (segment: string) => states.get(segment)?.files }
  try {
    const { operands } = compileSegment(input, name)
    for (const operand of operands) await refreshAlone(needs, input, states, operand, false, signal)
    return await refreshAlone(needs, input, states, name, force, signal)
  } catch (thrown) {
    signal?.throwIfAborted()
    const error = thrown instanceof AppError ? thrown : new SegmentRefreshError(name, thrown)
    if (definition) await noteFailure(needs.db, name, error, now)
    throw error
  }
}

type Input = Parameters<typeof compileSegment>[0]

async function refreshAlone(
  needs: Needs,
  input: Input,
  states: ReadonlyMap<string, SegmentState>,
  name: string,
  force: boolean,
  signal: AbortSignal | undefined,
): Promise<SegmentRefresh> {
  const { members, reads } = compileSegment(input, name)
  const versions = versionsOf(input.catalogue, states, reads)
  const hash = hashOf(compileSegment({ ...input, now: fixedMoment }, name).members, versions)
  const state = states.get(name)
  if (!force && state && isCurrent(state, hash, input)) {
    const checked = { checked_at: input.now, last_error: null, failed_at: null }
    await needs.db.updateTable('segment_states').set(checked).where('segment', '=', name).execute()
    return { outcome: 'unchanged', members: state.members ?? 0 }
  }

  const version = newId(input.now)
  const file = needs.directory.members(name, version)
  const count = await writeMembers(needs, file, members, signal)
  const row = {
    segment: name,
    version,
    file: needs.directory.stored(file),
    members: count,
    definition_hash: hash,
    inputs: JSON.stringify(versions),
    clock: reads.clock,
    refreshed_at: input.now,
    checked_at: input.now,
    last_error: null,
    failed_at: null,
  }
  await needs.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('segment_states')
      .values(row)
      .onConflict((conflict) => conflict.column('segment').doUpdateSet(row))
      .execute()
    await tx
      .insertInto('segment_sizes')
      .values({ segment: name, version, members: count, refreshed_at: input.now })
      .execute()
  })
  return { outcome: 'refreshed', members: count }
}

/** Somebody who is erased meanwhile may have been read before they were taken out of the tables, so it is done over. */
async function writeMembers({ db, engine }: Needs, file: string, members: Sql, signal: AbortSignal | undefined) {
  await using session = await engine.session()
  for (let generation = -1; ; ) {
    const now = await erasureGeneration(db)
    if (now === generation) break
    generation = now
    await writeSnapshot(session, file, members, signal ? { signal } : {})
  }
  const [row] = await session.rows<{ count: number }>(`select count(*) as count from ${readSnapshot([file])}`)
  return row?.count ?? 0
}

/** Rules are told apart by the statement they compile to at one fixed moment, so that the clock alone changes no hash. */
const fixedMoment = new Date(0)

function hashOf(statement: Sql, versions: Readonly<Record<string, string>>): string {
  return createHash('sha256')
    .update(JSON.stringify([statement.text, statement.params, versions]))
    .digest('hex')
}

/** The version of everything that a segment reads: tables, and last members of segments that are not computed along. */
function versionsOf(
  catalogue: Catalogue,
  states: ReadonlyMap<string, SegmentState>,
  reads: { readonly tables: ReadonlySet<string>; readonly lastMembers: ReadonlySet<string> },
): Record<string, string> {
  const tables = [...catalogue.tables, catalogue.profile].filter(({ name }) => reads.tables.has(name))
  return Object.fromEntries([
    ...tables.map(({ name, version }) => [`table:${name}`, version]),
    ...[...reads.lastMembers].map((name) => [`segment:${name}`, states.get(name)?.version ?? '']),
  ])
}

function isCurrent(state: SegmentState, hash: string, { now, catalogue }: Input): boolean {
  const { checkedAt } = state
  if (state.hash !== hash || !checkedAt || !state.files.every((file) => existsSync(file))) return false
  switch (state.clock) {
    case 'none':
      return true
    case 'day':
      return localDay(checkedAt, catalogue.timeZone) === localDay(now, catalogue.timeZone)
    case 'moment':
      return checkedAt.getTime() === now.getTime()
    default:
      return state.clock satisfies never
  }
}

async function noteFailure(db: Db, name: string, error: AppError, now: Date): Promise<void> {
  const failure = { last_error: error.message, failed_at: now }
  const blank = { version: null, file: null, members: null, definition_hash: null, inputs: null, clock: null }
  await db
    .insertInto('segment_states')
    .values({ segment: name, ...blank, refreshed_at: null, checked_at: null, ...failure })
    .onConflict((conflict) => conflict.column('segment').doUpdateSet(failure))
    .execute()
}

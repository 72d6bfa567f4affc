import type { Table } from '../contract/catalogue.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { ControlDatabase, Db, Lock } from '../db/database.ts'
import { isUnified, sourcesOfProfiles } from '../definitions/profile-sources.ts'
import type { Engine } from '../engine/engine.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { sourceState, tableOf } from '../sources/source-state.ts'
import { refreshUnification, type UnificationRefresh } from '../unification/refresh-unification.ts'
import { carryMembers } from './carry-members.ts'
import { noteProfileSize } from './profile-sizes.ts'

type Needs = {
  readonly db: Db
  readonly database: Pick<ControlDatabase, 'tryLock'>
  readonly engine: Engine
  readonly directory: DataDirectory
  readonly clock: Clock
}

type Options = { readonly force?: boolean; readonly signal?: AbortSignal; readonly onStage?: (stage: string) => void }

/**
 * Brings the profiles up to date with the sources as they were last read, and segments that keep their members with the
 * profiles. One process does it at a time, and the others then find it done. Profiles from one source are its rows, and there is
 * nothing to do: answers undefined. How many there are is noted each time that they were made anew. Throws UnificationError, UnificationFailedError, or the signal's reason.
 */
export async function refreshProfiles(
  needs: Needs,
  { profiles, segments, environment }: Definitions,
  options: Options = {},
): Promise<UnificationRefresh | undefined> {
  if (!isUnified(profiles)) {
    const made = (await sourceState(needs.db, profiles.from))?.snapshot
    if (made) await noteProfileSize(needs.db, made)
    return undefined
  }
  await using lock = await lockProfiles(needs, options)
  const signal = AbortSignal.any([lock.lost, ...(options.signal ? [options.signal] : [])])
  // The tables are those of now, and not of when somebody else began.
  const tables = await readTables(needs, sourcesOfProfiles(profiles))
  const given = { definition: profiles, tables, timeZone: environment.timeZone }
  const refreshed = await refreshUnification(needs, given, { ...options, signal })
  await carryMembers(needs, segments, refreshed.snapshot)
  await noteProfileSize(needs.db, refreshed.snapshot)
  return refreshed
}

const lookAgainMs = 250

async function lockProfiles({ database, clock }: Needs, { signal, onStage }: Options): Promise<Lock> {
  for (let told = false; ; told = true) {
    const lock = await database.tryLock('profiles')
    if (lock) return lock
    if (!told) onStage?.('waiting for another process')
    await clock.wait(lookAgainMs, signal)
  }
}

/** The newest good tables of sources, by name; those that were never read are left out. */
export async function readTables(
  { db, directory }: Pick<Needs, 'db' | 'directory'>,
  sources: readonly string[],
): Promise<ReadonlyMap<string, Table>> {
  const tables = new Map<string, Table>()
  for (const name of sources) {
    const table = await tableOf(db, directory, name)
    if (table) tables.set(name, table)
  }
  return tables
}

import type { Table } from '../contract/catalogue.ts'
import type { Definitions, EnvironmentDefinition, UnifiedProfiles } from '../contract/definitions.ts'
import type { ControlDatabase, Db, Lock } from '../db/database.ts'
import { isUnified, sourcesOfProfiles } from '../definitions/profile-sources.ts'
import type { Engine } from '../engine/engine.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { sourceState, tableOf } from '../sources/source-state.ts'
import { type MatchingRefresh, refreshMatching } from '../unification/refresh-matching.ts'
import { type GivenToUnify, refreshUnification, type UnificationRefresh } from '../unification/refresh-unification.ts'
import { carryMembers } from './carry-members.ts'
import { NothingToUnifyError } from './nothing-to-unify-error.ts'
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
  return await alone(needs, { profiles, environment }, options, async (given, held) => {
    const refreshed = await refreshUnification(needs, given, held)
    await carryMembers(needs, segments, refreshed.snapshot)
    await noteProfileSize(needs.db, refreshed.snapshot)
    return refreshed
  })
}

/**
 * Asks the rules by which people are made one and leaves the profiles as they are: what is found stands in the tables of duplicates and of pairs. Throws
 * NothingToUnifyError where the profiles come from one source, UnificationError, MatchingFailedError, or the signal's reason.
 */
export async function matchProfiles(
  needs: Needs,
  { profiles, environment }: Pick<Definitions, 'profiles' | 'environment'>,
  options: Options = {},
): Promise<MatchingRefresh> {
  if (!isUnified(profiles)) throw new NothingToUnifyError(profiles.from)
  return await alone(needs, { profiles, environment }, options, (given, held) => refreshMatching(needs, given, held))
}

/** Does it with what is given now, as the only process that does. */
async function alone<T>(
  needs: Needs,
  { profiles, environment }: { readonly profiles: UnifiedProfiles; readonly environment: EnvironmentDefinition },
  options: Options,
  act: (given: GivenToUnify, options: Options) => Promise<T>,
): Promise<T> {
  await using lock = await lockProfiles(needs, options)
  const signal = AbortSignal.any([lock.lost, ...(options.signal ? [options.signal] : [])])
  // The tables are those of now, and not of when somebody else began.
  const tables = await readTables(needs, sourcesOfProfiles(profiles))
  return await act({ definition: profiles, tables, timeZone: environment.timeZone }, { ...options, signal })
}

/** Who has it unifies, or matches alone. */
export const profilesLock = 'profiles'

const lookAgainMs = 250

async function lockProfiles({ database, clock }: Needs, { signal, onStage }: Options): Promise<Lock> {
  for (let told = false; ; told = true) {
    const lock = await database.tryLock(profilesLock)
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

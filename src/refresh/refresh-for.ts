import type { Catalogue } from '../contract/catalogue.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { SegmentDefinition } from '../contract/segment.ts'
import type { ControlDatabase, Db } from '../db/database.ts'
import type { Engine } from '../engine/engine.ts'
import { AppError, messageOf } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { said } from '../lib/said.ts'
import { type Members, membersOf } from '../segments/members-of.ts'
import { refreshSegment } from '../segments/refresh-segment.ts'
import { refreshSource, type SourceRefresh } from '../sources/refresh-source.ts'
import { openCatalogue } from './open-catalogue.ts'
import { refreshProfiles } from './refresh-profiles.ts'
import { sourceToRefresh } from './source-to-refresh.ts'

export type RefreshNeeds = {
  readonly db: Db
  readonly database: Pick<ControlDatabase, 'tryLock'>
  readonly engine: Engine
  readonly directory: DataDirectory
  readonly clock: Clock
  readonly config: { readonly file: string }
  readonly variables: Readonly<Record<string, string | undefined>>
}

/** What an export goes out from: today's tables and its segments' members. */
export type Refreshed = {
  readonly catalogue: Catalogue
  /** Parquet files of the members, by segment. */
  readonly members: Readonly<Record<string, readonly string[]>>
  readonly corruptRows: number
}

/** Raised when something that a run or a segment goes out from could not be brought up to date; the last good data are kept. */
export class UpstreamFailedError extends AppError {
  override readonly code = 'upstream_failed'
  override readonly recovery = 'never'
  constructor(what: string, cause: unknown) {
    super(said`${what} could not be refreshed, so nothing was computed or delivered from it: ${messageOf(cause)}`, {
      cause,
    })
  }
}

/**
 * Brings up to date what a delivery of `segments` needs: every source whose files changed or whose age is up, then the
 * profiles where they are unified, then the active dynamic segments among them, but for those that have days of their own. Throws UpstreamFailedError when one of them fails.
 */
export async function refreshFor(
  needs: RefreshNeeds,
  definitions: Definitions,
  segments: readonly string[],
  signal: AbortSignal,
): Promise<Refreshed> {
  const corruptRows = await refreshSources(needs, definitions, signal)
  await upstream(said`The profiles`, signal, () => refreshProfiles(needs, definitions, { signal }))
  const catalogue = await openCatalogue(needs, definitions)
  const members: Record<string, readonly string[]> = {}
  for (const name of segments) {
    signal.throwIfAborted()
    const definition = definitions.segments[name]
    if (definition && refreshesWithRuns(definition, await membersOf(needs, name))) {
      await upstream(said`Segment "${name}"`, signal, () =>
        refreshSegment(needs, { catalogue, segments: definitions.segments }, name, { signal }),
      )
    }
    const last = await membersOf(needs, name)
    if (!last) {
      throw new UpstreamFailedError(
        said`Segment "${name}"`,
        said`it is inactive or static and was never refreshed by hand`,
      )
    }
    members[name] = last.files
  }
  return { catalogue, members, corruptRows }
}

/** Inactive, static and scheduled segments keep their members until their own time; a scheduled one has to have some first. */
function refreshesWithRuns({ state, type, schedule }: SegmentDefinition, members: Members | undefined): boolean {
  if (state === 'inactive' || type === 'static' || schedule === 'manual') return false
  return schedule === undefined || members === undefined
}

/** Refreshes every source that could have changed, told of one by one; answers how many corrupt rows they have together. */
export async function refreshSources(
  needs: RefreshNeeds,
  definitions: Definitions,
  signal: AbortSignal,
  tell: (refresh: SourceRefresh) => void = () => undefined,
): Promise<number> {
  let corruptRows = 0
  for (const name of Object.keys(definitions.sources)) {
    signal.throwIfAborted()
    const source = sourceToRefresh(definitions, name)
    const result = await upstream(said`Source "${name}"`, signal, () => refreshSource(needs, source, { signal }))
    tell(result)
    corruptRows += result.snapshot.corrupt
  }
  return corruptRows
}

async function upstream<T>(what: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof AppError)) throw thrown
    throw new UpstreamFailedError(what, thrown)
  }
}

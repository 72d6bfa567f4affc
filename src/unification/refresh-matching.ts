import { existsSync } from 'node:fs'
import { profileTable } from '../contract/catalogue.ts'
import type { UnificationFigures } from '../contract/unification-figures.ts'
import { removeOldSnapshots } from '../engine/publish-folder.ts'
import { AppError, messageOf } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import { countPeople } from './count-people.ts'
import { namePeople } from './make-people.ts'
import { makeVersion } from './make-version.ts'
import { writeOutputTables } from './output-tables.ts'
import { planUnification, type UnificationPlan } from './plan-unification.ts'
import {
  definitionHashOf,
  dropVersion,
  type GivenToUnify,
  lastStages,
  previousIds,
  type UnificationNeeds,
  type UnifyingOptions,
  unifyInSession,
  versionsOf,
  whileNobodyIsErased,
} from './refresh-unification.ts'
import { stageHashes } from './reuse-stages.ts'
import {
  type MatchingSnapshot,
  saveMatching,
  type UnifiedSnapshot,
  unificationState,
  unifiedFiles,
  unifiedFolder,
} from './unification-state.ts'

/** `figures` are of the tables as they are now: also those of the profiles, where these were made by the same rules of the same rows. */
export type MatchingRefresh = { readonly outcome: 'refreshed' | 'unchanged'; readonly figures: UnificationFigures }

/** Raised when matching alone failed for a reason of the moment. */
export class MatchingFailedError extends AppError {
  override readonly code = 'unification_failed'
  override readonly recovery = 'later'
  constructor(cause: unknown) {
    super(said`The rows could not be matched, and the tables of what matches stay as they were: ${messageOf(cause)}`, {
      cause,
    })
  }
}

/**
 * Asks the rules and writes what they find, the tables of duplicates and of pairs with their figures, and leaves the profiles as they are
 * (feature map, N15): the people in those tables have the ids that unifying would give them now. It is of one definition from its start to its
 * end. Does nothing where neither the definition nor a table has changed since these tables were written. A failure, a cancel or a kill leaves
 * the last ones. Throws UnificationError, MatchingFailedError, or the signal's reason.
 */
export async function refreshMatching(
  needs: UnificationNeeds,
  given: GivenToUnify,
  options: UnifyingOptions = {},
): Promise<MatchingRefresh> {
  try {
    const plan = planUnification(given.definition, given.tables, given.timeZone)
    const inputs = versionsOf(plan)
    const definitionHash = definitionHashOf(given, inputs)
    const { snapshot: before, matching } = (await unificationState(needs.db)) ?? {}
    const newest = matching ?? before
    if (
      newest &&
      !options.force &&
      newest.definitionHash === definitionHash &&
      existsSync(unifiedFiles(unifiedFolder(needs.directory, newest.version)).matchPairs)
    ) {
      return { outcome: 'unchanged', figures: newest.figures }
    }
    const made = await whileNobodyIsErased(needs, (generation) =>
      match(needs, plan, { inputs, definitionHash, before, generation }, options),
    )
    if (!(await saveMatching(needs.db, made, before))) {
      await dropVersion(needs, made)
      throw new MatchingFailedError(new Error(said`another process has unified them meanwhile`))
    }
    const kept = [made.version, ...(before ? [before.version] : [])]
    await removeOldSnapshots(needs.directory, profileTable, kept, needs.clock.now())
    return { outcome: 'refreshed', figures: made.figures }
  } catch (thrown) {
    options.signal?.throwIfAborted()
    // Nothing is noted of it: that it failed says nothing of the profiles.
    throw thrown instanceof AppError ? thrown : new MatchingFailedError(thrown)
  }
}

type About = Pick<MatchingSnapshot, 'inputs' | 'definitionHash'> & {
  readonly before: UnifiedSnapshot | undefined
  readonly generation: number
}

async function match(
  needs: UnificationNeeds,
  plan: UnificationPlan,
  { inputs, definitionHash, before, generation }: About,
  options: UnifyingOptions,
): Promise<MatchingSnapshot> {
  const last = options.force ? undefined : await lastStages(needs, before)
  const hashes = stageHashes(plan, generation)
  const { version, figures, madeAt, durationMs } = await makeVersion(needs, options, async (session, files) => {
    const { rules } = await unifyInSession(session, plan, { ...options, hashes, ...(last && { last }) })
    await namePeople(session, plan, await previousIds(needs, before), options)
    // Who is in a cluster is told by what people are made of, which nobody is yet.
    const figures = await countPeople(session, { ...plan, clusters: [] }, rules)
    options.onStage?.('writing')
    await writeOutputTables(session, plan, files, options)
    return { figures }
  })
  return { version, definitionHash, inputs, figures, matchedAt: madeAt, durationMs }
}

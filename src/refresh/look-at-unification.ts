import type { Definitions, UnifiedProfiles } from '../contract/definitions.ts'
import type { Cluster } from '../contract/unification.ts'
import type { Db } from '../db/database.ts'
import { isUnified, sourcesOfProfiles } from '../definitions/profile-sources.ts'
import type { Engine } from '../engine/engine.ts'
import { AppError } from '../lib/app-error.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { explainPair, type PairExplanation } from '../unification/explain-pair.ts'
import type { RowName } from '../unification/lay-out-rows.ts'
import { type PersonCard, readCard } from '../unification/person-card.ts'
import { planUnification, type UnificationPlan } from '../unification/plan-unification.ts'
import { type ProposedProfiles, proposeProfiles } from '../unification/propose-profiles.ts'
import {
  type AskedClusters,
  type ClusterPage,
  type ClusterPeople,
  readClusterPeople,
  readClusters,
} from '../unification/read-clusters.ts'
import { type FoundRows, type RowSearch, searchRows } from '../unification/search-rows.ts'
import { pairsOfRule, type RulePairs, type TriedUnification, tryUnification } from '../unification/try-unification.ts'
import { UnificationError } from '../unification/unification-error.ts'
import { NothingToUnifyError } from './nothing-to-unify-error.ts'
import { NotUnifiedError } from './open-catalogue.ts'
import { unifiedFilesOf } from './profile-table.ts'
import { readTables } from './refresh-profiles.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory }
type About = Pick<Definitions, 'profiles' | 'environment'>

/** Raised when nobody has an id, nor had it before they were made one with somebody else. */
export class PersonNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(id: string) {
    super(said`Nobody has the CustomerId "${id}".`)
  }
}

/** Raised when no kind of cluster has a name, or no cluster of that kind an id. */
export class ClusterNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
}

/** The profiles as they are unified. Throws NothingToUnifyError where they come from one source. */
export function requireUnified({ profiles }: Pick<Definitions, 'profiles'>): UnifiedProfiles {
  if (!isUnified(profiles)) throw new NothingToUnifyError(profiles.from)
  return profiles
}

/** Why two rows are one person, or why not. */
export async function explainRows(
  needs: Needs,
  about: About,
  rows: readonly [RowName, RowName],
): Promise<PairExplanation> {
  const plan = await planOf(needs, about)
  const files = await requireFiles(needs, about)
  await using session = await needs.engine.session()
  return await explainPair(session, plan, files, rows)
}

/** A person with where each value of theirs comes from. Throws PersonNotFoundError. */
export async function lookAtPerson(needs: Needs, about: About, id: string): Promise<PersonCard> {
  const plan = await planOf(needs, about)
  const files = await requireFiles(needs, about)
  await using session = await needs.engine.session()
  const card = await readCard(session, plan, files, id)
  if (!card) throw new PersonNotFoundError(id)
  return card
}

type OfClusters = { readonly kind: string; readonly signal?: AbortSignal }

/** A page of the clusters of one kind, those of the most people first. Throws ClusterNotFoundError. */
export async function lookAtClusters(
  needs: Needs,
  about: About,
  { kind, signal, ...asked }: AskedClusters & OfClusters,
): Promise<ClusterPage> {
  const cluster = requireCluster(about, kind)
  const files = await requireFiles(needs, about)
  await using session = await needs.engine.session()
  return await readClusters(session, cluster, files, asked, signal ? { signal } : {})
}

type OfPeople = { readonly id: string; readonly limit: number; readonly after?: string | undefined }

/** A page of the people of one cluster, by id. Throws ClusterNotFoundError. */
export async function lookAtCluster(
  needs: Needs,
  about: About,
  { kind, signal, ...asked }: OfPeople & OfClusters,
): Promise<ClusterPeople> {
  const cluster = requireCluster(about, kind)
  const files = await requireFiles(needs, about)
  await using session = await needs.engine.session()
  const found = await readClusterPeople(session, cluster, files, asked, signal ? { signal } : {})
  if (!found) throw new ClusterNotFoundError(said`There is no cluster of the kind "${kind}" with the id "${asked.id}".`)
  return found
}

function requireCluster(about: About, name: string): Cluster {
  const { clusters = [] } = requireUnified(about)
  const cluster = clusters.find((each) => each.name === name)
  if (cluster) return cluster
  const known = clusters.map((each) => each.name)
  throw new ClusterNotFoundError(
    said`There is no kind of cluster "${name}".${didYouMean(name, known)} Kinds: ${known.join(', ') || said`none`}.`,
  )
}

/** Rows of the tables that are unified, to be named: those whose key and fields hold all words. */
export async function searchUnifiedRows(
  needs: Needs,
  about: About,
  search: RowSearch,
  options: { readonly signal?: AbortSignal } = {},
): Promise<FoundRows[]> {
  const plan = await planOf(needs, about)
  await using session = await needs.engine.session()
  return await searchRows(session, plan, search, options)
}

type Trying = { readonly rows: number; readonly signal?: AbortSignal }

/** What unified profiles, saved or not, would make of the sources as they were last read. */
export async function tryProfiles(needs: Needs, about: About, trying: Trying): Promise<TriedUnification> {
  const plan = await planOf(needs, about)
  await using session = await needs.engine.session()
  return await tryUnification(session, plan, trying)
}

/** The pairs near a rule's threshold, of profiles that are saved or not. */
export async function tryRule(
  needs: Needs,
  about: About,
  asked: { readonly rule: string; readonly tables: readonly [string, string] },
  trying: Trying,
): Promise<RulePairs> {
  const plan = await planOf(needs, about)
  await using session = await needs.engine.session()
  return await pairsOfRule(session, plan, asked, trying)
}

/** Profiles that some sources could be unified into, as far as their names and values tell. Throws UnificationError for one that was never read. */
export async function proposeUnified(needs: Needs, sources: readonly string[]): Promise<ProposedProfiles> {
  const read = await readTables(needs, sources)
  const tables = sources.map((name) => {
    const table = read.get(name)
    if (!table)
      throw new UnificationError(
        'unification_unread',
        said`Source "${name}" has not been read yet. Run: postbud sources refresh ${name}`,
      )
    return table
  })
  await using session = await needs.engine.session()
  return await proposeProfiles(session, tables)
}

async function planOf(needs: Needs, about: About): Promise<UnificationPlan> {
  const profiles = requireUnified(about)
  return planUnification(profiles, await readTables(needs, sourcesOfProfiles(profiles)), about.environment.timeZone)
}

async function requireFiles(needs: Needs, about: About) {
  const files = await unifiedFilesOf(needs, about)
  if (!files) throw new NotUnifiedError()
  return files
}

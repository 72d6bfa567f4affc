import type { EngineSession } from '../engine/engine.ts'
import { findClusters } from './find-clusters.ts'
import { keepIds, type PreviousIds } from './keep-ids.ts'
import { fillPeople, layOutPeople, mergePeople } from './merge-people.ts'
import type { UnificationPlan } from './plan-unification.ts'

type Options = { readonly signal?: AbortSignal; readonly onStage?: (stage: string) => void }

/**
 * Makes people of rows that were made one: who is a person, what they are made of, their ids, the clusters they are in, and the Customer
 * table (`customer`, `origin`).
 */
export async function makePeople(
  session: EngineSession,
  plan: UnificationPlan,
  previous: PreviousIds | undefined,
  options: Options = {},
): Promise<void> {
  if (plan.clusters.length === 0) await session.run('drop table if exists norm')
  await layOutPeople(session, plan, options)
  options.onStage?.('merging')
  await fillPeople(session, plan, options)
  options.onStage?.('ids')
  await keepIds(session, plan, previous, options)
  if (plan.clusters.length > 0) options.onStage?.('clusters')
  await findClusters(session, plan, previous, options)
  await mergePeople(session, plan, options)
}

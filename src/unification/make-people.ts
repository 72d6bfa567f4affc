import type { EngineSession } from '../engine/engine.ts'
import { findClusters } from './find-clusters.ts'
import { keepIds, type PreviousIds } from './keep-ids.ts'
import { fillFields, layOutPeople, layOutWinners, mergePeople } from './merge-people.ts'
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
  await layOutWinners(session, plan, options)
  await fillFields(session, plan, options)
  options.onStage?.('ids')
  await keepIds(session, plan, previous, options)
  if (plan.clusters.length > 0) options.onStage?.('clusters')
  await findClusters(session, plan, previous, options)
  await mergePeople(session, plan, options)
}

/** The same as far as it is needed to tell whose rows are whose: who is a person, which of their rows counts, and their ids. */
export async function namePeople(
  session: EngineSession,
  plan: UnificationPlan,
  previous: PreviousIds | undefined,
  options: Options = {},
): Promise<void> {
  await layOutPeople(session, plan, options)
  options.onStage?.('ids')
  await layOutWinners(session, plan, options)
  // Ids may be made of fields.
  if (plan.customerId.length > 0) await fillFields(session, plan, options)
  await keepIds(session, plan, previous, options)
}

import type { CustomField } from '../../constant-contact/custom-fields.ts'
import type { Definitions, ExportDefinition } from '../../contract/definitions.ts'
import type { EngineSession, Sql } from '../../engine/engine.ts'
import type { Refreshed } from '../../refresh/refresh-for.ts'
import { comparablesOf, layOutChanged, resendChangedByHand } from '../list/changed-by-hand.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { endedDepartures } from '../list/ended-departures.ts'
import { claimsOfOthers, knownOfList } from '../list/known-of-list.ts'
import { layOutList } from '../list/list-model.ts'
import type { RunNeeds } from '../run/run-needs.ts'
import { planInput } from './export-input.ts'
import { guardFacts } from './guard-facts.ts'
import { type GuardFacts, judgeGuards, type Tripped } from './guards.ts'
import {
  countLeaving,
  judgeCleared,
  judgeLeavers,
  judgeUndone,
  type LeaverInput,
  type Leaving,
  nobody,
} from './judge-leavers.ts'
import { judgePeople, onlyRetried } from './judge-people.ts'
import { readFigures, type Standing } from './plan-figures.ts'
import type { PlanInput } from './plan-input.ts'

/** Which people of an export a plan is about: everybody, or fewer. */
export type PlanScope =
  | { readonly kind: 'everybody' }
  /** Everybody, and whose values on the list (a Parquet file of `email` and values) are not ours is sent again. */
  | { readonly kind: 'repair'; readonly values: string; readonly customFields: readonly CustomField[] }
  | { readonly kind: 'only'; readonly emails: readonly string[] }
  | { readonly kind: 'retried'; readonly people: Sql; readonly leavers: Sql | undefined }
  | { readonly kind: 'undone'; readonly plan: string; readonly receipts: string }
  /** Nobody is sent, and everybody whom the export put on the list leaves it; or only these, who are to be erased. */
  | { readonly kind: 'cleared'; readonly only?: readonly string[] }

export type PlanRequest = {
  readonly definitions: Definitions
  readonly exportName: string
  readonly definition: ExportDefinition
  readonly listId: string
  readonly refreshed: Pick<Refreshed, 'catalogue' | 'members'>
  /** The file of the account's departures, read just now. */
  readonly departures: string
  readonly scope: PlanScope
  readonly signal?: AbortSignal
}

/** A plan as it lies in the session: `judged` and `leaver`, and what they amount to. */
export type LaidOut = {
  readonly input: PlanInput
  readonly figures: { readonly all: Standing; readonly segments: Readonly<Record<string, Standing>> }
  readonly leaving: Leaving
  readonly facts: GuardFacts
  readonly tripped: readonly Tripped[]
}

/** Judges everybody whom a plan is about, who is sent and who leaves, and what the guards say of it. Writes nothing. */
export async function layOutPlan(
  needs: RunNeeds,
  client: DeliveryAccount,
  session: EngineSession,
  request: PlanRequest,
): Promise<LaidOut> {
  const { definitions, exportName, definition, listId, refreshed, departures, scope, signal } = request
  const place = { account_id: client.accountId, list_id: listId, export_name: exportName }
  const known = await knownOfList(needs, place)
  const input = planInput({
    definitions,
    exportName,
    definition,
    catalogue: refreshed.catalogue,
    members: scope.kind === 'undone' || scope.kind === 'cleared' ? {} : refreshed.members,
    now: needs.clock.now(),
    departures,
    ...known,
    ended: await endedDepartures(needs.db, client.accountId),
    only: scope.kind === 'only' ? scope.emails : undefined,
    retried: scope.kind === 'retried' ? scope.people : undefined,
  })
  await judgePeople(session, input, signal)
  if (scope.kind === 'repair') {
    const others = await claimsOfOthers(needs, { accountId: client.accountId, exportName })
    const comparables = comparablesOf(input, scope.customFields)
    await layOutChanged(session, scope.values, comparables, { own: known.claims, others })
    await resendChangedByHand(session)
  }
  await layOutList(needs, session, { accountId: client.accountId, listId }, departures)
  await judgeWhoLeaves(session, input, { ...known, leavers: definition.leavers ?? 'keep' }, scope)
  if (scope.kind === 'retried') await onlyRetried(session, scope.people)
  const figures = await readFigures(session, input)
  const leaving = await countLeaving(session)
  const facts = await guardFacts(needs, client, session, {
    exportName,
    listId,
    definition,
    connections: definitions.connections,
    figures: isWhole(scope) ? figures : { ...figures, segments: {} },
    leaving,
    ...(signal && { signal }),
  })
  return { input, figures, leaving, facts, tripped: judgeGuards(definition.guards, facts) }
}

function isWhole({ kind }: PlanScope): boolean {
  return kind === 'everybody' || kind === 'repair'
}

async function judgeWhoLeaves(
  session: EngineSession,
  input: PlanInput,
  about: LeaverInput,
  scope: PlanScope,
): Promise<void> {
  switch (scope.kind) {
    case 'everybody':
    case 'repair':
      return await judgeLeavers(session, input, about)
    case 'undone':
      return await judgeUndone(session, about, scope)
    case 'cleared':
      return await judgeCleared(session, about, scope.only)
    case 'only':
      return await session.run(`create or replace temp table leaver as ${nobody}`)
    case 'retried': {
      if (!scope.leavers) return await session.run(`create or replace temp table leaver as ${nobody}`)
      const { text, params } = scope.leavers
      await judgeLeavers(session, input, about)
      await session.run(`create or replace temp table again as ${text}`, params)
      return await session.run('delete from leaver where email not in (select email from again); drop table again')
    }
    default:
      scope satisfies never
  }
}

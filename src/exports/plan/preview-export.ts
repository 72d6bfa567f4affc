import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { constantContact } from '../../constant-contact/destination.ts'
import type { Definitions } from '../../contract/definitions.ts'
import { newId } from '../../lib/ids.ts'
import { said } from '../../lib/said.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { tryLockList } from '../list/lock-list.ts'
import { type Watch, watchList } from '../list/watch-list.ts'
import { DeliveryPausedError, readPause } from '../run/pause.ts'
import type { RunNeeds, RunSubject } from '../run/run-needs.ts'
import { countNewToAccount } from './guard-facts.ts'
import type { Tripped } from './guards.ts'
import type { Leaving } from './judge-leavers.ts'
import type { PlanScope } from './lay-out-plan.ts'
import { type LookRequest, lookAtExport, planOfLook } from './look-at-export.ts'
import { packBatches } from './pack-batches.ts'
import { deliverable, type Standing } from './plan-figures.ts'
import { repairScope, undoScope } from './plan-scopes.ts'
import { type Cost, priceOf } from './price-plan.ts'
import { connectionOf } from './require-connection.ts'
import { type Sample, samplePeople } from './sample-people.ts'

/** What a run would do, without doing it. */
export type Preview = {
  readonly export: string
  readonly list: string
  readonly all: Standing
  readonly segments: Readonly<Record<string, Standing>>
  /** Who leaves the list, by why, and who of them stays on it all the same. */
  readonly leaving: Leaving
  readonly samples: readonly Sample[]
  readonly batches: number
  readonly cost: Cost
  /** How many deliverable people an export may have. */
  readonly limit: number
  readonly account: AccountSize
  /** What would make the run wait for approval. */
  readonly guards: readonly Tripped[]
  readonly warnings: readonly string[]
}

/** Contacts of the account, who are what Constant Contact charges for. */
export type AccountSize = {
  /** As it is now, or null where Constant Contact did not say. */
  readonly contacts: number | null
  /** People new to the account, who are billed from then on: at most so many, since not all of its contacts are known. */
  readonly newAtMost: number
  readonly contactsAtMost: number | null
  /** What the connection's contract allows, where it is declared. */
  readonly contractLimit: number | null
}

type Request = LookRequest & {
  readonly showEmails: boolean
  /** The export itself unless told. */
  readonly about?: Extract<RunSubject, { readonly kind: 'repair' | 'undo' }>
}

/**
 * Plans an export as a run would, reading what a run would read, and throws the plan away: nothing is sent and no decision
 * is written down.
 */
export async function previewExport(needs: RunNeeds, written: Definitions, request: Request): Promise<Preview> {
  const { engine } = needs
  const { exportName, signal } = request
  await using look = await lookAtExport(needs, written, request)
  const { definitions, definition, client, list, refreshed, departures } = look
  // As a repair does, which is about what no count shows.
  const whole = request.about?.kind === 'repair' ? ({ whole: 'ids' } as const) : {}
  await watchUnlessBusy(needs, client, { list, departures, signal, ...whole })
  await using reading = readingIn(needs)
  const scope = await scopeOf(needs, client, { ...request, listId: list.id, path: reading.path })
  request.tell?.('planning')
  await using session = await engine.session()
  const plan = await planOfLook(needs, session, look, { exportName, signal }, scope)
  const { figures, leaving } = plan
  const batches = await packBatches(session, plan.input, signal)
  const place = { accountId: client.accountId, listId: list.id }
  const { contractLimit = null, limits } = connectionOf(definitions, definition) ?? {}
  const requestsPerSecond = limits?.requestsPerSecond ?? constantContact.limits.requestsPerSecond
  const cost = await priceOf(needs, client, session, { place, batches, leaving, requestsPerSecond, signal })
  const limit = constantContact.limits.profiles
  const contacts = plan.facts.contacts ?? (await client.countContacts({ status: 'active' }, signal)) ?? null
  const newAtMost = await countNewToAccount(needs, session, client.accountId)
  return {
    export: exportName,
    list: `${list.name} (${list.id})`,
    ...figures,
    leaving,
    samples: await samplePeople(session, request.showEmails ? 'in full' : 'masked'),
    batches: batches.length,
    cost,
    limit,
    account: { contacts, newAtMost, contactsAtMost: contacts === null ? null : contacts + newAtMost, contractLimit },
    guards: plan.tripped,
    warnings: [
      ...(await pauseWarning(needs)),
      ...limitWarning(figures.all, limit),
      ...plan.tripped.map(({ sentence }) => said`${sentence} The run would wait for approval.`),
      ...(cost.fitsToday ? [] : [budgetWarning(cost)]),
      ...(refreshed.corruptRows > 0
        ? [said`The sources have ${refreshed.corruptRows.toLocaleString('en-US')} corrupt rows (postbud sources list).`]
        : []),
    ],
  }
}

/** A file for a reading of the list, gone when the preview is made. */
function readingIn({ directory, clock }: RunNeeds): AsyncDisposable & { readonly path: string } {
  const path = join(directory.scratch, `preview-${newId(clock.now())}.parquet`)
  return { path, [Symbol.asyncDispose]: () => rm(path, { force: true }) }
}

async function scopeOf(
  needs: RunNeeds,
  client: DeliveryAccount,
  {
    about,
    listId,
    path,
    signal,
  }: Pick<Request, 'about' | 'signal'> & { readonly listId: string; readonly path: string },
): Promise<PlanScope> {
  switch (about?.kind) {
    case 'repair':
      return await repairScope(needs, client, { listId, path, signal })
    case 'undo':
      return await undoScope(needs, about.subject)
    default:
      return { kind: 'everybody' }
  }
}

/** A run that is at work on the list has looked already, and may be the only one to write down what it finds. */
async function watchUnlessBusy(needs: RunNeeds, client: DeliveryAccount, watch: Watch): Promise<void> {
  await using lock = await tryLockList(needs.database, { accountId: client.accountId, listId: watch.list.id })
  if (lock) await watchList(needs, client, watch)
}

async function pauseWarning({ directory }: RunNeeds): Promise<string[]> {
  const pause = await readPause(directory)
  return pause ? [new DeliveryPausedError(pause).message] : []
}

function limitWarning(standing: Standing, limit: number): string[] {
  const people = deliverable(standing)
  return people > limit
    ? [
        said`${people.toLocaleString('en-US')} deliverable people are more than the ${limit.toLocaleString('en-US')} an export may have; a run would be skipped.`,
      ]
    : []
}

function budgetWarning({ requests, leftToday }: Cost): string {
  return said`The run takes about ${requests.toLocaleString('en-US')} requests and ${leftToday.toLocaleString('en-US')} are left today; it would go on after 00:00 UTC.`
}

import { constantContact } from '../../constant-contact/destination.ts'
import type { Db } from '../../db/database.ts'
import type { EngineSession } from '../../engine/engine.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { requestsWhileImporting } from '../deliver/while-importing.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { knownOfList } from '../list/known-of-list.ts'
import type { ListPlace } from '../list/list-model.ts'
import type { Leaving } from './judge-leavers.ts'
import type { PackedBatch } from './pack-batches.ts'

/** What a run costs in requests, jobs and time. */
export type Cost = {
  readonly imports: number
  readonly removals: number
  /** Requests to learn the contact ids of leavers. */
  readonly idReads: number
  /** Looks at the jobs' progress, and readings of who departs while imports are under way. */
  readonly looks: number
  readonly requests: number
  /** Minutes: the pace of requests, and Constant Contact's own for the people imported. */
  readonly minutes: number
  readonly leftToday: number
  readonly fitsToday: boolean
}

/** What a run asks before and after: fields, list, departures and their counts, changes, the list's count, departures again. */
const surroundings = 14
/** Removals are small, so that several are done from one look at them to the next. */
const removalsPerLook = 4

type Planned = {
  readonly place: ListPlace
  readonly batches: readonly PackedBatch[]
  readonly leaving: Leaving
  /** What the connection's application was granted. */
  readonly requestsPerSecond: number
  readonly signal: AbortSignal
}

/** What the plan in the session would cost; asks for the list's size where ids of leavers are missing. */
export async function priceOf(
  needs: { readonly db: Db; readonly directory: DataDirectory },
  client: DeliveryAccount,
  session: EngineSession,
  { place, batches, leaving, requestsPerSecond, signal }: Planned,
): Promise<Cost> {
  const missing = await missingIds(needs, session, place)
  const counted = missing === 0 ? 0 : await client.countContacts({ listIds: [place.listId], status: 'all' }, signal)
  const pages = Math.ceil((counted ?? 0) / constantContact.limits.pageSize)
  return price({
    imports: batches.length,
    people: batches.reduce((sum, { people }) => sum + people, 0),
    toRemove: leaving.toRemove,
    idReads: missing === 0 ? 0 : Math.min(missing, Math.max(1, pages)),
    leftToday: await client.requestsLeftToday(),
    requestsPerSecond,
  })
}

type Priced = {
  readonly imports: number
  readonly people: number
  readonly toRemove: number
  readonly idReads: number
  readonly leftToday: number
  readonly requestsPerSecond: number
}

/** The sum of a run's requests and the time they take. */
export function price({ imports, people, toRemove, idReads, leftToday, requestsPerSecond }: Priced): Cost {
  const { contactIdsPerRequest, contactsPerSecond } = constantContact.limits
  const removals = Math.ceil(toRemove / contactIdsPerRequest)
  const looks = requestsWhileImporting(imports, people) + Math.ceil(removals / removalsPerLook)
  const sent = imports + removals + looks + idReads
  const requests = sent === 0 ? 0 : sent + surroundings
  const seconds = Math.max(requests / requestsPerSecond, people / contactsPerSecond)
  return {
    imports,
    removals,
    idReads,
    looks,
    requests,
    minutes: Math.ceil(seconds / 60),
    leftToday,
    fitsToday: requests <= leftToday,
  }
}

async function missingIds(
  needs: { readonly db: Db; readonly directory: DataDirectory },
  session: EngineSession,
  { accountId, listId }: ListPlace,
): Promise<number> {
  const { ids } = await knownOfList(needs, { account_id: accountId, list_id: listId, export_name: '' })
  const [row] = await session.rows<{ people: number }>(
    `select count(*) as people from leaver where stays is null ${ids ? `and email not in (select email from ${readSnapshot([ids])})` : ''}`,
  )
  return row?.people ?? 0
}

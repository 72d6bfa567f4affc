import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Insertable } from 'kysely'
import { constantContact } from '../../constant-contact/destination.ts'
import type { Db } from '../../db/database.ts'
import type { BatchesTable } from '../../db/tables/exports.ts'
import type { Engine, EngineSession } from '../../engine/engine.ts'
import { quoteText } from '../../engine/quote-name.ts'
import { readSnapshot, writeSnapshot } from '../../engine/write-snapshot.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { publishFile } from '../../lib/durable-file.ts'
import { said } from '../../lib/said.ts'
import type { Returned } from '../deliver/departed-meanwhile.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { knownOfList } from '../list/known-of-list.ts'
import { layOutList } from '../list/list-model.ts'
import { knownDepartures } from '../list/read-departures.ts'
import { watchList } from '../list/watch-list.ts'
import type { Tell } from '../run/run-events.ts'
import { leaversFile, leavingFile } from '../run/run-files.ts'
import type { RunRow } from '../run/run-store.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory; readonly clock: Clock }
type Packing = {
  readonly run: RunRow
  /** Whether the leavers go too, or only those whom an import has put back. */
  readonly who: 'everybody' | 'returned'
  readonly signal: AbortSignal
  readonly tell: Tell
}

const pageSize = constantContact.limits.pageSize
/** So few contacts are asked for one by one however small the list is. */
const fewContacts = 10

/**
 * Finds the contact ids of a run's leavers and freezes their removals: the file of who leaves how, and the ids of each request,
 * durable before the rows that point at them. All paging is finished before any removal leaves. Who has come to be kept by
 * another export or to belong to the others since the plan was made is not taken off. Whom nobody keeps any more whom the plan
 * found kept is left to a later run: nobody has looked at how many they are. Done before, it does nothing.
 */
export async function packRemovals(
  needs: Needs,
  client: DeliveryAccount,
  { run, who, signal, tell }: Packing,
  returned: readonly Returned[],
): Promise<void> {
  const { db, engine } = needs
  const [packed] = await db
    .selectFrom('batches')
    .select('number')
    .where('run_id', '=', run.id)
    .where('kind', '=', 'removal')
    .limit(1)
    .execute()
  if (packed) return
  await using session = await engine.session()
  if (!(await layOutLeaving(needs, session, run, returned))) return
  if (who === 'everybody') await learnIds(needs, client, session, { run, signal, tell })
  else await session.run("update leaving set stays = null, gone = false, later = why <> 'departed_meanwhile'")
  await session.run(`
    create or replace temp table leaving as
    select *, case when to_remove then (row_number() over (partition by to_remove order by contact_id) - 1) // ${constantContact.limits.contactIdsPerRequest} + 1 end as request
    from (select *, contact_id is not null and stays is null and not gone and not later as to_remove from leaving)`)
  await writeRequests(needs, session, run)
}

/** Fills `leaving` with who is to leave and what keeps whom; false when nobody is to be taken off. */
async function layOutLeaving(
  needs: Needs,
  session: EngineSession,
  run: RunRow,
  returned: readonly Returned[],
): Promise<boolean> {
  const { directory } = needs
  const known = await knownOfList(needs, run)
  const departures = await knownDepartures(needs, run.account_id ?? '')
  await layOutList(needs, session, { accountId: run.account_id ?? '', listId: run.list_id ?? '' }, departures?.file)
  const otherClaims =
    known.otherClaims.length > 0 ? `email in (select email from ${readSnapshot(known.otherClaims)})` : 'false'
  const back = returned.map(
    ({ email, contactId, profileKey }) =>
      `(${[email, profileKey, 'departed_meanwhile', contactId].map(quoteText).join(', ')})`,
  )
  // Of a million people whom we keep there nothing more is asked here, and a reading of the list needs the room.
  await session.run('drop table claimed')
  await session.run(`
    create or replace temp table leaving as
    select *, planned is not null and stays is null and not gone as later from (
    select email, profile_key, why, stays as planned,
      case
        when shared or ${ofOthers} then 'before_us'
        when ${otherClaims} then 'other_claim'
      end as stays,
      contact_id, email in (select email from off_list where email is not null) as gone
    from ${readSnapshot([leaversFile(directory, run.id)])} left join (${idsQuery(known.ids)}) known using (email))
    ${back.length > 0 ? `union all select who, profile, why, null, null, id, false, false from (values ${back.join(', ')}) back(who, profile, why, id)` : ''}`)
  const [row] = await session.rows<{ people: number }>('select count(*) as people from leaving')
  return (row?.people ?? 0) > 0
}

/** The ids known of a list. Where two contacts have addresses that differ in case only, nobody can say which of them is ours. */
function idsQuery(file: string | undefined): string {
  return file
    ? `select email, min(contact_id) as contact_id, count(*) > 1 as shared from ${readSnapshot([file])} group by email`
    : 'select null::varchar as email, null::varchar as contact_id, null::boolean as shared where false'
}

/** Whether somebody leaving belongs to the others, by the address or by the contact. */
const ofOthers = `(email in (select email from others where email is not null)
  or coalesce(contact_id in (select contact_id from others where contact_id is not null), false))`

/**
 * Learns the ids that are missing: one by one where that costs less than reading the list, otherwise by reading it whole,
 * after which whoever has none is not on it.
 */
async function learnIds(
  needs: Needs,
  client: DeliveryAccount,
  session: EngineSession,
  packing: Omit<Packing, 'who'>,
): Promise<void> {
  const { run, signal, tell } = packing
  const listId = run.list_id ?? ''
  const missing = await session.rows<{ email: string }>(
    'select email from leaving where stays is null and contact_id is null and not gone and not later order by email',
  )
  if (missing.length === 0) return
  const counted = await client.countContacts({ listIds: [listId], status: 'all' }, signal)
  const pages = counted === undefined ? Number.POSITIVE_INFINITY : Math.ceil(counted / pageSize)
  if (missing.length <= Math.max(fewContacts, pages)) {
    for (const { email } of missing) {
      const contact = await client.findContact(email, signal)
      const there = contact?.listIds?.includes(listId) ?? false
      await session.run(`update leaving set contact_id = $2, gone = $3 where email = $1`, [
        email,
        there && contact ? contact.id : null,
        !there,
      ])
    }
    return await session.run(`update leaving set stays = 'before_us' where stays is null and ${ofOthers}`)
  }
  const list = await client.findList(listId, signal)
  const departures = (await knownDepartures(needs, run.account_id ?? ''))?.file
  if (!departures) throw new Error(said`the departures of account ${run.account_id} were never read`)
  await watchList(needs, client, { list, departures, whole: 'ids', signal, tell })
  const { ids } = await knownOfList(needs, run)
  await layOutList(needs, session, { accountId: run.account_id ?? '', listId }, departures)
  await session.run(`
    create or replace temp table learnt as ${idsQuery(ids)};
    update leaving set contact_id = learnt.contact_id from learnt
      where leaving.email = learnt.email and leaving.contact_id is null;
    update leaving set stays = 'before_us' where stays is null
      and (${ofOthers} or email in (select email from learnt where shared));
    update leaving set gone = true where stays is null and not later
      and (contact_id is null or email in (select email from off_list where email is not null));
    drop table learnt`)
}

async function writeRequests({ db, directory }: Needs, session: EngineSession, run: RunRow): Promise<void> {
  const last = await db
    .selectFrom('batches')
    .select(({ fn }) => fn.max('number').as('number'))
    .where('run_id', '=', run.id)
    .executeTakeFirst()
  const first = Number(last?.number ?? 0)
  await writeSnapshot(session, leavingFile(directory, run.id), {
    text: `select email, profile_key, why, stays, later, planned, gone, contact_id, request + ${first} as batch from leaving`,
    params: [],
  })
  const requests = await session.rows<{ request: number; ids: string[] }>(
    'select request, list(contact_id order by contact_id) as ids from leaving where request is not null group by request order by request',
  )
  const written: Insertable<BatchesTable>[] = []
  for (const { request, ids } of requests) {
    const number = first + request
    const file = join(directory.run(run.id), `${String(number).padStart(4, '0')}.json`)
    const bytes = JSON.stringify(ids)
    await publishFile(file, (temporary) => writeFile(temporary, bytes))
    written.push({
      run_id: run.id,
      number,
      kind: 'removal',
      people: ids.length,
      bytes: Buffer.byteLength(bytes),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      file: directory.stored(file),
      file_name: '',
      header: '[]',
    })
  }
  // All or none: whether removals are packed is told by whether there are any.
  await db.transaction().execute(async (tx) => {
    for (let at = 0; at < written.length; at += 500) {
      await tx
        .insertInto('batches')
        .values(written.slice(at, at + 500))
        .execute()
    }
  })
}

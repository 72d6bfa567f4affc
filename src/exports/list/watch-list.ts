import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContactList } from '../../constant-contact/lists.ts'
import type { Db } from '../../db/database.ts'
import type { Engine, EngineSession } from '../../engine/engine.ts'
import { readSnapshot, writeSnapshot } from '../../engine/write-snapshot.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { newId } from '../../lib/ids.ts'
import type { Tell } from '../run/run-events.ts'
import { fileContacts } from './contacts-file.ts'
import type { DeliveryAccount } from './delivery-account.ts'
import { endedDepartures } from './ended-departures.ts'
import { findListRow, type ListRow } from './known-of-list.ts'
import { countModel, layOutList } from './list-model.ts'
import { readList } from './read-list.ts'
import { noteAccountDepartures, takeChanges, takeReading } from './take-reading.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory; readonly clock: Clock }

export type Watch = {
  readonly list: Pick<ContactList, 'id' | 'name' | 'members'>
  /** The file of the account's departures, read just now. */
  readonly departures: string
  /** A whole reading whatever the counts say: `ids` asks for one that tells the contacts' ids. */
  readonly whole?: 'ids' | 'any'
  readonly signal?: AbortSignal
  readonly tell?: Tell
}

/** The whole is read again this often, since a change that leaves the count as it was may leave no trace. */
const wholeEveryMs = 7 * 24 * 3_600_000
/** Changes are read again from a little before, for clocks that differ. */
const overlapMs = 2 * 60_000
/** More changes than this say that somebody imported; the count and a whole reading tell it at less cost. */
const mostChanges = 10_000

/**
 * Brings what we know of a list up to date before anything is sent to it: who left it, who was put there by others, who came
 * back (constant-contact.md, 13). The changes of the account's contacts since the last look are read first. The number of
 * contacts on the list is the tripwire: where it is not what we know of, the whole list is read, and so it is the first
 * time and weekly. Throws PagingError and ListUnreadError, and then nothing may be sent.
 *
 * Whoever is on the list and was not put there by us belongs to the others, and is never taken off. Whoever we put there and
 * is not on it any more has departed. A departure ends when the person is on the list again.
 */
export async function watchList(needs: Needs, client: DeliveryAccount, watch: Watch): Promise<void> {
  const { db, engine, clock } = needs
  const place = { accountId: client.accountId, listId: watch.list.id }
  const row = await findListRow(db, place.accountId, place.listId)
  await using session = await engine.session()
  await layOutList(needs, session, place, watch.departures)
  const noted = await noteAccountDepartures(session, await endedDepartures(db, place.accountId))
  const known = row?.whole_read_at && row.surplus !== null ? row : undefined
  const weekly = known?.whole_read_at && clock.now().getTime() - known.whole_read_at.getTime() >= wholeEveryMs
  // Ids are learnt at the first reading and checked by the weekly one.
  if (!known || weekly || watch.whole) return await lookAtAll(needs, client, session, watch, { row, ids: 'wanted' })

  const started = clock.now()
  const changed = await lookAtChanges(needs, client, session, watch, known)
  const counts = await client.countContacts({ listIds: [place.listId], status: 'all' }, watch.signal)
  // How fresh the list's own number is nobody says, so it serves only where contacts are not counted.
  const counted = counts ?? watch.list.members
  // An account that counts nothing trips nothing: the weekly reading is then what tells.
  const tripped = counted !== undefined && counted !== (await countModel(session)) + (known.surplus ?? 0)
  if (tripped || changed === 'incomplete') {
    return await lookAtAll(needs, client, session, watch, { row: known, ids: 'unneeded' })
  }
  const files =
    noted || changed === true ? await writeKnowledge(needs, session, watch.list.id, client.accountId, row) : {}
  await store(db, place, { ...files, name: watch.list.name, changes_read_to: started })
}

/** Reads the whole list and writes down what it says. */
async function lookAtAll(
  needs: Needs,
  client: DeliveryAccount,
  session: EngineSession,
  watch: Watch,
  { row, ids }: { readonly row: ListRow | undefined; readonly ids: 'wanted' | 'unneeded' },
): Promise<void> {
  const { db, directory, clock } = needs
  const { list, departures, signal, tell } = watch
  const place = { accountId: client.accountId, listId: list.id }
  const now = clock.now()
  const first = !row?.baseline_file
  const path = join(directory.list(place.accountId, list.id), `${first ? 'baseline' : 'reading'}-${newId(now)}.parquet`)
  const contacts = await readList(needs, client, {
    listId: list.id,
    path,
    ids: watch.whole === 'ids' ? 'needed' : ids,
    departures,
    ...(signal && { signal }),
    ...(tell && { tell }),
  })
  await takeReading(session, path, { event: newId(now), at: now })
  const files = await writeKnowledge(needs, session, list.id, client.accountId, row)
  const told = await writeIds(needs, session, place, path, row)
  const surplus = contacts - (await countModel(session))
  const values = { ...files, ...told, name: list.name, whole_read_at: now, changes_read_to: now, surplus }
  await store(db, place, first ? { ...values, baseline_file: directory.stored(path), baseline_read_at: now } : values)
  if (!first) await rm(path, { force: true })
}

/**
 * Reads the contacts that changed since the last look, unless they are too many. Answers whether that told anything new;
 * `incomplete` when fewer came than are counted, since who joined and who left may make up for each other in the list's count.
 */
async function lookAtChanges(
  needs: Needs,
  client: DeliveryAccount,
  session: EngineSession,
  { list, signal }: Watch,
  row: ListRow,
): Promise<boolean | 'incomplete'> {
  const { directory, clock } = needs
  const now = clock.now()
  const updatedAfter = new Date((row.changes_read_to ?? now).getTime() - overlapMs)
  const query = { status: 'all', updatedAfter, include: ['list_memberships'], count: true } as const
  const path = join(directory.scratch, `changes-${newId(now)}.parquet`)
  let [many, came, counted] = [false, 0, 0]
  const pages = async function* () {
    for await (const page of client.readContacts(query, signal)) {
      counted = Math.max(counted, page.count ?? 0)
      many = counted > mostChanges
      if (many) return
      came += page.contacts.length
      yield page
    }
  }
  try {
    await fileContacts(needs, path, pages(), { columns: ['lists'] })
    if (many) return false
    const news = await takeChanges(session, path, list.id, { event: newId(now), at: now })
    return came < counted ? 'incomplete' : news
  } finally {
    await rm(path, { force: true })
  }
}

/** The tables of the others and of who left, as new files, and those of whom we are unsure without whom a reading has shown. */
async function writeKnowledge(
  { directory, clock }: Needs,
  session: EngineSession,
  listId: string,
  accountId: string,
  row: ListRow | undefined,
): Promise<{ others_file: string; departures_file: string; unsure_file?: string }> {
  const folder = directory.list(accountId, listId)
  const id = newId(clock.now())
  const others = join(folder, `others-${id}.parquet`)
  const left = join(folder, `departures-${id}.parquet`)
  await writeSnapshot(session, others, { text: 'select contact_id, email from others', params: [] })
  await writeSnapshot(session, left, { text: 'select * from list_left', params: [] })
  const files = { others_file: directory.stored(others), departures_file: directory.stored(left) }
  const [seen] = await session.rows('select 1 as found from seen limit 1')
  if (!seen || !row?.unsure_file) return files
  const unsure = join(folder, `unsure-${id}.parquet`)
  // From the file: the session's table has those under way too, who are nobody's to write down before their run ends.
  const held = readSnapshot([directory.absolute(row.unsure_file)])
  await writeSnapshot(session, unsure, { text: `select email from ${held} anti join seen using (email)`, params: [] })
  return { ...files, unsure_file: directory.stored(unsure) }
}

/** The ids that a reading told, and older ones of people whom we keep on the list; nothing where it told none. */
async function writeIds(
  { directory, clock }: Needs,
  session: EngineSession,
  { accountId, listId }: { accountId: string; listId: string },
  reading: string,
  row: ListRow | undefined,
): Promise<{ ids_file?: string }> {
  const [told] = await session.rows<{ ids: number }>(
    `select count(*) as ids from ${readSnapshot([reading])} where contact_id is not null and email is not null`,
  )
  if (!told || told.ids === 0) return {}
  const path = join(directory.list(accountId, listId), `ids-${newId(clock.now())}.parquet`)
  const fresh = `select email, contact_id from ${readSnapshot([reading])} where contact_id is not null and email is not null`
  const older = row?.ids_file
    ? `union all select email, contact_id from ${readSnapshot([directory.absolute(row.ids_file)])}
       semi join claimed using (email) anti join (${fresh}) fresh using (email)`
    : ''
  await writeSnapshot(session, path, { text: `${fresh} ${older}`, params: [] })
  return { ids_file: directory.stored(path) }
}

type Values = Partial<Omit<ListRow, 'account_id' | 'list_id'>> & { readonly name: string }

async function store(db: Db, { accountId, listId }: { accountId: string; listId: string }, values: Values) {
  await db
    .insertInto('lists')
    .values({ account_id: accountId, list_id: listId, baseline_file: null, refusals_file: null, ...values })
    .onConflict((conflict) => conflict.columns(['account_id', 'list_id']).doUpdateSet(values))
    .execute()
}

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../../db/database.ts'
import type { Engine } from '../../engine/engine.ts'
import { foldSql } from '../../engine/fold.ts'
import { quoteName, quoteText } from '../../engine/quote-name.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { newId } from '../../lib/ids.ts'
import { said } from '../../lib/said.ts'
import type { Tell } from '../run/run-events.ts'
import { writeWithoutErased } from './contacts-file.ts'
import type { DeliveryAccount } from './delivery-account.ts'
import { readWholeList } from './read-whole-list.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory; readonly clock: Clock }

export type ListReading = {
  readonly listId: string
  /** Where the reading goes: a Parquet file of `contact_id, email`. */
  readonly path: string
  /** The contacts' ids cost a request for each 500: `needed`, taken while the day's requests allow (`wanted`), or `unneeded`. */
  readonly ids: 'needed' | 'wanted' | 'unneeded'
  /** The file of the account's departures, with what lists they are on. */
  readonly departures: string
  readonly signal?: AbortSignal
  readonly tell?: Tell
}

/** Raised when a list changed in a way that only a whole reading explains, and the day's requests do not allow that. */
export class ListUnreadError extends AppError {
  override readonly code = 'list_unread'
  override readonly recovery = 'later'
  constructor(listId: string, pages: number, left: number) {
    super(
      said`The list ${listId} has changed in a way that only reading it whole explains. That takes about ${pages} requests, and ${left} are left today (postbud budget). Nothing was sent; the run goes on after 00:00 UTC.`,
    )
  }
}

/** Lists of so many pages are read page by page without a second thought. */
const fewPages = 40
const pageSize = 500
/** A whole reading page by page may take this share of what is left of the day, so that other runs are not starved. */
const shareOfDay = 0.5
const exportPatienceMs = 60 * 60_000

/**
 * Reads everybody on a list and answers how many contacts they are. Page by page where that is cheap or ids are wanted;
 * otherwise by a contact export, which is a job, a few looks and a file, but knows e-mails only. Throws PagingError when
 * no reading is whole, and ListUnreadError when the day's requests do not suffice for one.
 */
export async function readList(needs: Needs, client: DeliveryAccount, reading: ListReading): Promise<number> {
  const { listId, path, ids, signal, tell } = reading
  const counted = await client.countContacts({ listIds: [listId], status: 'all' }, signal)
  const pages = Math.ceil((counted ?? 0) / pageSize)
  const left = await client.requestsLeftToday()
  const affordable = pages <= fewPages || pages <= left * shareOfDay
  const byExport = pages > fewPages && (ids === 'unneeded' || (ids === 'wanted' && !affordable))
  if (byExport && counted !== undefined) {
    const exported = await exportList(needs, client, reading, counted)
    if (exported !== undefined) return exported
  }
  if (!affordable) throw new ListUnreadError(listId, pages, left)
  return await readWholeList(needs, client, { listId, path, ...(signal && { signal }), ...(tell && { tell }) })
}

/**
 * The e-mails of a list from a contact export; undefined when the job did not come to its end, or its file is not the whole
 * list: everybody counted, or everybody but those of them who unsubscribed.
 */
async function exportList(
  { db, engine, directory, clock }: Needs,
  client: DeliveryAccount,
  { listId, path, departures, signal }: ListReading,
  counted: number,
): Promise<number | undefined> {
  const file = join(directory.scratch, `list-${newId(clock.now())}.csv`)
  try {
    const outcome = await client.exportListToFile(listId, file, {
      patienceMs: exportPatienceMs,
      ...(signal && { signal }),
    })
    if (outcome !== 'done') return undefined
    await using session = await engine.session()
    const csv = `read_csv(${quoteText(file)}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', null_padding = true)`
    const columns = await session.rows<{ column_name: string }>(`describe select * from ${csv}`)
    const title = columns.map(({ column_name }) => column_name).find((name) => /e-?mail/i.test(name))
    if (title === undefined) return undefined
    const people = `select distinct ${foldSql(quoteName(title))} as email from ${csv}`
    const [held] = await session.rows<{ people: number; addresses: number }>(
      `select count(*) as people, count(*) filter (contains(email, '@')) as addresses from (${people})`,
    )
    const [left] = await session.rows<{ people: number }>(
      `select count(*) as people from ${readSnapshot([departures])} where kind = 'unsubscribed' and list_contains(lists, ${quoteText(listId)})`,
    )
    if (!held || held.addresses !== held.people) return undefined
    if (held.people !== counted && held.people !== counted - (left?.people ?? 0)) return undefined
    const unsubscribed = `select email from ${readSnapshot([departures])} where kind = 'unsubscribed' and email is not null and list_contains(lists, ${quoteText(listId)})`
    const contacts = `select null::varchar as contact_id, email from (${people} union ${unsubscribed})`
    await writeWithoutErased({ db, directory }, session, path, contacts)
    return counted
  } finally {
    await rm(file, { force: true })
  }
}

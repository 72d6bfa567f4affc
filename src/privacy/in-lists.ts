import { basename, join } from 'node:path'
import type { Db } from '../db/database.ts'
import type { EngineSession } from '../engine/engine.ts'
import { readSnapshot, writeSnapshot } from '../engine/write-snapshot.ts'
import { claimsOn, findListRow } from '../exports/list/known-of-list.ts'
import type { ListPlace } from '../exports/list/list-model.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { newId } from '../lib/ids.ts'
import { filesIn } from './files-in.ts'
import { byEmail, byKey, type Holding, holdingIn, type PlaceKind } from './holding.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }

/** The kinds of files of a list, by the first word of their names; what is not told is a reading. */
const kinds: Readonly<Record<string, PlaceKind>> = {
  claims: 'ledger',
  refusals: 'refusals',
  departures: 'departures',
}

/** Of whoever is on a list by others, or whoever departed, the contact stays, without an address: it counts, and is nobody. */
const withoutAddress = `case when ${byEmail} then null else email end as email`

/** What is known of somebody on a list. Whoever asks holds the list. */
export async function inList(needs: Needs, session: EngineSession, place: ListPlace): Promise<Holding[]> {
  const found: Holding[] = []
  for (const path of await filesIn(needs.directory.list(place.accountId, place.listId))) {
    if (!path.endsWith('.parquet')) continue
    const name = basename(path).split('-')[0] ?? ''
    const kind = kinds[name] ?? 'list readings'
    const theirs = name === 'claims' ? `(${byEmail} or ${byKey})` : byEmail
    const keepsContact = name === 'others' || name === 'baseline' || name === 'reading'
    const held = await holdingIn(session, {
      kind,
      path,
      theirs,
      ...(keepsContact && { replace: withoutAddress }),
    })
    if (held) found.push(held)
  }
  return found
}

/**
 * Counts whom we put on a list with its others, by contact only, before the ledger forgets them: they are on it all the same,
 * and are never taken off by us any more. Where the contact's id is not known, the next reading of the list does that.
 */
export async function leaveToOthers(
  { db, directory }: Needs,
  session: EngineSession,
  { accountId, listId }: ListPlace,
): Promise<void> {
  const list = await findListRow(db, accountId, listId)
  const claims = (await claimsOn(db, accountId, listId)).map(({ file }) => directory.absolute(file))
  if (claims.length === 0 || !list?.ids_file || !list.others_file) return
  const others = readSnapshot([directory.absolute(list.others_file)])
  const ids = readSnapshot([directory.absolute(list.ids_file)])
  const left = list.departures_file
    ? `anti join (select email from ${readSnapshot([directory.absolute(list.departures_file)])} where email is not null) l using (email)`
    : ''
  const fresh = `select distinct contact_id from ${ids}
    semi join (select email from ${readSnapshot(claims)} where ${byEmail} or ${byKey}) c using (email) ${left}
    anti join (select contact_id from ${others} where contact_id is not null) o using (contact_id)`
  const [found] = await session.rows(`select 1 as found from (${fresh}) limit 1`)
  if (!found) return
  const path = join(directory.list(accountId, listId), `others-${newId(new Date())}.parquet`)
  await writeSnapshot(session, path, {
    text: `select contact_id, email from ${others} union all select contact_id, null::varchar as email from (${fresh})`,
    params: [],
  })
  await db
    .updateTable('lists')
    .set({ others_file: directory.stored(path) })
    .where('account_id', '=', accountId)
    .where('list_id', '=', listId)
    .execute()
}

/** The ledger's entries by export, after some were taken out. */
export async function countClaims(
  { db, directory }: Needs,
  session: EngineSession,
  { accountId, listId }: ListPlace,
): Promise<void> {
  for (const { export_name, file } of await claimsOn(db, accountId, listId)) {
    const [counted] = await session.rows<{ entries: number }>(
      `select count(*) as entries from ${readSnapshot([directory.absolute(file)])}`,
    )
    await db
      .updateTable('claims')
      .set({ entries: counted?.entries ?? 0 })
      .where('account_id', '=', accountId)
      .where('list_id', '=', listId)
      .where('export_name', '=', export_name)
      .where('file', '=', file)
      .execute()
  }
}

/** Who departed from the accounts: who they are stays with Constant Contact alone. */
export async function inAccounts({ directory }: Needs, session: EngineSession): Promise<Holding[]> {
  const found: Holding[] = []
  for (const account of await filesIn(directory.roots.accounts)) {
    for (const path of (await filesIn(account)).filter((file) => file.endsWith('.parquet'))) {
      const held = await holdingIn(session, { kind: 'departures', path, theirs: byEmail, replace: withoutAddress })
      if (held) found.push(held)
    }
  }
  return found
}

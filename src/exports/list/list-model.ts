import type { Db } from '../../db/database.ts'
import type { EngineSession } from '../../engine/engine.ts'
import { quoteText } from '../../engine/quote-name.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { emailsOf } from '../deliver/find-exceptions.ts'
import type { Verdict } from '../deliver/settle-batches.ts'
import { leavingFile } from '../run/run-files.ts'
import { broughtBack, endedDepartures } from './ended-departures.ts'
import { claimsOn, findListRow } from './known-of-list.ts'
import { accountOffQuery } from './off-list.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }

export type ListPlace = { readonly accountId: string; readonly listId: string }

/**
 * Lays out in a session who is on a list as far as we know, as temporary tables: `others` (`contact_id, email`: on it, and not
 * put there by us), `claimed` (`email`: whom any export of ours keeps there), `unsure` (`email`: sent or to be taken off, not
 * confirmed), of them `unheard` (`email`: sent) and `seen` (`email`: sent, and shown on the list by a reading; nobody at first), `account_off` (`contact_id, email, kind, since`: departed from the account and not on the list), `list_left` (the same and
 * `event`: who left this list, or of kind `lapsed` is off it and may be put on it again), and over the last two the view `off_list` (`contact_id, email`).
 */
export async function layOutList(
  { db, directory }: Needs,
  session: EngineSession,
  { accountId, listId }: ListPlace,
  departures: string | undefined,
): Promise<void> {
  const row = await findListRow(db, accountId, listId)
  const claims = (await claimsOn(db, accountId, listId)).map(({ file }) => directory.absolute(file))
  const file = (stored: string | null | undefined) => (stored ? [directory.absolute(stored)] : [])
  const atWork = await underWay({ db, directory }, { accountId, listId })
  const over = broughtBack(claims, await endedDepartures(db, accountId))
  const kept = [peopleQuery(claims, ['email']), ...(atWork.landed ? [atWork.landed] : [])]
  await session.run(`
    drop view if exists off_list;
    create or replace temp table others as ${peopleQuery(file(row?.others_file), ['contact_id', 'email'])};
    create or replace temp table unsure as ${peopleQuery(file(row?.unsure_file), ['email'])} ${atWork.unsure};
    create or replace temp table unheard as ${unheardQuery(claims)};
    create or replace temp table seen (email varchar);
    create or replace temp table account_off as ${accountOffQuery(listId, departures, over)};
    create or replace temp table list_left as ${peopleQuery(file(row?.departures_file), ['contact_id', 'email', 'kind', 'since', 'event'])};
    create temp view off_list as
      select contact_id, email from account_off union all select contact_id, email from list_left;
    create or replace temp table claimed as ${claims.length > 1 || kept.length > 1 ? `select distinct email from (${kept.map((query) => `(${query})`).join(' union all ')})` : kept.join('')}`)
}

/**
 * Whom the run at work on the list has sent or begun to take off, none of whom is in the ledger before it ends: `landed` is a query
 * of `email` of those whose import surely put them there (empty for nobody), so that being gone from it is leaving it; `unsure`
 * is to be added to a query of those of whom nothing is sure.
 */
async function underWay(
  { db, directory }: Needs,
  { accountId, listId }: ListPlace,
): Promise<{ readonly landed: string; readonly unsure: string }> {
  const batches = await db
    .selectFrom('batches')
    .innerJoin('runs', 'runs.id', 'batches.run_id')
    .select([
      'runs.id',
      'runs.plan_file',
      'batches.number',
      'batches.kind',
      'batches.state',
      'batches.verdict',
      'batches.file',
    ])
    .where('runs.account_id', '=', accountId)
    .where('runs.list_id', '=', listId)
    .where('runs.finished_at', 'is', null)
    .where('batches.sent_at', 'is not', null)
    .execute()
  const [run] = batches
  if (!run?.plan_file) return { landed: '', unsure: '' }
  const plan = readSnapshot([directory.absolute(run.plan_file)])
  const numbers = (of: typeof batches) => `[${of.map(({ number }) => number).join(', ')}]::integer[]`
  const newIn = (of: typeof batches) =>
    `select email from ${plan} where standing = 'new' and (list_contains(${numbers(of)}, batch) or list_has_any(coalesce(also, []), ${numbers(of)}))`
  const imports = batches.filter(
    ({ kind, state }) => kind === 'import' && ['sending', 'accepted', 'settled'].includes(state),
  )
  const told = imports.filter(({ state, verdict }) => state === 'settled' && tellsOfEach(verdict as Verdict))
  const refused = (await Promise.all(told.map((batch) => refusedIn(directory, batch)))).flat()
  const landed =
    told.length > 0 && refused.length > 0
      ? `(${newIn(told)} except select unnest([${refused.map(quoteText).join(', ')}]))`
      : newIn(told)
  // A removal that is to be repeated for some of its people has taken off the others.
  const removals = batches.filter(({ kind }) => kind === 'removal')
  return {
    landed: told.length > 0 ? landed : '',
    unsure: `union (${newIn(imports)}${told.length > 0 ? ` except ${landed}` : ''})
      ${removals.length > 0 ? `union select email from ${readSnapshot([leavingFile(directory, run.id)])} where list_contains(${numbers(removals)}, batch)` : ''}`,
  }
}

/** Everybody of the import was put on the list but those whom it names: all were counted, and nobody else was refused or left off. */
function tellsOfEach(verdict: Verdict): boolean {
  return verdict.kind === 'settled' && verdict.agreement === 'agree' && verdict.unnamed === 0 && verdict.notAdded === 0
}

async function refusedIn(directory: DataDirectory, batch: { file: string; verdict: unknown }): Promise<string[]> {
  const verdict = batch.verdict as Verdict
  if (verdict.kind !== 'settled' || verdict.lines.length === 0) return []
  const emails = await emailsOf(directory, batch)
  return verdict.lines.flatMap(({ line }) => emails[line - 2] ?? [])
}

/** Who was imported without a word of whether it took. By name: an earlier Postbud wrote fewer columns. */
function unheardQuery(claims: readonly string[]): string {
  const none = 'select null::varchar as email, null::timestamptz as doubted_at where false'
  if (claims.length === 0) return `select email from (${none})`
  return `select distinct email from (${none} union all by name select * from ${readSnapshot(claims)}) where doubted_at is not null`
}

/** Columns of text from Parquet files, or no row at all where there is none. */
function peopleQuery(files: readonly string[], columns: readonly string[]): string {
  return files.length > 0
    ? `select ${columns.join(', ')} from ${readSnapshot(files)}`
    : `select ${columns.map((column) => `null::varchar as ${column}`).join(', ')} where false`
}

/** How many contacts the list has, as far as the tables of `layOutList` tell. */
export async function countModel(session: EngineSession): Promise<number> {
  const [row] = await session.rows<{ people: number }>(`
    with there as (
      select email from others anti join (select contact_id from off_list) off using (contact_id)
    ), ours as (
      from claimed anti join (select email from off_list) off using (email)
        anti join (select email from there where email is not null) other using (email)
    )
    select (select count(*) from there) + (select count(*) from ours) as people`)
  return row?.people ?? 0
}

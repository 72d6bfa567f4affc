import type { EngineSession } from '../../engine/engine.ts'
import { quoteText } from '../../engine/quote-name.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'

/** The id under which whoever is found to have left is told, and when that was found. */
type At = { readonly event: string; readonly at: Date }

/**
 * Brings the tables of `layOutList` in line with a whole reading of the list (a Parquet file of `contact_id, email`). Others
 * stay others while they are on it, and whoever is on it without our doing joins them. Ours and others who are not on it have
 * left, unless we are unsure of them: an import or a removal of ours may have made it so, and such a claim has merely lapsed.
 * Who is on it has not left, or is back.
 */
export async function takeReading(session: EngineSession, file: string, { event, at }: At): Promise<void> {
  await session.run(`
    create or replace temp view reading as select contact_id, email from ${readSnapshot([file])};
    create or replace temp view there as select email from reading where email is not null;
    create or replace temp view ours as
      select email from claimed anti join (select email from off_list) off using (email);
    create or replace temp table others_now as
      select coalesce(reading.contact_id, known.contact_id) as contact_id, reading.email
      from reading left join (select email, any_value(contact_id) as contact_id from others where email is not null group by email) known using (email)
      where known.email is not null
        or reading.contact_id in (select contact_id from others where contact_id is not null)
        or reading.email is null
        or (reading.email not in (select email from ours) and reading.email not in (select email from unsure));
    create or replace temp table left_now as
      from list_left anti join there using (email)
      union all
      select null, email, ${howGone},
        ${quoteText(at.toISOString())}, ${quoteText(event)}
      from (${wereThere}) anti join there using (email);
    create or replace temp table seen_now as ${seenAmong('select email from there')}`)
  await replace(session)
}

/**
 * Brings the tables of `layOutList` in line with contacts that changed (a Parquet file of `contact_id, email, lists, …`): as
 * `takeReading`, but it tells only of those in it. Answers whether anything was new.
 */
export async function takeChanges(
  session: EngineSession,
  file: string,
  listId: string,
  { event, at }: At,
): Promise<boolean> {
  await session.run(`
    create or replace temp view reading as
      select contact_id, email, list_contains(lists, ${quoteText(listId)}) as on_list
      from ${readSnapshot([file])} where lists is not null;
    create or replace temp view ours as
      select email from claimed anti join (select email from off_list) off using (email);
    create or replace temp table others_now as
      select contact_id, email from others
        anti join (select contact_id from reading where not on_list) off using (contact_id)
      union
      select contact_id, email from reading
      where on_list and (email is null or (email not in (select email from ours) and email not in (select email from unsure)));
    create or replace temp table left_now as
      from list_left anti join (select email from reading where on_list) back using (email)
      union all
      select contact_id, email, ${howGone},
        ${quoteText(at.toISOString())}, ${quoteText(event)}
      from reading where not on_list and email in (${wereThere});
    create or replace temp table seen_now as ${seenAmong('select email from reading where on_list and email is not null')}`)
  const [news] = await session.rows<{ news: boolean }>(`
    select (select count(*) from others) <> (select count(*) from others_now)
      or (select count(*) from list_left) <> (select count(*) from left_now)
      or exists (from others_now anti join (select contact_id from others) o using (contact_id))
      or exists (from seen_now)
      or exists (from left_now anti join (select email from list_left) l using (email)) as news`)
  if (news?.news) await replace(session)
  return news?.news === true
}

/**
 * How somebody is gone who is not on the list: our claim has lapsed where an import or a removal of ours may have made it so.
 * Whoever was put there by others was on it before an import that nobody confirmed, so they have left.
 */
const howGone = `case
  when email in (select email from unsure) and email not in (select email from others where email is not null) then 'lapsed'
  else 'left_list'
end`

/**
 * Whoever was imported without a word of whether it took, and is on the list, is in no doubt any more: gone from it later, they
 * have left. Whoever is to be taken off may still be.
 */
const seenAmong = (there: string) =>
  `select email from unsure semi join unheard using (email) semi join (${there}) t using (email)`

/** Whoever was on the list as far as we know: an import overrides the leaving of those whom others had put there just as well. */
const wereThere = `
  select email from ours
  union
  select email from others where email is not null and email not in (select email from off_list where email is not null)`

/**
 * Who was on the list, has departed from the account and is off the list stays departed from it, whatever the account says of
 * them later, unless an administrator ended that. `off` is a query of `email` of those who are off it for another reason. Answers
 * whether there was anybody new.
 */
export async function noteAccountDepartures(
  session: EngineSession,
  ended: readonly Ended[],
  off?: string,
): Promise<boolean> {
  const acts = ended.map(
    ({ email, endedAt }) => `(${quoteText(email)}, ${quoteText(endedAt.toISOString())}::timestamptz)`,
  )
  const forgiven = acts.length
    ? `anti join (select who as email from (values ${acts.join(', ')}) act(who, ended_at) join account_off off on off.email = who where coalesce(off.since::timestamptz, ended_at) <= ended_at) act using (email)`
    : ''
  const fresh = `from account_off semi join (select email from claimed union select email from others) ours using (email) anti join (select email from list_left) l using (email) ${forgiven} ${off ? `anti join (${off}) otherwise using (email)` : ''}`
  const [found] = await session.rows<{ people: number }>(`select count(*) as people ${fresh}`)
  if (!found || found.people === 0) return false
  await session.run(`insert into list_left select contact_id, email, kind, since, 'account' ${fresh}`)
  return true
}

/** One person (folded e-mail) whose departure an administrator ended at a moment. */
export type Ended = { readonly email: string; readonly endedAt: Date }

async function replace(session: EngineSession): Promise<void> {
  await session.run(`
    drop view if exists there; drop view reading; drop view ours; drop view off_list;
    create or replace temp table others as from others_now;
    create or replace temp table list_left as from left_now;
    insert into seen from seen_now;
    delete from unsure where email in (select email from seen);
    create temp view off_list as select contact_id, email from account_off union all select contact_id, email from list_left;
    drop table others_now; drop table left_now; drop table seen_now`)
}

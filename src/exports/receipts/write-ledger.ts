import { join } from 'node:path'
import type { EngineSession } from '../../engine/engine.ts'
import { quoteText } from '../../engine/quote-name.ts'
import { readSnapshot, writeSnapshot } from '../../engine/write-snapshot.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import type { Exception } from '../deliver/find-exceptions.ts'
import type { KnownOfList } from '../list/known-of-list.ts'
import type { RunRow } from '../run/run-store.ts'

type Needs = { readonly directory: DataDirectory }

/** What a run teaches of its list: files to point at, as stored; what is left out stays as it is. */
export type Ledger = {
  readonly claims: readonly { readonly exportName: string; readonly file: string; readonly entries: number }[]
  readonly list: {
    readonly refusals_file?: string
    readonly unsure_file?: string
    readonly departures_file?: string
  }
}

type Closing = {
  readonly known: Pick<KnownOfList, 'claims' | 'otherClaims' | 'formerClaims' | 'refusals' | 'unsure'>
  /** Members who departed while they were imported and were taken off again. */
  readonly departed: readonly Exception[]
  /** Whether `list_left` has somebody of whom its file does not tell yet. */
  readonly noted: boolean
  readonly now: Date
}

/**
 * Writes what is known of a list after a run, from the session's tables `receipt` and `removal` and those of `layOutList`: the
 * export's claims, who was refused, of whom nobody can say, and who left.
 */
export async function writeLedger(
  needs: Needs,
  session: EngineSession,
  run: RunRow,
  { known, departed, noted, now }: Closing,
): Promise<Ledger> {
  await layOutEnded(session, known, departed, now)
  return {
    claims: [
      ...(await writeClaims(needs, session, run, known.claims, now)),
      ...(await endFormerClaims(needs, session, run, known.formerClaims)),
    ],
    list: {
      ...(await writeRefusals(needs, session, run, known.refusals, now)),
      ...(await writeUnsure(needs, session, run, known.unsure)),
      ...(await writeListDepartures(needs, session, run, { departed, noted, now })),
    },
  }
}

/** Constant Contact tells of a job for ten days: one of which nobody knew the end has put nobody on the list later than that. */
const doubtDays = 10

/**
 * Fills `confirmed` (whom an export delivered without doubt, and who is on the list by that) and `ended`: whose claim is over,
 * because the person left, is off the list, or stays on it by others' doing. Who was imported and nobody knows whether it took
 * may still come onto the list by it, and is ours then.
 */
async function layOutEnded(
  session: EngineSession,
  { claims, otherClaims, formerClaims }: Closing['known'],
  departed: readonly Exception[],
  now: Date,
): Promise<void> {
  const files = [...(claims ? [claims] : []), ...otherClaims, ...formerClaims.map(({ file }) => file)]
  const none =
    'select null::varchar as email, null::timestamptz as delivered_at, null::timestamptz as doubted_at where false'
  // By name: an earlier Postbud wrote fewer columns.
  const held =
    files.length > 0
      ? `select email, delivered_at, doubted_at from (${none} union all by name select * from ${readSnapshot(files)})`
      : none
  const cutoff = `${quoteText(now.toISOString())}::timestamptz - interval ${doubtDays} day`
  await session.run(
    `create temp table confirmed as
     select distinct email from (${held}) anti join (select email from off_list) off using (email) where delivered_at is not null;
     create temp table doubted as select distinct email from (${held}) where doubted_at > ${cutoff}`,
  )
  await session.run(
    `create temp table ended as
     select email from account_off where email is not null
     union select email from list_left where email is not null and (kind <> 'lapsed' or email not in (select email from doubted))
     union select email from removal where outcome in ('removed', 'kept')
     union select unnest($1::varchar[])`,
    [departed.map(({ email }) => email)],
  )
}

/**
 * Who may be on the list by the run, or come onto it, for all that anybody knows: imported without a word of whether it took,
 * though of a job that is over a reading may have told that somebody is not on it; or not delivered as a whole, but with a line
 * in an import that was sent.
 */
const doubtful = `(coalesce(on_list, true) and (outcome = 'unconfirmed'
  or (partly and outcome in ('rejected', 'held_back', 'not_sent') and email not in (select email from ended))))`
const ours = `(outcome = 'delivered' or ${doubtful})`

/**
 * The export's claims (`email, profile_key, content, delivered_at, run, doubted_at`): those held, with the delivered and the
 * doubtful added, without those that ended. A doubtful one has no content, so that it is sent again, and leaves like any
 * other when nobody sends it. Nothing when nothing about them changes.
 */
async function writeClaims(
  { directory }: Needs,
  session: EngineSession,
  run: RunRow,
  held: string | undefined,
  now: Date,
) {
  const old = held
    ? readSnapshot([held])
    : '(select null::varchar as email, null::timestamptz as delivered_at where false)'
  const [change] = await session.rows<{ sent: number; ended: number }>(
    `select (select count(*) from receipt where ${ours}) as sent,
       (select count(*) from ${old} semi join ended using (email)) as ended`,
  )
  if (!change || change.sent + change.ended === 0) return []
  const at = `${quoteText(now.toISOString())}::timestamptz`
  const sent = `
    select email, profile_key, case when outcome = 'delivered' then content end as content,
      case when outcome = 'delivered' then ${at} else earlier.delivered_at end as delivered_at, ${quoteText(run.id)} as run,
      case when outcome <> 'delivered' then ${at} end as doubted_at
    from receipt left join (select email, delivered_at from ${old}) earlier using (email)
    where ${ours}`
  const kept = held
    ? `union all by name from ${old} anti join (select email from receipt where ${ours}) fresh using (email) anti join ended using (email)`
    : ''
  return [await writeClaimsFile({ directory }, session, run, run.export_name, `${sent} ${kept}`)]
}

/**
 * The claims of exports that keep nobody on the list any more, without those that ended: who is off the list by our doing and
 * still claimed by one of them would count as departed.
 */
async function endFormerClaims(
  needs: Needs,
  session: EngineSession,
  run: RunRow,
  formerClaims: KnownOfList['formerClaims'],
) {
  const written = []
  for (const { exportName, file } of formerClaims) {
    const claims = readSnapshot([file])
    const [found] = await session.rows(`select 1 as found from ${claims} semi join ended using (email) limit 1`)
    if (!found) continue
    written.push(await writeClaimsFile(needs, session, run, exportName, `from ${claims} anti join ended using (email)`))
  }
  return written
}

async function writeClaimsFile(
  { directory }: Needs,
  session: EngineSession,
  run: RunRow,
  exportName: string,
  text: string,
) {
  const path = join(directory.list(run.account_id ?? '', run.list_id ?? ''), `claims-${exportName}-${run.id}.parquet`)
  await writeSnapshot(session, path, { text, params: [] })
  const [count] = await session.rows<{ entries: number }>(`select count(*) as entries from ${readSnapshot([path])}`)
  return { exportName, file: directory.stored(path), entries: count?.entries ?? 0 }
}

/**
 * What Constant Contact refused, with its content: left alone until the content changes or 48 hours have passed. Whoever was
 * delivered or refused anew since is not of the earlier ones any more.
 */
async function writeRefusals(
  { directory }: Needs,
  session: EngineSession,
  run: RunRow,
  held: string | undefined,
  now: Date,
) {
  const old = held
    ? readSnapshot([held])
    : '(select null::varchar as email, null::ubigint as content, null::timestamptz as refused_at, null::integer as tries where false)'
  const path = join(directory.list(run.account_id ?? '', run.list_id ?? ''), `refusals-${run.id}.parquet`)
  const fresh =
    "select email, content from receipt where outcome = 'rejected' and reason in ('refused', 'refused_unnamed')"
  const told =
    "select email from receipt where outcome in ('delivered', 'rejected') and standing in ('new', 'changed') and email is not null"
  const [changed] = await session.rows(
    `select 1 as found from (select email from (${fresh}) union all select email from ${old} semi join (${told}) told using (email)) limit 1`,
  )
  if (!changed) return {}
  await writeSnapshot(session, path, {
    text: `
      select fresh.email, fresh.content, ${quoteText(now.toISOString())}::timestamptz as refused_at,
        case when earlier.content = fresh.content then earlier.tries + 1 else 1 end::integer as tries
      from (${fresh}) fresh left join ${old} earlier using (email)
      union all
      select email, content, refused_at, tries from ${old}
      where email not in (${told})`,
    params: [],
  })
  return { refusals_file: directory.stored(path) }
}

/**
 * Of whom nobody can say whether they are on the list: who was sent for the first time, or was to be taken off, without a word
 * of whether it took. Without those of whom it is known now.
 */
async function writeUnsure(
  { directory }: Needs,
  session: EngineSession,
  run: RunRow,
  held: string | undefined,
): Promise<{ unsure_file?: string }> {
  const old = held ? readSnapshot([held]) : '(select null::varchar as email where false)'
  const fresh = `
    select email from receipt anti join confirmed using (email) where ${doubtful} and on_list is null and email is not null
    union select email from removal where outcome = 'unconfirmed'`
  const older = `select email from ${old}
    anti join (select email from receipt where standing in ('new', 'changed') and email is not null) told using (email)
    anti join ended using (email)`
  const [counts] = await session.rows<{ before: number; now: number }>(
    `select (select count(*) from ${old}) as before, (select count(*) from (${fresh} union ${older})) as now`,
  )
  if (!counts || counts.before + counts.now === 0) return {}
  const path = join(directory.list(run.account_id ?? '', run.list_id ?? ''), `unsure-${run.id}.parquet`)
  await writeSnapshot(session, path, { text: `${fresh} union ${older}`, params: [] })
  return { unsure_file: directory.stored(path) }
}

/** Who left the list, with those who departed while they were imported, without those who are on it again by our doing. */
async function writeListDepartures(
  { directory }: Needs,
  session: EngineSession,
  run: RunRow,
  { departed, noted, now }: Pick<Closing, 'departed' | 'noted' | 'now'>,
): Promise<{ departures_file?: string }> {
  const [back] = await session.rows<{ people: number }>(
    "select count(*) as people from list_left semi join (select email from receipt where outcome = 'delivered') r using (email)",
  )
  if (!noted && departed.length === 0 && (back?.people ?? 0) === 0) return {}
  const at = quoteText(now.toISOString())
  const rows = departed.map(
    ({ email, reason }) => `(null, ${quoteText(email)}, ${quoteText(reason)}, ${at}, ${quoteText(run.id)})`,
  )
  const path = join(directory.list(run.account_id ?? '', run.list_id ?? ''), `departures-${run.id}.parquet`)
  const fresh =
    rows.length > 0
      ? `union all select * from (values ${rows.join(', ')}) t(contact_id, email, kind, since, event)`
      : ''
  await writeSnapshot(session, path, {
    text: `select contact_id, email, kind, since, event from list_left
      anti join (select email from receipt where outcome = 'delivered') r using (email)
      ${rows.length > 0 ? `anti join (values ${departed.map(({ email }) => `(${quoteText(email)})`).join(', ')}) d(email) using (email)` : ''} ${fresh}`,
    params: [],
  })
  return { departures_file: directory.stored(path) }
}

import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../db/database.ts'
import type { Engine, EngineSession } from '../engine/engine.ts'
import { quoteText } from '../engine/quote-name.ts'
import { readSnapshot, writeSnapshot } from '../engine/write-snapshot.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { newId } from '../lib/ids.ts'
import type { Exception } from './find-exceptions.ts'
import { knownOfList } from './known-of-list.ts'
import { layOutList } from './list-model.ts'
import type { Standing } from './plan-figures.ts'
import { knownDepartures } from './read-departures.ts'
import { leaversFile, leavingFile, planFile } from './run-files.ts'
import { readNotes } from './run-notes.ts'
import { batchesOf, type RunRow, type Status } from './run-store.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory; readonly clock: Clock }

/** Raised when a run's receipts do not account for each member exactly once. Such a run is itself a failure. */
export class ConservationError extends AppError {
  override readonly code = 'sums_disagree'
  override readonly recovery = 'never'
  constructor(runId: string, what: string) {
    super(
      `Run ${runId} does not account for every member exactly once: ${what}. Nothing was written to the ledger. Please report this; the run's files are kept.`,
    )
  }
}

/** How many members ended in each way, by outcome and reason. */
export type Outcomes = Readonly<Record<string, Readonly<Record<string, number>>>>

export type Ending = {
  readonly exceptions: readonly Exception[]
  /** Members who departed while their import was under way: they have left the list, whatever the account says of them later. */
  readonly departed?: readonly Exception[]
  /** Why what was not sent was not sent. */
  readonly failure?: { readonly code: string; readonly message: string; readonly status: Status } | undefined
  /** Rows of the sources that could not be used, for the warning. */
  readonly corruptRows: number
}

/**
 * Ends a run: one receipt a member, the sums checked, the ledger and the refusals brought up to date, and everything made
 * visible in one transaction. Killed before that, it is done over from the same files; nothing of it is half there.
 */
export async function closeRun(
  needs: Needs,
  run: RunRow,
  ending: Ending,
): Promise<{ status: Status; outcomes: Outcomes; message: string | null }> {
  const { db, engine, directory, clock } = needs
  const { account_id: accountId, list_id: listId } = run
  if (!accountId || !listId) throw new ConservationError(run.id, 'it was never given a list')
  const now = clock.now()
  const folder = directory.run(run.id)
  await using session = await engine.session()
  await prepare(needs, session, run, ending)

  const receipts = join(folder, 'receipts.parquet')
  await writeSnapshot(session, receipts, {
    text: 'select profile_key, email, outcome, reason, detail, notes, batch from receipt',
    params: [],
  })
  const outcomes = await checkSums(needs, session, run)

  await prepareRemovals(needs, session, run, ending)
  const removals = join(folder, 'removals.parquet')
  await writeSnapshot(session, removals, {
    text: 'select profile_key, email, outcome, reason, why, contact_id, batch from removal',
    params: [],
  })
  const removed = await checkRemovalSums(needs, session, run)

  const place = { account_id: accountId, list_id: listId, export_name: run.export_name }
  const known = await knownOfList(needs, run)
  const departures = await knownDepartures(needs, accountId)
  await layOutList(needs, session, { accountId, listId }, departures?.file)
  const departed = (ending.departed ?? []).map(({ email }) => email)
  const claims = await writeClaims(needs, session, run, known.claims, departed, now)
  const refusals = await writeRefusals(needs, session, run, known.refusals, now)
  const unsure = await writeUnsure(needs, session, run)
  const listDepartures = await writeListDepartures(needs, session, run, ending.departed ?? [], now)

  const { status, message } = statusOf(outcomes, removed, ending)
  await db.transaction().execute(async (tx) => {
    if (claims) {
      const values = { file: claims.file, entries: claims.entries, updated_at: now }
      await tx
        .insertInto('claims')
        .values({ ...place, ...values })
        .onConflict((conflict) => conflict.columns(['account_id', 'list_id', 'export_name']).doUpdateSet(values))
        .execute()
    }
    const ofList = { ...refusals, ...unsure, ...listDepartures }
    if (Object.keys(ofList).length > 0) {
      await tx
        .updateTable('lists')
        .set(ofList)
        .where('account_id', '=', accountId)
        .where('list_id', '=', listId)
        .execute()
    }
    await tx
      .updateTable('runs')
      .set({
        stage: 'finished',
        status,
        reason: ending.failure?.code ?? null,
        message,
        receipts_file: directory.stored(receipts),
        removals_file: directory.stored(removals),
        figures: JSON.stringify({ ...(run.figures as object), outcomes, removals: removed }),
        waits_for: null,
        waits_until: null,
        finished_at: now,
      })
      .where('id', '=', run.id)
      .execute()
  })
  // Only now may the bytes go: the batches are settled and everything that could be learnt from them is written down.
  const batches = [...(await batchesOf(db, run.id)), ...(await batchesOf(db, run.id, 'removal'))]
  for (const batch of batches) await rm(directory.absolute(batch.file), { force: true })
  return { status, outcomes, message }
}

/** Fills the session's table `receipt`: everybody but the unchanged, with their final outcome. */
async function prepare({ db, directory }: Needs, session: EngineSession, run: RunRow, ending: Ending): Promise<void> {
  const unsent = (await batchesOf(db, run.id))
    .filter(({ state }) => state === 'written' || state === 'sending')
    .map(({ number }) => number)
  const withheld = (await readNotes(directory, run.id, 'withheld')).map(({ email, reason }) => ({
    email,
    outcome: 'held_back',
    reason,
  }))
  const scratch = join(directory.scratch, `exceptions-${newId(new Date())}.json`)
  try {
    await writeFile(scratch, JSON.stringify([...ending.exceptions, ...withheld]))
    const columns = "columns = {email: 'VARCHAR', outcome: 'VARCHAR', reason: 'VARCHAR', detail: 'VARCHAR'}"
    await session.run(
      `create temp table exception as
       select email, unnest(min_by(struct_pack(outcome := outcome, reason := reason, detail := detail), rank))
       from (select *, list_position(['rejected', 'held_back', 'unconfirmed'], outcome) as rank from read_json(${quoteText(scratch)}, ${columns}, format = 'array'))
       group by email`,
    )
  } finally {
    await rm(scratch, { force: true })
  }
  const failure = quoteText(ending.failure?.code ?? 'stopped')
  await session.run(
    `create temp table receipt as
     select profile_key, plan.email, notes, batch, content, standing,
       case
         when standing not in ('new', 'changed') then standing
         when exception.outcome is not null then exception.outcome
         when batch in (${['-1', ...unsent].join(', ')}) or list_has_any(coalesce(also, []), [${unsent.join(', ')}]::integer[]) then 'not_sent'
         else 'delivered'
       end as outcome,
       case
         when standing not in ('new', 'changed') then plan.reason
         when exception.outcome is not null then exception.reason
         when batch in (${['-1', ...unsent].join(', ')}) or list_has_any(coalesce(also, []), [${unsent.join(', ')}]::integer[]) then ${failure}
       end as reason,
       exception.detail
     from (
       select *, case when standing in ('new', 'changed') then email end as sent_email
       from ${readSnapshot([planFile(directory, run.id)])}
     ) plan
     left join exception on exception.email = sent_email`,
  )
}

/**
 * members = delivered + unchanged + held back + rejected + unconfirmed + not sent, each member once. The unchanged are
 * counted anew from the members' files, not taken from the plan.
 */
async function checkSums({ directory }: Needs, session: EngineSession, run: RunRow): Promise<Outcomes> {
  const rows = await session.rows<{ outcome: string; reason: string | null; people: number }>(
    'select outcome, reason, count(*) as people from receipt group by outcome, reason order by outcome, reason',
  )
  const [distinct] = await session.rows<{ people: number }>('select count(distinct profile_key) as people from receipt')
  const stored = rows.reduce((sum, { people }) => sum + people, 0)
  if (distinct?.people !== stored) {
    throw new ConservationError(run.id, `${stored} receipts were made for ${distinct?.people} people`)
  }
  const { all } = run.figures as { all: Standing }
  let unchanged = all.unchanged
  if (run.kind === 'export' || run.kind === 'repair') {
    const files = Object.values(run.members).flatMap((each) => each.map(directory.absolute))
    const members =
      files.length === 0
        ? 'select null::varchar as profile_key where false'
        : `select distinct profile_key from ${readSnapshot(files)}`
    const [counted] = await session.rows<{ people: number }>(
      `select count(*) as people from (${members}) anti join receipt using (profile_key)`,
    )
    unchanged = counted?.people ?? 0
  }
  if (unchanged !== all.unchanged || stored + unchanged !== all.members) {
    throw new ConservationError(
      run.id,
      `${all.members} members, but ${stored} receipts and ${unchanged} unchanged (planned ${all.unchanged})`,
    )
  }
  const outcomes: Record<string, Record<string, number>> = unchanged > 0 ? { unchanged: { '': unchanged } } : {}
  for (const { outcome, reason, people } of rows) {
    outcomes[outcome] ??= {}
    const byReason = outcomes[outcome]
    if (byReason) byReason[reason ?? ''] = people
  }
  return outcomes
}

/** Fills the session's table `removal`: every leaver with the final outcome. */
async function prepareRemovals(
  { db, directory }: Needs,
  session: EngineSession,
  run: RunRow,
  { failure }: Ending,
): Promise<void> {
  const batches = await batchesOf(db, run.id, 'removal')
  const unsent = batches.filter(({ state }) => state !== 'settled').map(({ number }) => number)
  const still = (await readNotes(directory, run.id, 'still-there')).map(({ email }) => email)
  const packed = existsSync(leavingFile(directory, run.id))
  const code = quoteText(failure?.code ?? 'stopped')
  const from = packed
    ? `select * from ${readSnapshot([leavingFile(directory, run.id)])} where why <> 'departed_meanwhile'`
    : `select email, profile_key, why, stays, false as gone, null::varchar as contact_id, null::integer as batch, stays is null as unpacked
       from ${readSnapshot([leaversFile(directory, run.id)])}`
  await session.run(
    `create temp table removal as
     select profile_key, email, why, contact_id, batch,
       case
         when stays is not null then 'kept'
         when gone then 'removed'
         when ${packed ? 'batch is null' : 'unpacked'} or batch in (${['-1', ...unsent].join(', ')}) then 'not_sent'
         when list_contains($1::varchar[], email) then 'unconfirmed'
         else 'removed'
       end as outcome,
       case
         when stays is not null then stays
         when gone then 'already_gone'
         when ${packed ? 'batch is null' : 'unpacked'} or batch in (${['-1', ...unsent].join(', ')}) then ${code}
         when list_contains($1::varchar[], email) then 'removal_unconfirmed'
         else why
       end as reason
     from (${from})`,
    [still],
  )
}

/** leavers = removed + kept + unconfirmed + not sent, each leaver once. */
async function checkRemovalSums({ directory }: Needs, session: EngineSession, run: RunRow): Promise<Outcomes> {
  const rows = await session.rows<{ outcome: string; reason: string; people: number }>(
    'select outcome, reason, count(*) as people from removal group by outcome, reason order by outcome, reason',
  )
  const [sums] = await session.rows<{ receipts: number; people: number; leavers: number }>(
    `select (select count(*) from removal) as receipts, (select count(distinct email) from removal) as people,
       (select count(*) from ${readSnapshot([leaversFile(directory, run.id)])}) as leavers`,
  )
  if (!sums || sums.receipts !== sums.leavers || sums.people !== sums.leavers) {
    throw new ConservationError(
      run.id,
      `${sums?.leavers} leavers, but ${sums?.receipts} receipts for ${sums?.people} people`,
    )
  }
  const outcomes: Record<string, Record<string, number>> = {}
  for (const { outcome, reason, people } of rows) {
    outcomes[outcome] = { ...outcomes[outcome], [reason]: people }
  }
  return outcomes
}

/**
 * The export's claims with the delivered added; without those who left, are off the list, or stay on it by others' doing.
 * Undefined when nothing about them changes.
 */
async function writeClaims(
  { directory }: Needs,
  session: EngineSession,
  run: RunRow,
  held: string | undefined,
  departed: readonly string[],
  now: Date,
) {
  const old = held ? readSnapshot([held]) : undefined
  await session.run(
    `
    create temp table ended as
    select email from off_list where email is not null
    union select email from removal where outcome in ('removed', 'kept')
    union select unnest($1::varchar[])`,
    [departed],
  )
  const [change] = await session.rows<{ delivered: number; ended: number }>(
    `select (select count(*) from receipt where outcome = 'delivered') as delivered,
       ${old ? `(select count(*) from ${old} semi join ended using (email))` : '0'} as ended`,
  )
  if (!change || change.delivered + change.ended === 0) return undefined
  const path = join(
    directory.list(run.account_id ?? '', run.list_id ?? ''),
    `claims-${run.export_name}-${run.id}.parquet`,
  )
  const delivered = `select email, profile_key, content, ${quoteText(now.toISOString())}::timestamptz as delivered_at, ${quoteText(run.id)} as run from receipt where outcome = 'delivered'`
  const kept = old
    ? `union all by name from ${old} anti join (select email from receipt where outcome = 'delivered') fresh using (email) anti join ended using (email)`
    : ''
  await writeSnapshot(session, path, { text: `${delivered} ${kept}`, params: [] })
  const [count] = await session.rows<{ entries: number }>(`select count(*) as entries from ${readSnapshot([path])}`)
  return { file: directory.stored(path), entries: count?.entries ?? 0 }
}

/** Who was sent, or was to be taken off, and nobody can say whether it happened; without those of whom it is known now. */
async function writeUnsure(
  { directory }: Needs,
  session: EngineSession,
  run: RunRow,
): Promise<{ unsure_file?: string }> {
  const fresh = `
    select email from receipt where outcome = 'unconfirmed' and email is not null
    union select email from removal where outcome = 'unconfirmed'`
  const older = `select email from unsure
    anti join (select email from receipt where standing in ('new', 'changed') and email is not null) told using (email)
    anti join (select email from removal where outcome = 'removed') gone using (email)`
  const [counts] = await session.rows<{ before: number; now: number }>(
    `select (select count(*) from unsure) as before, (select count(*) from (${fresh} union ${older})) as now`,
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
  departed: readonly Exception[],
  now: Date,
): Promise<{ departures_file?: string }> {
  const [back] = await session.rows<{ people: number }>(
    "select count(*) as people from list_left semi join (select email from receipt where outcome = 'delivered') r using (email)",
  )
  if (departed.length === 0 && (back?.people ?? 0) === 0) return {}
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

/** What Constant Contact refused, with its content: left alone until the content changes or 48 hours have passed. */
async function writeRefusals(
  { directory }: Needs,
  session: EngineSession,
  run: RunRow,
  held: string | undefined,
  now: Date,
) {
  const [refused] = await session.rows<{ people: number }>(
    "select count(*) as people from receipt where outcome = 'rejected' and reason in ('refused', 'refused_unnamed')",
  )
  if (!refused || refused.people === 0) return {}
  const old = held
    ? readSnapshot([held])
    : '(select null::varchar as email, null::ubigint as content, null::timestamptz as refused_at, null::integer as tries where false)'
  const path = join(directory.list(run.account_id ?? '', run.list_id ?? ''), `refusals-${run.id}.parquet`)
  const fresh =
    "select email, content from receipt where outcome = 'rejected' and reason in ('refused', 'refused_unnamed')"
  await writeSnapshot(session, path, {
    text: `
      select fresh.email, fresh.content, ${quoteText(now.toISOString())}::timestamptz as refused_at,
        case when earlier.content = fresh.content then earlier.tries + 1 else 1 end::integer as tries
      from (${fresh}) fresh left join ${old} earlier using (email)
      union all
      select email, content, refused_at, tries from ${old}
      where email not in (select email from receipt where outcome in ('delivered', 'rejected') and standing in ('new', 'changed'))`,
    params: [],
  })
  return { refusals_file: directory.stored(path) }
}

/** The truthful status: our own rejections of bad e-mails alone leave a run Successful. */
export function statusOf(
  outcomes: Outcomes,
  removals: Outcomes,
  { failure, corruptRows }: Ending,
): { status: Status; message: string | null } {
  if (failure) return { status: failure.status, message: failure.message }
  const count = (outcome: string, reasons?: readonly string[], of = outcomes) =>
    Object.entries(of[outcome] ?? {}).reduce(
      (sum, [reason, people]) => sum + (!reasons || reasons.includes(reason) ? people : 0),
      0,
    )
  const warnings = [
    [count('rejected', ['refused', 'refused_unnamed']), 'refused by Constant Contact'],
    [count('unconfirmed'), 'whose outcome could not be confirmed; they are sent again next time'],
    [count('not_sent'), 'not sent'],
    [count('unconfirmed', undefined, removals), 'whose removal could not be confirmed; it is tried again next time'],
    [count('not_sent', undefined, removals), 'not taken off'],
  ] as const
  const told = warnings
    .filter(([people]) => people > 0)
    .map(([people, what]) => `${people.toLocaleString('en-US')} ${what}`)
  if (corruptRows > 0) told.push(`${corruptRows.toLocaleString('en-US')} corrupt rows in the sources`)
  return told.length > 0
    ? { status: 'Completed with warnings', message: `${told.join('; ')}.` }
    : { status: 'Successful', message: null }
}

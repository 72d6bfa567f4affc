import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../../db/database.ts'
import type { Engine } from '../../engine/engine.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { fold } from '../../lib/fold.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { endedDepartures, standingDepartures } from '../list/ended-departures.ts'
import { claimsOn, findListRow } from '../list/known-of-list.ts'
import { readDepartures } from '../list/read-departures.ts'
import { readWholeList } from '../list/read-whole-list.ts'
import { type BatchRow, batchesOf } from '../run/run-store.ts'
import { emailOfLine } from './email-of-line.ts'
import type { Verdict } from './settle-batches.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory; readonly clock: Clock }
type Place = { readonly runId: string; readonly listId: string; readonly signal: AbortSignal }

/** Somebody in a settled batch who was not simply delivered. */
export type Exception = {
  readonly email: string
  readonly outcome: 'rejected' | 'held_back' | 'unconfirmed'
  readonly reason: string
  readonly detail?: string
  /** Whether a reading has shown them on the list; that it has not counts only where the job is over and adds nobody any more. */
  readonly onList?: boolean
}

/** A list is read to find out who is on it only while that costs at most this share of what is left of the day. */
const shareOfDay = 0.25

/**
 * Tells for every settled batch who was not delivered: by the lines that Constant Contact named, by the departures it shows,
 * and where it only counted, by reading who is on the list. Who cannot be told apart is unconfirmed.
 */
export async function findExceptions(needs: Needs, client: DeliveryAccount, place: Place): Promise<Exception[]> {
  const { db, directory } = needs
  const exceptions: Exception[] = []
  const doubtful: Doubtful[] = []
  for (const batch of await batchesOf(db, place.runId)) {
    if (batch.state !== 'settled') continue
    const emails = await emailsOf(directory, batch)
    const verdict = batch.verdict as Verdict
    if (verdict.kind !== 'settled') {
      doubtful.push({
        lines: emails,
        unnamed: undefined,
        reason: `job_${verdict.kind === 'failed' ? verdict.state : verdict.kind}`,
        over: verdict.kind === 'failed',
      })
      continue
    }
    // Line 1 is the titles, so that the first person stands on line 2.
    const named = verdict.lines.flatMap(({ line, message }) => {
      const email = emails[line - 2]
      return email === undefined ? [] : [{ email, outcome: 'rejected' as const, reason: 'refused', detail: message }]
    })
    exceptions.push(...named)
    const others = emails.filter((email) => !named.some((each) => each.email === email))
    const left = verdict.notAdded > 0 ? await departedAmong(needs, client, place, others) : []
    exceptions.push(...left)
    const unnamed =
      verdict.agreement !== 'agree' ? undefined : verdict.unnamed + Math.max(0, verdict.notAdded - left.length)
    if (unnamed !== 0) {
      const known = new Set(left.map(({ email }) => email))
      const reason = unnamed === undefined ? 'counts_disagree' : 'refused_unnamed'
      doubtful.push({ lines: others.filter((email) => !known.has(email)), unnamed, reason, over: true })
    }
  }
  if (doubtful.length > 0) exceptions.push(...(await resolveOrDoubt(needs, client, place, doubtful)))
  return exceptions
}

/** Everybody whose batch may have reached Constant Contact. */
export async function sentEmails({ db, directory }: Pick<Needs, 'db' | 'directory'>, runId: string): Promise<string[]> {
  const sent = (await batchesOf(db, runId)).filter(({ state }) => state !== 'written' && state !== 'empty')
  return (await Promise.all(sent.map((batch) => emailsOf(directory, batch)))).flat()
}

/** Everybody in a batch, folded, in the order of its lines. */
export async function emailsOf(directory: DataDirectory, batch: Pick<BatchRow, 'file'>): Promise<string[]> {
  const [, ...lines] = (await readFile(directory.absolute(batch.file), 'utf8')).trimEnd().split('\n')
  return lines.map(emailOfLine)
}

/** Those who unsubscribed or were deleted between our reading and the import. */
async function departedAmong(
  needs: Needs,
  client: DeliveryAccount,
  place: Place,
  emails: readonly string[],
): Promise<Exception[]> {
  const file = await readDepartures(needs, client, place.signal)
  const standing = standingDepartures(file, await endedDepartures(needs.db, client.accountId))
  await using session = await needs.engine.session()
  const departed = await session.rows<{ email: string; kind: string }>(
    `select email, min(kind) as kind from (${standing}) semi join (select unnest($1::varchar[]) as email) sent using (email) group by email`,
    [emails],
  )
  return departed.map(({ email, kind }) => ({ email, outcome: 'held_back', reason: kind }))
}

type Doubtful = {
  readonly lines: string[]
  readonly unnamed: number | undefined
  readonly reason: string
  /** Whether the job has come to its end: it got stuck or vanished otherwise, and may still put people on the list. */
  readonly over: boolean
}

/** A list that cannot be read for good tells nobody apart. */
async function resolveOrDoubt(
  needs: Needs,
  client: DeliveryAccount,
  place: Place,
  doubtful: readonly Doubtful[],
): Promise<Exception[]> {
  try {
    return await resolveByReading(needs, client, place, doubtful)
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.recovery !== 'never') throw thrown
    return unconfirmed(doubtful)
  }
}

function unconfirmed(doubtful: readonly Doubtful[]): Exception[] {
  return doubtful.flatMap(({ lines, reason }) => lines.map((email) => ({ email, outcome: 'unconfirmed', reason })))
}

async function resolveByReading(
  needs: Needs,
  client: DeliveryAccount,
  place: Place,
  doubtful: readonly Doubtful[],
): Promise<Exception[]> {
  const onList = await client.countContacts({ listIds: [place.listId], status: 'all' }, place.signal)
  const pages = onList === undefined ? Number.POSITIVE_INFINITY : Math.ceil(onList / 500)
  if (pages > (await client.requestsLeftToday()) * shareOfDay) {
    return unconfirmed(doubtful)
  }
  const { directory, db, engine } = needs
  const path = join(directory.run(place.runId), 'on-list.parquet')
  await readWholeList(needs, client, { listId: place.listId, path, signal: place.signal })
  const list = await findListRow(db, client.accountId, place.listId)
  const claims = await claimsOn(db, client.accountId, place.listId)
  const earlier = [list?.others_file, list?.unsure_file, ...claims.map(({ file }) => file)].flatMap(
    (file) => file ?? [],
  )
  await using session = await engine.session()
  const before =
    earlier.length > 0
      ? earlier.map((file) => `select email from ${readSnapshot([directory.absolute(file)])}`).join(' union all ')
      : 'select null::varchar as email where false'
  // Whose values go in several lines may be there by one of them, while another was refused.
  const people = await session.rows<{ email: string; on_list: boolean; before: boolean }>(
    `select email, email in (select email from ${readSnapshot([path])}) as on_list,
       standing = 'changed' or also is not null or coalesce(email in (select email from (${before}) where email is not null), false) as before
     from ${readSnapshot([join(directory.run(place.runId), 'plan.parquet')])}
     where standing in ('new', 'changed')`,
  )
  const known = new Map(people.map((person) => [person.email, person]))
  return doubtful.flatMap(({ lines, unnamed, reason, over }) =>
    tellApart(lines, unnamed, reason, known).map((each): Exception => {
      const onList = known.get(each.email)?.on_list ?? false
      return onList || over ? { ...each, onList } : each
    }),
  )
}

/**
 * Who of a batch was refused, when only the number is known. Whoever is not on the list was; where that accounts for all,
 * the rest landed. Where it does not, those who were on the list before us may be refused without a trace: unconfirmed.
 */
export function tellApart(
  emails: readonly string[],
  unnamed: number | undefined,
  reason: string,
  known: ReadonlyMap<string, { readonly on_list: boolean; readonly before: boolean }>,
): Exception[] {
  const absent = emails.filter((email) => !known.get(fold(email))?.on_list)
  const accounted = unnamed !== undefined && absent.length === unnamed
  const unsure =
    accounted || (unnamed !== undefined && absent.length > unnamed)
      ? []
      : emails.filter((email) => known.get(email)?.on_list && known.get(email)?.before)
  const absentOutcome = unnamed !== undefined && absent.length <= unnamed ? 'rejected' : 'unconfirmed'
  return [
    ...absent.map(
      (email) =>
        ({ email, outcome: absentOutcome, reason: absentOutcome === 'rejected' ? 'refused_unnamed' : reason }) as const,
    ),
    ...unsure.map((email) => ({ email, outcome: 'unconfirmed', reason }) as const),
  ]
}

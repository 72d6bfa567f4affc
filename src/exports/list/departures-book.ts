import { join } from 'node:path'
import { recordAudit } from '../../access/audit.ts'
import type { Actor } from '../../access/person.ts'
import type { ControlDatabase, Db } from '../../db/database.ts'
import type { Engine, EngineSession } from '../../engine/engine.ts'
import { quoteText } from '../../engine/quote-name.ts'
import { readSnapshot, writeSnapshot } from '../../engine/write-snapshot.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { fold } from '../../lib/fold.ts'
import { newId } from '../../lib/ids.ts'
import { maskEmailsIn } from '../../lib/mask-email.ts'
import { said } from '../../lib/said.ts'
import { tryLockList } from './lock-list.ts'

type Needs = {
  readonly db: Db
  readonly database: Pick<ControlDatabase, 'tryLock'>
  readonly engine: Engine
  readonly directory: DataDirectory
  readonly clock: Clock
}

/** Somebody who departed: from the account (no list), or from one list. `event` names the reading that found it. */
export type Departure = {
  readonly email: string | null
  readonly kind: string
  readonly since: string | null
  readonly list: string | null
  readonly event: string | null
}

export type DepartureFilter = {
  readonly kind?: string | undefined
  readonly email?: string | undefined
  readonly event?: string | undefined
}

/** One thing that happened, by which many may have departed at once: a list emptied by mistake. */
export type DepartureEvent = {
  readonly event: string
  readonly list: string
  readonly since: string | null
  readonly people: number
}

export type DeparturesBook = {
  readonly people: number
  readonly byKind: Readonly<Record<string, number>>
  readonly events: readonly DepartureEvent[]
  readonly departures: readonly Departure[]
}

/** Who departed from an account and from the lists that we deliver to there, as last read; the newest first, up to `limit`. */
export async function readDeparturesBook(
  needs: Pick<Needs, 'db' | 'engine' | 'directory'>,
  accountId: string,
  filter: DepartureFilter,
  limit: number,
): Promise<DeparturesBook> {
  await using session = await needs.engine.session()
  await layOutBook(needs, session, accountId)
  const [where, params] = conditionOf(filter)
  const counts = await session.rows<{ kind: string; people: number }>(
    `select kind, count(*) as people from book where ${where} group by kind order by people desc, kind`,
    params,
  )
  const events = await session.rows<DepartureEvent>(
    `select event, list, min(since) as since, count(*) as people from book
     where event is not null and event <> 'account' and ${where} group by event, list order by since desc, event limit 50`,
    params,
  )
  const departures = await session.rows<Departure>(
    `select email, kind, since, list, event from book where ${where}
     order by since desc nulls last, email limit ${Math.floor(limit)}`,
    params,
  )
  return {
    people: counts.reduce((sum, { people }) => sum + people, 0),
    byKind: Object.fromEntries(counts.map(({ kind, people }) => [kind, people])),
    events,
    departures,
  }
}

async function layOutBook(
  { db, directory }: Pick<Needs, 'db' | 'directory'>,
  session: EngineSession,
  accountId: string,
): Promise<void> {
  const account = await db
    .selectFrom('departures')
    .select('file')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  const lists = await listsWithDepartures(db, accountId)
  const queries = [
    ...(account
      ? [
          `select email, kind, since, null::varchar as list, null::varchar as event from ${readSnapshot([directory.absolute(account.file)])}`,
        ]
      : []),
    ...lists.map(
      ({ list_id, file }) =>
        `select email, kind, since, ${quoteText(list_id)} as list, event from ${readSnapshot([directory.absolute(file)])} where kind <> 'lapsed'`,
    ),
  ]
  const none =
    'select null::varchar as email, null::varchar as kind, null::varchar as since, null::varchar as list, null::varchar as event where false'
  await session.run(`create or replace temp table book as ${queries.join(' union all ') || none}`)
}

async function listsWithDepartures(db: Db, accountId: string): Promise<{ list_id: string; file: string }[]> {
  const rows = await db
    .selectFrom('lists')
    .select(['list_id', 'departures_file'])
    .where('account_id', '=', accountId)
    .execute()
  return rows.flatMap(({ list_id, departures_file }) =>
    departures_file === null ? [] : [{ list_id, file: departures_file }],
  )
}

function conditionOf({ kind, email, event }: DepartureFilter): [string, string[]] {
  const given = [
    ...(kind === undefined ? [] : [['kind', kind] as const]),
    ...(email === undefined ? [] : [['email', fold(email)] as const]),
    ...(event === undefined ? [] : [['event', event] as const]),
  ]
  const conditions = given.map(([column], at) => `${column} = $${at + 1}`)
  return [conditions.join(' and ') || 'true', given.map(([, value]) => value)]
}

/** Raised when nobody departed whose departure could be ended. */
export class NoDepartureError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor(what: string) {
    super(said`Nobody is known to have departed ${what}. Show who did with: postbud departures list CONNECTION`)
  }
}

/** Raised for somebody who unsubscribed: whoever said so themselves is the only one to take it back. */
export class UnsubscribedError extends AppError {
  override readonly code = 'unsubscribed'
  override readonly recovery = 'never'
  constructor() {
    super(
      said`This person unsubscribed from the account, which nobody can end for them. They come back by subscribing again; Postbud sees it by itself.`,
    )
  }
}

class ListBusyError extends AppError {
  override readonly code = 'list_busy'
  override readonly recovery = 'later'
  constructor(listId: string) {
    super(said`A run or a preview is at work on the list ${listId}. Nothing was changed; try again when it has ended.`)
  }
}

export type Ending = {
  readonly accountId: string
  /** One person by e-mail, or everybody who departed in one event. */
  readonly who: { readonly email: string } | { readonly event: string }
  readonly reason: string
  readonly actor: Actor
}

/**
 * Ends departures by an administrator's explicit act: these people may be delivered to again if they are in the segments, a
 * deleted contact is brought back by that. Who, when and why is kept. Answers how many people that are. Throws
 * NoDepartureError, UnsubscribedError, and ListBusyError while a run is at work.
 */
export async function endDepartures(needs: Needs, ending: Ending): Promise<number> {
  const { db, engine, clock } = needs
  const { accountId, reason, actor } = ending
  const filter = 'email' in ending.who ? { email: fold(ending.who.email) } : { event: ending.who.event }
  await using session = await engine.session()
  await layOutBook(needs, session, accountId)
  const [where, params] = conditionOf(filter)
  const found = await session.rows<Departure>(
    `select distinct email, kind, list, since, event from book where ${where}`,
    params,
  )
  if (found.length === 0) {
    throw new NoDepartureError('email' in filter ? said`with this address` : said`in the event "${filter.event}"`)
  }
  if ('email' in filter && found.some(({ kind, list }) => kind === 'unsubscribed' && list === null)) {
    throw new UnsubscribedError()
  }
  const people = new Set(found.map(({ email }) => email)).size
  const listIds = [...new Set(found.flatMap(({ list }) => list ?? []))]
  await using locks = new AsyncDisposableStack()
  for (const listId of listIds) {
    const lock = await tryLockList(needs.database, { accountId, listId })
    if (!lock) throw new ListBusyError(listId)
    locks.use(lock)
  }
  const now = clock.now()
  const files = await Promise.all(
    listIds.map(async (listId) => ({
      listId,
      file: await lapse(needs, session, { accountId, listId, where, params }),
    })),
  )
  await db.transaction().execute(async (tx) => {
    for (const { listId, file } of files) {
      await tx
        .updateTable('lists')
        .set({ departures_file: file })
        .where('account_id', '=', accountId)
        .where('list_id', '=', listId)
        .execute()
    }
    await tx
      .insertInto('departure_endings')
      .values({
        id: newId(now),
        account_id: accountId,
        list_id: listIds.length === 1 ? (listIds[0] ?? null) : null,
        email: 'email' in filter ? filter.email : null,
        event: 'event' in filter ? filter.event : null,
        people,
        reason,
        ended_by: actor.name,
        ended_at: now,
      })
      .execute()
    const who = 'event' in filter ? { event: filter.event } : { who: 'one person' }
    const after = { ...who, people, reason: maskEmailsIn(reason), lists: listIds }
    await recordAudit(tx, needs, {
      actor,
      action: 'departure.end',
      target: { kind: 'account', name: accountId },
      after,
    })
  })
  return people
}

/** The list's departures with those that match lapsed: off the list, and free to be put on it again. Answers the new file. */
async function lapse(
  { db, directory, clock }: Needs,
  session: EngineSession,
  { accountId, listId, where, params }: { accountId: string; listId: string; where: string; params: readonly string[] },
): Promise<string> {
  const [list] = (await listsWithDepartures(db, accountId)).filter((each) => each.list_id === listId)
  const path = join(directory.list(accountId, listId), `departures-${newId(clock.now())}.parquet`)
  await writeSnapshot(session, path, {
    text: `select contact_id, email, case when ${where} then 'lapsed' else kind end as kind, since, event
      from ${readSnapshot([directory.absolute(list?.file ?? '')])}`,
    params,
  })
  return directory.stored(path)
}
